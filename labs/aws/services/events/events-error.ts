import { AwsError } from '../../aws-error.ts'

// Texts of real answers, recorded by LocalStack's tests of EventBridge, unless said otherwise.

export function validation(message: string): AwsError {
	return new AwsError('ValidationException', message)
}

export function noSuchRule(name: string, bus: string): AwsError {
	return new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`)
}

export function noSuchBus(name: string): AwsError {
	return new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`)
}

export function overLimit(): AwsError {
	return new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.')
}
