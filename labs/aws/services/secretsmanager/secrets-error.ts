import { AwsError } from '../../aws-error.ts'

// Texts of real answers, recorded by LocalStack's tests of Secrets Manager.

export function notFound(what = 'secret.'): AwsError {
	return new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified ${what}`)
}

export function invalidRequest(message: string): AwsError {
	return new AwsError('InvalidRequestException', message)
}

export function invalidParameter(message: string): AwsError {
	return new AwsError('InvalidParameterException', message)
}

export function markedForDeletion(): AwsError {
	return invalidRequest("You can't perform this operation on the secret because it was marked for deletion.")
}
