import { AwsError } from '../../aws-error.ts'
import type { Complaint } from './asl/definition.ts'

// Texts: localstack's recordings of AWS's answers, tests/aws/services/stepfunctions (Apache-2.0), unless marked.

/** Complaints that one refusal tells. */
const TOLD_AT_MOST = 10

export function invalidDefinition(complaints: ReadonlyArray<Complaint>): AwsError {
	const told = complaints
		.slice(0, TOLD_AT_MOST)
		.map(({ code, message, location }) => `${code}: ${message} at ${location}`)
		.join(', ')
	return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${told}'`)
}

export function machineMissing(arn: string): AwsError {
	return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
}

export function executionMissing(arn: string): AwsError {
	return new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
}

export function invalidArn(text: string, message = `Invalid Arn: '${text}'`): AwsError {
	return new AwsError('InvalidArn', message)
}

export function typeNotSupported(): AwsError {
	// The wording is ours.
	const message = 'This operation is not supported by this type of state machine'
	return new AwsError('StateMachineTypeNotSupported', message)
}

/** Names that AWS takes: no space, brackets, wildcards, special or control characters. */
export function assertName(name: string): void {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
	if (!/[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(name)) return
	throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
}
