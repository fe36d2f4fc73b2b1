import { AwsError } from '../../aws-error.ts'

// Statuses: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and each operation's page.

export function noSuchEntity(message: string): AwsError {
	return new AwsError('NoSuchEntity', message, 404)
}

export function entityAlreadyExists(message: string): AwsError {
	return new AwsError('EntityAlreadyExists', message, 409)
}

export function deleteConflict(message: string): AwsError {
	return new AwsError('DeleteConflict', message, 409)
}

/** @param quota e.g. `AccessKeysPerUser: 2` */
export function limitExceeded(quota: string): AwsError {
	return new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}`, 409)
}

export function malformedPolicy(message: string): AwsError {
	return new AwsError('MalformedPolicyDocument', message, 400)
}

export function validationError(message: string): AwsError {
	return new AwsError('ValidationError', message, 400)
}
