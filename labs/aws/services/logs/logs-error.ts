import { AwsError } from '../../aws-error.ts'

export function invalidParameter(message: string): AwsError {
	return new AwsError('InvalidParameterException', message)
}

/** Words that LocalStack recorded of AWS. */
export function groupNotFound(): AwsError {
	return new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
}

export function streamNotFound(): AwsError {
	return new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.')
}

/** The wording is ours. */
export function overLimit(limit: string): AwsError {
	return new AwsError('LimitExceededException', `This sandbox has reached its limit: ${limit}.`)
}

/** The wording is ours but for its beginning. */
export function invalidPattern(why: string): AwsError {
	return invalidParameter(`Invalid metric filter pattern: ${why}`)
}
