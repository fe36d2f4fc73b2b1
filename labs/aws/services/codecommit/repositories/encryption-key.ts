import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { requireKey } from '../../kms/key-id.ts'
import { refuse } from '../codecommit-error.ts'

/** The ARN of the key of a repository; AWS's own, `alias/aws/codecommit`, unless one is given. Throws EncryptionKey… */
export function encryptionKey(call: Call, keyId = 'alias/aws/codecommit'): string {
	const { arn, state, usage, spec } = findKey(call, keyId)
	if (state === 'Disabled') throw refuse('EncryptionKeyDisabledException')
	if (state !== 'Enabled') throw refuse('EncryptionKeyUnavailableException')
	if (usage !== 'ENCRYPT_DECRYPT' || spec !== 'SYMMETRIC_DEFAULT')
		throw refuse('EncryptionKeyInvalidUsageException')
	return arn
}

function findKey(call: Call, keyId: string) {
	try {
		return requireKey(call, keyId).key
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'InvalidArnException') throw refuse('EncryptionKeyInvalidIdException')
		throw refuse('EncryptionKeyNotFoundException')
	}
}
