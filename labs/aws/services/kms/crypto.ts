import { createHmac, timingSafeEqual } from 'node:crypto'
import type {
	DecryptRequest,
	EncryptRequest,
	GenerateDataKeyRequest,
	GenerateDataKeyWithoutPlaintextRequest,
	GenerateMacRequest,
	GenerateRandomRequest,
	ReEncryptRequest,
	VerifyMacRequest,
} from '@aws-sdk/client-kms'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { type EncryptionContext, keyAccess, onNoKey } from './access.ts'
import { invalidCiphertext, materialOf, readSealed, seal, unseal } from './cipher.ts'
import { type Key, keys } from './collections.ts'
import { type Located, requireKey } from './key-id.ts'
import { unsupported, wrongState, wrongUsage } from './kms-error.ts'

const SYMMETRIC = 'SYMMETRIC_DEFAULT'

export const encrypt = operation<EncryptRequest, object>({
	run(input, call) {
		const found = use(call, 'Encrypt', input.KeyId ?? '', 'ENCRYPT_DECRYPT', input.EncryptionContext)
		endDryRun(input)
		const blob = sealFor(call, found, input.Plaintext ?? new Uint8Array(), input.EncryptionContext)
		return { CiphertextBlob: blob, KeyId: found.key.arn, EncryptionAlgorithm: SYMMETRIC }
	},
})

export const decrypt = operation<DecryptRequest, object>({
	run(input, call) {
		const { CiphertextBlob, EncryptionContext, KeyId } = input
		const { found, Plaintext } = open(call, 'Decrypt', CiphertextBlob, EncryptionContext, KeyId)
		endDryRun(input)
		return { KeyId: found.key.arn, Plaintext, EncryptionAlgorithm: SYMMETRIC }
	},
})

/** Needs the right to ReEncryptFrom the one key and to ReEncryptTo the other. */
export const reEncrypt = operation<ReEncryptRequest, object>({
	run(input, call) {
		const { CiphertextBlob, SourceEncryptionContext, SourceKeyId, DestinationEncryptionContext } = input
		const source = open(call, 'ReEncryptFrom', CiphertextBlob, SourceEncryptionContext, SourceKeyId)
		const destination = input.DestinationKeyId ?? ''
		const to = use(call, 'ReEncryptTo', destination, 'ENCRYPT_DECRYPT', DestinationEncryptionContext)
		endDryRun(input)
		return {
			CiphertextBlob: sealFor(call, to, source.Plaintext, DestinationEncryptionContext),
			SourceKeyId: source.found.key.arn,
			KeyId: to.key.arn,
			SourceEncryptionAlgorithm: SYMMETRIC,
			DestinationEncryptionAlgorithm: SYMMETRIC,
		}
	},
})

export const generateDataKey = operation<GenerateDataKeyRequest, object>({
	run: (input, call) => dataKey(call, 'GenerateDataKey', input),
})

export const generateDataKeyWithoutPlaintext = operation<GenerateDataKeyWithoutPlaintextRequest, object>({
	run(input, call) {
		const { Plaintext: _, ...sealed } = dataKey(call, 'GenerateDataKeyWithoutPlaintext', input)
		return sealed
	},
})

export const generateRandom = operation<GenerateRandomRequest, object>({
	access: onNoKey('GenerateRandom'),
	run({ NumberOfBytes = 32 }, call) {
		return { Plaintext: randomBytes(call, NumberOfBytes) }
	},
})

export const generateMac = operation<GenerateMacRequest, object>({
	run(input, call) {
		const { key } = use(call, 'GenerateMac', input.KeyId ?? '', 'GENERATE_VERIFY_MAC')
		endDryRun(input)
		const { MacAlgorithm, Message = new Uint8Array() } = input
		return { Mac: macOf(key, MacAlgorithm ?? '', Message), MacAlgorithm, KeyId: key.arn }
	},
})

export const verifyMac = operation<VerifyMacRequest, object>({
	run(input, call) {
		const { key } = use(call, 'VerifyMac', input.KeyId ?? '', 'GENERATE_VERIFY_MAC')
		endDryRun(input)
		const { MacAlgorithm, Mac = new Uint8Array(), Message = new Uint8Array() } = input
		const right = macOf(key, MacAlgorithm ?? '', Message)
		if (right.length !== Mac.length || !timingSafeEqual(right, Mac))
			throw new AwsError('KMSInvalidMacException', '')
		return { KeyId: key.arn, MacValid: true, MacAlgorithm }
	},
})

/** The key of a request, when the caller may use it so and it is in a state to be used. Throws AwsError. */
function use(
	call: Call,
	action: string,
	keyId: string,
	usage: Key['usage'],
	context?: EncryptionContext,
): Located {
	const found = requireKey(call, keyId)
	call.authorize(keyAccess(call, action, found, context))
	if (found.key.state !== 'Enabled') throw wrongState(found.key)
	if (found.key.usage !== usage) throw wrongUsage(found.key, action)
	return found
}

function open(
	call: Call,
	action: string,
	blob: Uint8Array | undefined,
	context: EncryptionContext = {},
	keyId?: string,
) {
	const sealed = readSealed(blob ?? new Uint8Array())
	const key = call.world.get(keys, sealed.scope, sealed.keyId)
	if (!key || sealed.scope.region !== call.scope.region) throw invalidCiphertext()
	if (keyId !== undefined && requireKey(call, keyId).key.arn !== key.arn) {
		const message = 'The key ID in the request does not identify a CMK that can perform this operation.'
		throw new AwsError('IncorrectKeyException', message)
	}
	const found = use(call, action, key.arn, 'ENCRYPT_DECRYPT', context)
	return { found, Plaintext: unseal(key, sealed, context) }
}

function dataKey(call: Call, action: string, input: GenerateDataKeyRequest) {
	const found = use(call, action, input.KeyId ?? '', 'ENCRYPT_DECRYPT', input.EncryptionContext)
	if ((input.NumberOfBytes === undefined) === (input.KeySpec === undefined)) {
		throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.')
	}
	if (input.Recipient) throw unsupported('A recipient')
	endDryRun(input)
	const length = input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32)
	const Plaintext = randomBytes(call, length)
	const CiphertextBlob = sealFor(call, found, Plaintext, input.EncryptionContext)
	return { CiphertextBlob, Plaintext, KeyId: found.key.arn }
}

function sealFor(
	call: Call,
	{ key, scope }: Located,
	plaintext: Uint8Array,
	context: EncryptionContext = {},
) {
	return seal(key, scope, plaintext, context, Buffer.from(call.ids.hex(24), 'hex'))
}

function randomBytes({ ids }: Call, length: number): Uint8Array {
	const parts = Array.from({ length: Math.ceil(length / 32) }, () => Buffer.from(ids.hex(64), 'hex'))
	return Buffer.concat(parts).subarray(0, length)
}

function macOf(key: Readonly<Key>, algorithm: string, message: Uint8Array): Uint8Array {
	if (algorithm.replace('HMAC_SHA_', 'HMAC_') !== key.spec) {
		// The wording is ours.
		throw new AwsError(
			'InvalidKeyUsageException',
			`Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`,
		)
	}
	const hash = `sha${algorithm.slice('HMAC_SHA_'.length)}`
	return createHmac(hash, materialOf(key, key.materials.length - 1))
		.update(message)
		.digest()
}

/** A dry run has found out what it wanted to know. */
function endDryRun({ DryRun }: { DryRun?: boolean }): void {
	if (!DryRun) return
	const message = 'The request would have succeeded, but the DryRun option is set.'
	throw new AwsError('DryRunOperationException', message)
}
