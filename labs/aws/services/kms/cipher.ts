import { createCipheriv, createDecipheriv } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import type { Scope } from '../../world/world.ts'
import type { EncryptionContext } from './access.ts'
import type { Key } from './collections.ts'

// Ciphertexts are AES-256-GCM with the encryption context as associated data.
// What stands before them names the key, so that Decrypt finds it by itself;
// they begin as AWS's do, and like those nobody should take them apart.

const START = Buffer.from([1, 2, 2, 0, 0x78])
const IV_BYTES = 12
const TAG_BYTES = 16

/** What a ciphertext says of the key that made it. */
export interface Sealed {
	scope: Scope
	keyId: string
	/** Which of the key's materials. */
	material: number
	iv: Uint8Array
	tag: Uint8Array
	bytes: Uint8Array
}

/** Encrypts under the newest material of a key. `iv` is 12 bytes that are never used twice. */
export function seal(
	key: Pick<Key, 'keyId' | 'materials'>,
	{ account, region }: Scope,
	plaintext: Uint8Array,
	context: EncryptionContext,
	iv: Uint8Array,
): Uint8Array {
	const material = key.materials.length - 1
	const cipher = createCipheriv('aes-256-gcm', materialOf(key, material), iv)
	cipher.setAAD(associated(context))
	const bytes = Buffer.concat([cipher.update(plaintext), cipher.final()])
	const name = Buffer.from([account, region, key.keyId, material].join('|'))
	return Buffer.concat([START, Buffer.from([name.length]), name, iv, cipher.getAuthTag(), bytes])
}

/** Takes a ciphertext apart; throws InvalidCiphertextException. */
export function readSealed(blob: Uint8Array): Sealed {
	const all = Buffer.from(blob)
	const length = all[START.length] ?? 0
	const from = START.length + 1
	const body = from + length + IV_BYTES + TAG_BYTES
	if (!all.subarray(0, START.length).equals(START) || all.length < body) throw invalidCiphertext()
	const [account = '', region = '', keyId = '', material = ''] = all
		.subarray(from, from + length)
		.toString('latin1')
		.split('|')
	return {
		scope: { account, region },
		keyId,
		material: Number(material),
		iv: all.subarray(from + length, from + length + IV_BYTES),
		tag: all.subarray(body - TAG_BYTES, body),
		bytes: all.subarray(body),
	}
}

/** Decrypts; another key, context or ciphertext throws InvalidCiphertextException, which says no more. */
export function unseal(
	key: Pick<Key, 'materials'>,
	{ material, iv, tag, bytes }: Sealed,
	context: EncryptionContext,
): Uint8Array {
	if (key.materials[material] === undefined) throw invalidCiphertext()
	const decipher = createDecipheriv('aes-256-gcm', materialOf(key, material), iv, {
		authTagLength: TAG_BYTES,
	})
	decipher.setAAD(associated(context))
	decipher.setAuthTag(tag)
	try {
		return Buffer.concat([decipher.update(bytes), decipher.final()])
	} catch {
		throw invalidCiphertext()
	}
}

export function invalidCiphertext(): AwsError {
	return new AwsError('InvalidCiphertextException', '')
}

/** A material's bytes; hexadecimal in documents. */
export function materialOf({ materials }: Pick<Key, 'materials'>, index: number): Uint8Array {
	return Buffer.from(materials[index] ?? '', 'hex')
}

/** The context as bytes: pairs in the order of their names. */
function associated(context: EncryptionContext): Uint8Array {
	const pairs = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1))
	return Buffer.from(JSON.stringify(pairs))
}
