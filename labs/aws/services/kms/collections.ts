import { collection } from '../../world/world.ts'

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion'

/** A key with its material. Dates are virtual epoch milliseconds. */
export interface Key {
	keyId: string
	arn: string
	createdAt: number
	description: string
	usage: 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC'
	spec: string
	state: KeyState
	deletesAt?: number
	/** `AWS` for those that a service makes for itself, such as `aws/s3`. */
	manager: 'CUSTOMER' | 'AWS'
	/** JSON text. */
	policy: string
	tags: Readonly<Record<string, string>>
	/** Hexadecimal, the newest last: what was encrypted before a rotation stays readable. */
	materials: ReadonlyArray<string>
	rotation?: { periodInDays: number; nextAt: number }
}

export interface Alias {
	name: string
	arn: string
	keyId: string
	createdAt: number
	updatedAt: number
}

/** What a key's owner lets somebody do with it, beside its policy. */
export interface Grant {
	grantId: string
	keyId: string
	name?: string
	createdAt: number
	grantee: string
	retirer?: string
	issuingAccount: string
	operations: ReadonlyArray<string>
	constraints?: {
		EncryptionContextSubset?: Readonly<Record<string, string>>
		EncryptionContextEquals?: Readonly<Record<string, string>>
	}
}

/** Id: the key's. */
export const keys = collection<Key>('kms', 'keys')
/** Id: the alias with its prefix, `alias/…`. */
export const aliases = collection<Alias>('kms', 'aliases')
/** Id: `key/grant`. */
export const grants = collection<Grant>('kms', 'grants')
