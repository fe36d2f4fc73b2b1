import type { CopyObjectCommandInput } from '@aws-sdk/client-s3'
import { type Call, operation } from '../../../service.ts'
import { requireBucket, s3Access } from '../access/access.ts'
import type { Bucket, ObjectAttributes, ObjectVersion } from '../collections.ts'
import { openDataKey, withDataKey } from '../configuration/data-keys.ts'
import { describeEncryption } from '../configuration/encryption.ts'
import { expirationHeader, scheduleExpiry } from '../configuration/lifecycle-schedule.ts'
import { settingOf } from '../configuration/settings.ts'
import { emitObjectEvent } from '../events.ts'
import { invalidArgument, invalidRequest } from '../s3-error.ts'
import { checksumMember, computeChecksum, md5 } from './checksums.ts'
import { assertReplaceable } from './conditions.ts'
import { copySourceAccess, parseCopySource, readCopySource } from './copy-source.ts'
import { assertKey, etagOf } from './put-object.ts'
import { attributesOf, uploadAccess } from './upload.ts'
import { versionIdOf } from './version-reads.ts'
import { addVersion, findVersion } from './versions.ts'

const DIRECTIVES = ['COPY', 'REPLACE']

export const copyObject = operation<CopyObjectCommandInput, object>({
	access(input, call) {
		const source = parseCopySource(input.CopySource)
		const written = uploadAccess(withoutUnusedTags(input), call)
		return [copySourceAccess(source, call), ...written, ...tagAccesses(input, call)]
	},
	async run(input, call) {
		const { Bucket = '', Key = '' } = input
		const bucket = requireBucket(call, Bucket)
		assertKey(Key)
		assertDirectives(input)
		const from = readCopySource(call, input)
		await openDataKey(call, requireBucket(call, from.bucket), from)
		assertChanges(call, input, from)
		assertReplaceable(input, Key, findVersion(call, Bucket, Key))
		const attributes = await withDataKey(call, bucket, Key, copiedAttributes(call, bucket, input, from))
		const version = addVersion(call, bucket, {
			...attributes,
			key: Key,
			deleteMarker: false,
			sha256: from.sha256,
			size: from.size,
			...(await copiedDigests(call, input, from, attributes)),
		})
		scheduleExpiry(call, bucket, version)
		emitObjectEvent(call, bucket, 'Object Created', version, { reason: 'CopyObject' })
		const { checksums } = version
		return {
			CopyObjectResult: {
				ETag: `"${version.etag}"`,
				LastModified: new Date(version.lastModified),
				...checksums,
				...(Object.keys(checksums).length > 0 && { ChecksumType: 'FULL_OBJECT' }),
			},
			...versionIdOf(version, bucket),
			...(from.versionId !== 'null' && { CopySourceVersionId: from.versionId }),
			...describeEncryption(version),
			...expirationHeader(call, version),
		}
	},
})

/** Tags come along unless they are replaced: then they are read on one side and written on the other. */
function tagAccesses(input: CopyObjectCommandInput, call: Call) {
	if (input.TaggingDirective === 'REPLACE') return []
	const { bucket, key, versionId } = parseCopySource(input.CopySource)
	if (!findVersion(call, bucket, key, versionId)?.tags) return []
	const action = versionId === undefined ? 'GetObjectTagging' : 'GetObjectVersionTagging'
	return [
		s3Access(call, action, bucket, key),
		s3Access(call, 'PutObjectTagging', input.Bucket ?? '', input.Key ?? ''),
	]
}

function withoutUnusedTags(input: CopyObjectCommandInput): CopyObjectCommandInput {
	return input.TaggingDirective === 'REPLACE' ? input : { ...input, Tagging: undefined }
}

function assertDirectives({ MetadataDirective, TaggingDirective }: CopyObjectCommandInput): void {
	if (MetadataDirective !== undefined && !DIRECTIVES.includes(MetadataDirective))
		throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', MetadataDirective)
	if (TaggingDirective !== undefined && !DIRECTIVES.includes(TaggingDirective))
		throw invalidArgument('Unknown tagging directive.', 'x-amz-tagging-directive', TaggingDirective)
}

/** A copy onto itself has to change something. */
function assertChanges(call: Call, input: CopyObjectCommandInput, from: Readonly<ObjectVersion>): void {
	const onItself = from.bucket === input.Bucket && from.key === input.Key
	const changes =
		input.MetadataDirective === 'REPLACE' ||
		(input.StorageClass ?? input.WebsiteRedirectLocation ?? input.ServerSideEncryption) !== undefined ||
		parseCopySource(input.CopySource).versionId !== undefined ||
		settingOf(call.world, from.bucket, 'encryption') !== undefined
	if (!onItself || changes) return
	throw invalidRequest(
		"This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
	)
}

/** What the copy says of itself: class, encryption and grants are the request's, the rest is copied unless replaced. */
function copiedAttributes(
	call: Call,
	bucket: Readonly<Bucket>,
	input: CopyObjectCommandInput,
	from: Readonly<ObjectVersion>,
): ObjectAttributes {
	const asked = attributesOf(call, bucket, withoutUnusedTags(input))
	const tags = input.TaggingDirective === 'REPLACE' ? asked.tags : from.tags
	const tagged = { ...asked, ...(tags && { tags }) }
	if (input.MetadataDirective === 'REPLACE') return tagged
	const { WebsiteRedirectLocation: _, ...headers } = from.headers
	const { WebsiteRedirectLocation } = asked.headers
	return {
		...tagged,
		contentType: from.contentType,
		headers: { ...headers, ...(WebsiteRedirectLocation !== undefined && { WebsiteRedirectLocation }) },
		metadata: from.metadata,
	}
}

/** A copy is one piece: its ETag and its checksum are of the whole, whatever the source came in. */
async function copiedDigests(
	call: Call,
	input: CopyObjectCommandInput,
	from: Readonly<ObjectVersion>,
	{ encryption }: ObjectAttributes,
) {
	const [kept] = Object.keys(from.checksums)
	const algorithm = input.ChecksumAlgorithm ?? kept?.slice('Checksum'.length)
	const same = `Checksum${algorithm}` === kept && from.checksumType === undefined
	const isMd5 = !from.encryption && !from.parts
	const bytes = same && isMd5 ? undefined : await call.blobs.get(from.sha256)
	const member = algorithm === undefined ? undefined : checksumMember(algorithm)
	return {
		etag: etagOf(call, bytes && !isMd5 ? await md5(bytes) : from.etag, encryption),
		checksums:
			same || !member || !bytes ? from.checksums : { [member]: await computeChecksum(member, bytes) },
	}
}
