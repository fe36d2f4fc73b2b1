import { AwsError } from '../../aws-error.ts'

// Texts: localstack's recordings of AWS's answers, tests/aws/services/lambda_ (Apache-2.0), unless marked.

export function invalidParameter(message: string): AwsError {
	return new AwsError('InvalidParameterValueException', message, 400, { Type: 'User' })
}

export function conflict(message: string): AwsError {
	return new AwsError('ResourceConflictException', message, 409, { Type: 'User' })
}

export function notFound(message: string): AwsError {
	return new AwsError('ResourceNotFoundException', message, 404, { Type: 'User' })
}

export function functionNotFound(arn: string): AwsError {
	return notFound(`Function not found: ${arn}`)
}

export function preconditionFailed(): AwsError {
	const message =
		'The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId'
	return new AwsError('PreconditionFailedException', message, 412, { Type: 'User' })
}
