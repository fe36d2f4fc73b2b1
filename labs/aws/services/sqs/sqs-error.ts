import { AwsError } from '../../aws-error.ts'

// Texts of real answers, recorded by LocalStack's tests of SQS, unless said otherwise.

export function noSuchQueue(): AwsError {
	return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
}

export function invalidValue(message: string): AwsError {
	return new AwsError('InvalidParameterValueException', message)
}

export function invalidParameter(value: string, parameter: string, reason: string): AwsError {
	return invalidValue(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`)
}

export function missingParameter(name: string): AwsError {
	return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`)
}
