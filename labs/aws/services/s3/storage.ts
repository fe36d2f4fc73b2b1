import { AwsError } from '../../aws-error.ts'

/** What an upload may ask of how the object is kept. */
interface StorageRequest {
	ACL?: string
	ServerSideEncryption?: string
	SSEKMSKeyId?: string
	SSECustomerAlgorithm?: string
	StorageClass?: string
	ObjectLockMode?: string
}

/** ACLs that a bucket accepts although ACLs are disabled, which they are by default. */
const HARMLESS_ACLS = ['bucket-owner-full-control', 'private']

/** Refuses what would otherwise be accepted without effect. */
export function assertEmulatedStorage(input: StorageRequest): void {
	if (input.ACL && !HARMLESS_ACLS.includes(input.ACL)) {
		throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400)
	}
	const asked =
		(input.ServerSideEncryption !== undefined &&
			input.ServerSideEncryption !== 'AES256' &&
			'encryption by KMS') ||
		(input.SSEKMSKeyId && 'encryption by KMS') ||
		(input.SSECustomerAlgorithm && 'encryption with customer keys') ||
		(input.StorageClass && input.StorageClass !== 'STANDARD' && `storage class ${input.StorageClass}`) ||
		(input.ObjectLockMode && 'object lock')
	if (!asked) return
	throw new AwsError('NotImplemented', `S3 ${asked} is not emulated. What is: docs/emulator.md`, 501)
}
