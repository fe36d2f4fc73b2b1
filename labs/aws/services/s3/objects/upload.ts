import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { s3Access } from '../access/access.ts'
import { type AclRequest, aclsEnabled, grantsOfHeaders } from '../access/acl-grants.ts'
import { assertGrantsMayBe } from '../access/public-access.ts'
import type { Bucket, Grant, ObjectAttributes, StoredHeaders } from '../collections.ts'
import { type EncryptionRequest, encryptionOf } from '../configuration/encryption.ts'
import { readTagHeader, requestTagContext } from '../configuration/tags.ts'
import { lockOfUpload } from '../lock/object-lock.ts'
import { aclsNotSupported, notEmulated } from '../s3-error.ts'

/** What an upload says of the object that it makes: PutObject, CopyObject, CreateMultipartUpload. */
export interface UploadRequest extends AclRequest, EncryptionRequest {
	Bucket?: string
	Key?: string
	ContentType?: string
	CacheControl?: string
	ContentDisposition?: string
	ContentEncoding?: string
	ContentLanguage?: string
	Expires?: Date
	WebsiteRedirectLocation?: string
	Metadata?: Record<string, string>
	StorageClass?: string
	Tagging?: string
	/** Of a copy. */
	CopySource?: string
	MetadataDirective?: string
	ObjectLockMode?: 'GOVERNANCE' | 'COMPLIANCE'
	ObjectLockRetainUntilDate?: Date
	ObjectLockLegalHoldStatus?: 'ON' | 'OFF'
}

export const DEFAULT_CONTENT_TYPE = 'binary/octet-stream'
/** Metadata that a client adds, in bytes of names and values. */
const METADATA_BYTES = 2048
/** Classes that serve an object at once, as STANDARD does; the archives would need a restore first. */
const INSTANT = ['REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR']
const ARCHIVES = ['GLACIER', 'DEEP_ARCHIVE']
/** Lists that a bucket takes although lists are disabled: they give nothing away. */
const HARMLESS_ACLS = ['private', 'bucket-owner-full-control']

/** The accesses of an upload: to write, and to write tags or a list along with it. */
export function uploadAccess(input: UploadRequest, call: Call) {
	const { Bucket = '', Key = '' } = input
	const tags = readTagHeader(input.Tagging)
	const context = { ...uploadContext(input), ...requestTagContext(tags ?? {}) }
	const accesses = [s3Access(call, 'PutObject', Bucket, Key, context)]
	if (tags) accesses.push(s3Access(call, 'PutObjectTagging', Bucket, Key, context))
	if (input.ObjectLockMode ?? input.ObjectLockRetainUntilDate)
		accesses.push(s3Access(call, 'PutObjectRetention', Bucket, Key, context))
	if (input.ObjectLockLegalHoldStatus)
		accesses.push(s3Access(call, 'PutObjectLegalHold', Bucket, Key, context))
	if (asksAcl(input)) accesses.push(s3Access(call, 'PutObjectAcl', Bucket, Key, context))
	return accesses
}

/** Condition keys that stand for headers: there only when the header is. */
function uploadContext(input: UploadRequest): Record<string, string> {
	const headers = {
		's3:x-amz-acl': input.ACL,
		's3:x-amz-copy-source': input.CopySource,
		's3:x-amz-metadata-directive': input.MetadataDirective,
		's3:x-amz-grant-full-control': input.GrantFullControl,
		's3:x-amz-grant-read': input.GrantRead,
		's3:x-amz-grant-read-acp': input.GrantReadACP,
		's3:x-amz-grant-write-acp': input.GrantWriteACP,
		's3:x-amz-server-side-encryption': input.ServerSideEncryption,
		's3:x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
		's3:x-amz-storage-class': input.StorageClass,
		's3:x-amz-website-redirect-location': input.WebsiteRedirectLocation,
	}
	return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => !!entry[1]))
}

/** What to keep of an upload beside its bytes. Throws AwsError for what is not allowed or not emulated. */
export function attributesOf(call: Call, bucket: Readonly<Bucket>, input: UploadRequest): ObjectAttributes {
	const attributes = {
		contentType: input.ContentType ?? DEFAULT_CONTENT_TYPE,
		headers: storedHeaders(input),
		metadata: storedMetadata(input.Metadata),
		storageClass: storageClassOf(input.StorageClass),
		encryption: encryptionOf(call, bucket, input),
		tags: readTagHeader(input.Tagging),
		grants: uploadGrants(call, bucket, input),
		lock: lockOfUpload(call, bucket, input),
	}
	return withoutUndefined(attributes)
}

/** The system metadata to keep of an input. */
export function storedHeaders(input: UploadRequest): StoredHeaders {
	const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, WebsiteRedirectLocation } =
		input
	if (WebsiteRedirectLocation !== undefined && !/^(\/|https?:\/\/)/.test(WebsiteRedirectLocation)) {
		const message = "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."
		throw new AwsError('InvalidRedirectLocation', message, 400)
	}
	return withoutUndefined({
		CacheControl,
		ContentDisposition,
		ContentEncoding,
		ContentLanguage,
		Expires: input.Expires?.getTime(),
		WebsiteRedirectLocation,
	})
}

/** Metadata under lower-case names, as it comes back. */
export function storedMetadata(given: Record<string, string> = {}): Record<string, string> {
	const size = Object.entries(given).reduce(
		(sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
		0,
	)
	if (size > METADATA_BYTES) {
		const message = 'Your metadata headers exceed the maximum allowed metadata size'
		throw new AwsError('MetadataTooLarge', message, 400, { Size: size, MaxSizeAllowed: METADATA_BYTES })
	}
	return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
}

function storageClassOf(given: string | undefined): string | undefined {
	if (given === undefined || given === 'STANDARD') return
	if (INSTANT.includes(given)) return given
	if (ARCHIVES.includes(given)) throw notEmulated(`storage class ${given}`)
	throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', 400, {
		StorageClassRequested: given,
	})
}

function asksAcl({ ACL, GrantFullControl, GrantRead, GrantReadACP, GrantWriteACP }: AclRequest): boolean {
	return [ACL, GrantFullControl, GrantRead, GrantReadACP, GrantWriteACP].some((given) => given !== undefined)
}

function uploadGrants(call: Call, bucket: Readonly<Bucket>, input: UploadRequest): Array<Grant> | undefined {
	const grants = grantsOfHeaders(call, bucket, input)
	if (!grants) return
	if (!aclsEnabled(call.world, bucket.name)) {
		if (input.ACL !== undefined && HARMLESS_ACLS.includes(input.ACL)) return
		throw aclsNotSupported()
	}
	assertGrantsMayBe(call, 'PutObject', { bucket: bucket.name, key: input.Key }, grants)
	return grants
}

function withoutUndefined<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}
