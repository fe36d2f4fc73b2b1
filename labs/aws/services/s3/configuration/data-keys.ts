import { AwsError } from '../../../aws-error.ts'
import { through } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import type { Bucket, KmsEncryption, ObjectVersion } from '../collections.ts'
import { invalidArgument } from '../s3-error.ts'

// What S3 asks of KMS in the caller's name. Bytes are kept as they are: what is
// real is whose leave it takes to write and to read them.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html

type Place = Pick<Bucket, 'name' | 'region'>

/** Attributes with a data key for the object; throws AwsError when the caller may not have one. */
export async function withDataKey<T extends { encryption?: KmsEncryption }>(
	call: Call,
	bucket: Readonly<Place>,
	key: string,
	attributes: T,
): Promise<T> {
	const { encryption } = attributes
	if (!encryption) return attributes
	const input = {
		KeyId: encryption.keyId,
		KeySpec: 'AES_256',
		EncryptionContext: contextOf(bucket, key, encryption),
	}
	const { KeyId, CiphertextBlob } = await askKms<{ KeyId: string; CiphertextBlob: Uint8Array }>(
		call,
		bucket,
		'GenerateDataKey',
		input,
	)
	const dataKey = Buffer.from(CiphertextBlob).toString('base64')
	return { ...attributes, encryption: { ...encryption, keyId: KeyId, dataKey } }
}

/** Has KMS open an object's data key; throws AwsError when the caller may not read what it sealed. */
export async function openDataKey(
	call: Call,
	bucket: Readonly<Place>,
	{ key, encryption }: Pick<ObjectVersion, 'key' | 'encryption'>,
): Promise<void> {
	if (encryption?.dataKey === undefined) return
	await askKms(call, bucket, 'Decrypt', {
		CiphertextBlob: Buffer.from(encryption.dataKey, 'base64'),
		EncryptionContext: contextOf(bucket, key, encryption),
	})
}

function contextOf({ name }: Readonly<Place>, key: string, { bucketKey, context }: KmsEncryption) {
	const arn = bucketKey ? `arn:aws:s3:::${name}` : `arn:aws:s3:::${name}/${key}`
	return { 'aws:s3:arn': arn, ...(context !== undefined && readContext(context)) }
}

/** The context that a client adds: base64 of a JSON object of texts. */
function readContext(header: string): Record<string, string> {
	try {
		const read: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
		if (read !== null && typeof read === 'object' && !Array.isArray(read)) {
			return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, String(value)]))
		}
	} catch {
		// Told below.
	}
	// The wording is ours.
	const message = 'The encryption context must be base64-encoded JSON'
	throw invalidArgument(message, 'x-amz-server-side-encryption-context', header)
}

/** KMS is asked where the bucket is. Its refusals become S3's: a denial as it is, others under KMS's name. */
async function askKms<Output>(
	call: Call,
	{ region }: Readonly<Place>,
	operation: string,
	input: object,
): Promise<Output> {
	const scope = { account: call.principal.account || call.scope.account, region }
	try {
		return await call.invoke<Output>(through(call.principal, 's3'), 'kms', operation, input, scope)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'AccessDeniedException') throw new AwsError('AccessDenied', error.message, 403)
		throw new AwsError(`KMS.${error.code}`, error.message, 400)
	}
}
