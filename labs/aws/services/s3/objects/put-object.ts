import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { requireBucket } from '../access/access.ts'
import type { KmsEncryption } from '../collections.ts'
import { withDataKey } from '../configuration/data-keys.ts'
import { describeEncryption } from '../configuration/encryption.ts'
import { expirationHeader, scheduleExpiry } from '../configuration/lifecycle-schedule.ts'
import { emitObjectEvent } from '../events.ts'
import { notEmulated } from '../s3-error.ts'
import { md5, type SentChecksums, verifyChecksums } from './checksums.ts'
import { assertReplaceable } from './conditions.ts'
import { attributesOf, uploadAccess } from './upload.ts'
import { versionIdOf } from './version-reads.ts'
import { addVersion, findVersion } from './versions.ts'

const KEY_BYTES = 1024

/** Inside the emulator a body is its bytes, whatever the SDK's clients stream. */
type PutObjectInput = Omit<PutObjectCommandInput, 'Body'> & { Body?: Uint8Array }

export const putObject = operation<PutObjectInput, object>({
	access: uploadAccess,
	async run(input, call) {
		const { Bucket = '', Key = '', Body = new Uint8Array() } = input
		const bucket = requireBucket(call, Bucket)
		assertKey(Key)
		if (input.WriteOffsetBytes !== undefined) throw notEmulated('appending to an object')
		const attributes = await withDataKey(call, bucket, Key, attributesOf(call, bucket, input))
		const checksums = await verifyChecksums(Body, input as SentChecksums)
		assertReplaceable(input, Key, findVersion(call, Bucket, Key))
		const version = addVersion(call, bucket, {
			...attributes,
			key: Key,
			deleteMarker: false,
			sha256: await call.blobs.put(Body),
			size: Body.byteLength,
			etag: etagOf(call, await md5(Body), attributes.encryption),
			checksums,
		})
		scheduleExpiry(call, bucket, version)
		emitObjectEvent(call, bucket, 'Object Created', version, { reason: 'PutObject' })
		return {
			ETag: `"${version.etag}"`,
			...versionIdOf(version),
			...checksums,
			...(Object.keys(checksums).length > 0 && { ChecksumType: 'FULL_OBJECT' }),
			...describeEncryption(version),
			...expirationHeader(call, version),
		}
	},
})

/** Refuses a key that is too long. */
export function assertKey(key: string): void {
	const size = Buffer.byteLength(key)
	if (size <= KEY_BYTES) return
	const fields = { Size: size, MaxSizeAllowed: KEY_BYTES }
	throw new AwsError('KeyTooLongError', 'Your key is too long', 400, fields)
}

/** An ETag tells the content's MD5 only where S3's own keys encrypt it. */
export function etagOf(call: Call, md5OfBytes: string, encryption: KmsEncryption | undefined): string {
	return encryption ? call.ids.hex(32) : md5OfBytes
}
