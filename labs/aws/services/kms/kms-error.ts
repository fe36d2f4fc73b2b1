import { AwsError } from '../../aws-error.ts'
import type { Key } from './collections.ts'

// The texts are of real answers, recorded by LocalStack's tests of KMS, unless said otherwise.

export function keyNotFound(arn: string): AwsError {
	return new AwsError('NotFoundException', `Key '${arn}' does not exist`)
}

export function invalidKeyId(keyId: string): AwsError {
	return new AwsError('NotFoundException', `Invalid keyId '${keyId}'`)
}

export function aliasNotFound(arn: string): AwsError {
	return new AwsError('NotFoundException', `Alias ${arn} is not found.`)
}

/** A key that is in no state for what is asked of it. */
export function wrongState({ arn, state }: Pick<Key, 'arn' | 'state'>): AwsError {
	if (state === 'Disabled') return new AwsError('DisabledException', `${arn} is disabled.`)
	return new AwsError('KMSInvalidStateException', `${arn} is pending deletion.`)
}

export function wrongUsage({ arn, usage }: Pick<Key, 'arn' | 'usage'>, operation: string): AwsError {
	return new AwsError(
		'InvalidKeyUsageException',
		`${arn} key usage is ${usage} which is not valid for ${operation}.`,
	)
}

/** What is not emulated, said as KMS says what a key cannot do. The wording is ours. */
export function unsupported(what: string): AwsError {
	return new AwsError('UnsupportedOperationException', `${what} is not emulated.`)
}
