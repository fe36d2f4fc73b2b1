import type {
	DeleteBucketTaggingCommandInput,
	DeleteObjectTaggingCommandInput,
	GetBucketTaggingCommandInput,
	GetObjectTaggingCommandInput,
	PutBucketTaggingCommandInput,
	PutObjectTaggingCommandInput,
	Tag,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { bucketAccess, objectAccess, requireBucket, s3Access, tagContext } from '../access/access.ts'
import type { ObjectVersion, Tags } from '../collections.ts'
import { emitObjectEvent } from '../events.ts'
import { versionIdOf, writableVersion } from '../objects/version-reads.ts'
import { replaceVersion } from '../objects/versions.ts'
import { invalidArgument } from '../s3-error.ts'
import { deleteSetting, putSetting, settingOf } from './settings.ts'

const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const LIMITS = {
	bucket: {
		tags: 50,
		tooMany: 'Bucket tag count cannot be greater than 50',
		system: 'System tags cannot be added/updated by requester',
	},
	object: {
		tags: 10,
		tooMany: 'Object tags cannot be greater than 10',
		system: 'Your TagKey cannot be prefixed with aws:',
	},
}

export const putBucketTagging = operation<PutBucketTaggingCommandInput, object>({
	access: bucketAccess('PutBucketTagging'),
	run({ Bucket = '', Tagging }, call) {
		requireBucket(call, Bucket)
		const tags = readTags(Tagging?.TagSet, 'bucket')
		if (Object.keys(tags).length > 0) putSetting(call, Bucket, 'tags', { tags })
		else deleteSetting(call, Bucket, 'tags')
		return {}
	},
})

export const getBucketTagging = operation<GetBucketTaggingCommandInput, object>({
	access: bucketAccess('GetBucketTagging'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const found = settingOf(call.world, Bucket, 'tags')
		if (found) return { TagSet: writeTags(found.tags) }
		throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: Bucket })
	},
})

export const deleteBucketTagging = operation<DeleteBucketTaggingCommandInput, object>({
	access: bucketAccess('PutBucketTagging'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		deleteSetting(call, Bucket, 'tags')
		return {}
	},
})

export const putObjectTagging = operation<PutObjectTaggingCommandInput, object>({
	access({ Bucket = '', Key = '', VersionId, Tagging }, call) {
		const asked = Object.fromEntries((Tagging?.TagSet ?? []).map(({ Key, Value }) => [Key, Value ?? '']))
		const version = VersionId === undefined ? undefined : { 's3:VersionId': VersionId }
		const action = version ? 'PutObjectVersionTagging' : 'PutObjectTagging'
		return s3Access(call, action, Bucket, Key, { ...requestTagContext(asked), ...version })
	},
	run(input, call) {
		const version = writableVersion(call, 'PUT', input)
		const tags = readTags(input.Tagging?.TagSet, 'object')
		return tag(call, version, tags, 'Object Tags Added')
	},
})

export const getObjectTagging = operation<GetObjectTaggingCommandInput, object>({
	access: objectAccess('GetObjectTagging', 'GetObjectVersionTagging'),
	run(input, call) {
		const version = writableVersion(call, 'GET', input)
		return { TagSet: writeTags(version.tags), ...versionIdOf(version) }
	},
})

export const deleteObjectTagging = operation<DeleteObjectTaggingCommandInput, object>({
	access: objectAccess('DeleteObjectTagging', 'DeleteObjectVersionTagging'),
	run: (input, call) => tag(call, writableVersion(call, 'DELETE', input), {}, 'Object Tags Deleted'),
})

function tag(
	call: Call,
	version: Readonly<ObjectVersion>,
	tags: Tags,
	event: 'Object Tags Added' | 'Object Tags Deleted',
) {
	const { tags: _, ...untagged } = version
	replaceVersion(call, Object.keys(tags).length > 0 ? { ...untagged, tags } : untagged)
	emitObjectEvent(call, requireBucket(call, version.bucket), event, version)
	return versionIdOf(version)
}

/** Condition keys of the tags that a request would write. */
export function requestTagContext(tags: Tags) {
	const keys = Object.keys(tags)
	return keys.length === 0
		? {}
		: { ...tagContext('s3:RequestObjectTag', tags), 's3:RequestObjectTagKeys': keys }
}

/** The tags of a document, sorted as S3 answers them. Throws AwsError when they are not allowed. */
export function readTags(given: ReadonlyArray<Tag> = [], on: 'bucket' | 'object'): Tags {
	const { tags: limit, tooMany, system } = LIMITS[on]
	if (given.length > limit) throw new AwsError('BadRequest', tooMany, 400)
	const tags = new Map<string, string>()
	for (const { Key = '', Value = '' } of given) {
		if (Key === '' || Key.length > 128 || !CHARACTERS.test(Key))
			throw invalidTag('The TagKey you have provided is invalid', { TagKey: Key })
		if (Value.length > 256 || !CHARACTERS.test(Value))
			throw invalidTag('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value })
		if (Key.startsWith('aws:')) throw invalidTag(system, { TagKey: Key })
		if (tags.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: Key })
		tags.set(Key, Value)
	}
	return Object.fromEntries([...tags].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The tags of an `x-amz-tagging` header: `projet=site&équipe=web`. */
export function readTagHeader(header: string | undefined): Tags | undefined {
	if (header === undefined || header === '') return
	const set = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }))
	if (set.length > LIMITS.object.tags) throw new AwsError('BadRequest', LIMITS.object.tooMany, 400)
	try {
		return readTags(set, 'object')
	} catch (error) {
		// Reserved names are told as such, all else as a header that cannot be read.
		if (set.some(({ Key }) => Key.startsWith('aws:'))) throw error
		const message =
			"The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates."
		throw invalidArgument(message, 'x-amz-tagging', header)
	}
}

function writeTags(tags: Tags = {}): Array<Tag> {
	return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

function invalidTag(message: string, fields: Record<string, string>): AwsError {
	return new AwsError('InvalidTag', message, 400, fields)
}
