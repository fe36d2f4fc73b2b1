import { collection } from '../../world/world.ts'

/** A bucket. Names are unique in the whole world, as they are in a partition of AWS. */
export interface Bucket {
	name: string
	account: string
	region: string
	/** The other name of its Region that it was made with. */
	constraint?: 'EU'
	createdAt: number
	versioning?: 'Enabled' | 'Suspended'
	/** Bucket policy, JSON text as it was put. */
	policy?: string
	/** Versions written so far; orders them. */
	writes: number
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
	bucket: string
	key: string
	/** `null` where the bucket was not versioned at the time. */
	versionId: string
	order: number
	deleteMarker: boolean
	/** Name of the blob. */
	sha256: string
	size: number
	/** Without quotes. */
	etag: string
	lastModified: number
	contentType: string
	headers: StoredHeaders
	metadata: Readonly<Record<string, string>>
	/** By the SDK's member name, e.g. `ChecksumCRC32`. */
	checksums: Readonly<Record<string, string>>
	/** Left out for checksums of the whole object. */
	checksumType?: 'COMPOSITE'
	/** Left out for `STANDARD`. */
	storageClass?: string
	/** Left out for S3's own keys (`AES256`). */
	encryption?: KmsEncryption
	tags?: Tags
	/** Left out while nothing ever locked it. */
	lock?: ObjectLock
	/** Left out where nobody but the owner was granted anything. */
	grants?: ReadonlyArray<Grant>
	/** Of an object that came in parts. */
	parts?: ReadonlyArray<ObjectPart>
}

/** What was asked of KMS. */
export interface KmsEncryption {
	algorithm: 'aws:kms' | 'aws:kms:dsse'
	/** ARN of the key. */
	keyId: string
	bucketKey?: boolean
	context?: string
	/** The object's data key as KMS sealed it, base64. */
	dataKey?: string
}

/** What keeps a version from being removed. */
export interface ObjectLock {
	mode?: 'GOVERNANCE' | 'COMPLIANCE'
	/** Until when the mode holds, virtual time, epoch milliseconds. */
	until?: number
	hold?: 'ON' | 'OFF'
}

export type Tags = Readonly<Record<string, string>>

/** One line of an access control list; who gets it is a canonical user id or a group's URI. */
export interface Grant {
	grantee: { id: string } | { uri: string }
	permission: 'FULL_CONTROL' | 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP'
}

export interface ObjectPart {
	number: number
	size: number
	/** By the SDK's member name. */
	checksums?: Readonly<Record<string, string>>
}

/** System metadata that comes back as it was given. */
export interface StoredHeaders {
	CacheControl?: string
	ContentDisposition?: string
	ContentEncoding?: string
	ContentLanguage?: string
	/** Epoch milliseconds. */
	Expires?: number
	WebsiteRedirectLocation?: string
}

/** What an upload says of the object, whichever way its bytes come. */
export type ObjectAttributes = Pick<
	ObjectVersion,
	'contentType' | 'headers' | 'metadata' | 'storageClass' | 'encryption' | 'tags' | 'grants' | 'lock'
>

/** An upload in parts that is not complete yet. */
export interface MultipartUpload extends ObjectAttributes {
	uploadId: string
	bucket: string
	key: string
	initiatedAt: number
	parts: Readonly<Record<string, UploadedPart>>
	/** Whether the key was deleted since the upload began. */
	deletedMeanwhile?: true
	/** Writes that the bucket had seen when the upload began. */
	startedAfter?: number
	/** `CRC32`…, when the client named one. */
	checksumAlgorithm?: string
	checksumType?: 'COMPOSITE' | 'FULL_OBJECT'
}

export interface UploadedPart {
	sha256: string
	size: number
	etag: string
	lastModified: number
	/** By the SDK's member name. */
	checksums?: Readonly<Record<string, string>>
}

export const buckets = collection<Bucket>('s3', 'buckets', 'world')
/** The newest version of each key, unless it is a delete marker. Id: `bucket/key`. */
export const currentObjects = collection<ObjectVersion>('s3', 'objects', 'world')
/** Every version, newest first for each key. Id: `versionDocumentId`. */
export const objectVersions = collection<ObjectVersion>('s3', 'versions', 'world')
/** What an upload answered when it was completed; to complete it again is to be told the same. */
export const completedUploads = collection<{
	key: string
	answer: Readonly<Record<string, string | boolean>>
}>('s3', 'completed', 'world')
export const multipartUploads = collection<MultipartUpload>('s3', 'uploads', 'world')

// NUL sorts before every character that a key may hold, so that `a` and its
// versions come before `a/b`.
const END = '\u0000'
const ORDERS = 10 ** 12

/** Sorts by bucket, key, and newest first. */
export function versionDocumentId(bucket: string, key: string, order: number): string {
	return `${bucket}/${key}${END}${String(ORDERS - order).padStart(13, '0')}`
}

/** What the ids of all versions of one key start with. */
export function versionPrefix(bucket: string, key: string): string {
	return `${bucket}/${key}${END}`
}
