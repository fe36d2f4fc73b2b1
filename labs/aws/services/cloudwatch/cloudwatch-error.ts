import { AwsError } from '../../aws-error.ts'

export function validationError(message: string): AwsError {
	return new AwsError('ValidationError', message)
}

export function invalidValue(message: string): AwsError {
	return new AwsError('InvalidParameterValueException', message)
}

export function invalidCombination(message: string): AwsError {
	return new AwsError('InvalidParameterCombinationException', message)
}

/** What there is here no room for. The wording is ours. */
export function overLimit(limit: string): AwsError {
	return new AwsError('LimitExceededFault', `This sandbox has reached its limit: ${limit}.`)
}
