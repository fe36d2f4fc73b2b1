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

/** Whether a credential is to count, from a status that can be set. The wording is ours. */
export function requireSwitch(status: string | undefined): 'Active' | 'Inactive' {
	if (status === 'Active' || status === 'Inactive') return status
	throw validationError(`Invalid status ${status}: a credential is made Active or Inactive.`)
}

export function validationError(message: string): AwsError {
	return new AwsError('ValidationError', message, 400)
}
