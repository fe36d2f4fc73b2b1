import {
	CopyObjectCommand,
	type CopyObjectCommandInput,
	DeleteObjectCommand,
	GetObjectTaggingCommand,
	HeadObjectCommand,
	PutBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

async function openSource() {
	const opened = await openBucket()
	const { ETag } = await opened.put('source', 'x', {
		ContentType: 'text/html',
		CacheControl: 'max-age=60',
		Expires: new Date('2026-06-01T00:00:00Z'),
		Metadata: { Auteur: 'camille' },
		Tagging: 'projet=site',
		WebsiteRedirectLocation: '/ailleurs',
		StorageClass: 'STANDARD_IA',
	})
	const copy = (more: Partial<CopyObjectCommandInput> = {}) =>
		opened.s3.send(new CopyObjectCommand({ Bucket, Key: 'copie', CopySource: `${Bucket}/source`, ...more }))
	const head = (Key: string) => opened.s3.send(new HeadObjectCommand({ Bucket, Key }))
	const tagsOf = async (Key: string) =>
		(await opened.s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet
	return { ...opened, ETag, copy, head, tagsOf }
}

test('a copy takes metadata and tags along, not class nor redirection', async () => {
	const { copy, head, tagsOf } = await openSource()
	await copy()
	const copied = await head('copie')
	expect(copied).toMatchObject({
		ContentType: 'text/html',
		CacheControl: 'max-age=60',
		Metadata: { auteur: 'camille' },
	})
	expect(copied.ExpiresString).toBe('Mon, 01 Jun 2026 00:00:00 GMT')
	expect(copied.StorageClass).toBeUndefined()
	expect(copied.WebsiteRedirectLocation).toBeUndefined()
	expect(await tagsOf('copie')).toEqual([{ Key: 'projet', Value: 'site' }])
})

test('what is replaced comes from the request', async () => {
	const { copy, head, tagsOf } = await openSource()
	await copy({
		MetadataDirective: 'REPLACE',
		ContentType: 'text/plain',
		TaggingDirective: 'REPLACE',
		Tagging: 'lot=2',
		StorageClass: 'GLACIER_IR',
	})
	const copied = await head('copie')
	expect(copied).toMatchObject({ ContentType: 'text/plain', Metadata: {}, StorageClass: 'GLACIER_IR' })
	expect(copied.CacheControl).toBeUndefined()
	expect(await tagsOf('copie')).toEqual([{ Key: 'lot', Value: '2' }])
	// Tags that come without the directive count for nothing.
	await copy({ Tagging: 'lot=3' })
	expect(await tagsOf('copie')).toEqual([{ Key: 'projet', Value: 'site' }])
})

test('a copy onto itself has to change something', async () => {
	const { copy, head } = await openSource()
	await expect(copy({ Key: 'source' })).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			"This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
			400,
		),
	)
	await copy({ Key: 'source', StorageClass: 'STANDARD' })
	expect((await head('source')).StorageClass).toBeUndefined()
})

test('a copy can depend on its source and on what it replaces', async () => {
	const { copy, ETag } = await openSource()
	const failed = (Condition: string) => ({
		...refused('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412),
		Condition,
	})
	await expect(copy({ CopySourceIfMatch: 'autre' })).rejects.toMatchObject(
		failed('x-amz-copy-source-If-Match'),
	)
	await expect(copy({ CopySourceIfNoneMatch: ETag })).rejects.toMatchObject(
		failed('x-amz-copy-source-If-None-Match'),
	)
	const before = new Date('2026-01-05T08:00:00Z')
	await expect(copy({ CopySourceIfUnmodifiedSince: before })).rejects.toMatchObject(
		failed('x-amz-copy-source-If-Unmodified-Since'),
	)
	await copy({ CopySourceIfMatch: ETag, CopySourceIfModifiedSince: before, IfNoneMatch: '*' })
	await expect(copy({ IfNoneMatch: '*' })).rejects.toMatchObject(failed('If-None-Match'))
})

test('a version can be copied, a delete marker cannot', async () => {
	const { s3, put, copy, head } = await openSource()
	const VersioningConfiguration = { Status: 'Enabled' } as const
	await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
	const { VersionId } = await put('a', 'un')
	await put('a', 'deux!')
	const copied = await copy({ CopySource: `${Bucket}/a?versionId=${VersionId}` })
	expect(copied.CopySourceVersionId).toBe(VersionId)
	expect((await head('copie')).ContentLength).toBe(2)
	const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
	await expect(copy({ CopySource: `${Bucket}/a?versionId=${marker.VersionId}` })).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			'The source of a copy request may not specifically refer to a delete marker by version id.',
			400,
		),
	)
	await expect(copy({ CopySource: `${Bucket}/a` })).rejects.toMatchObject({ name: 'NoSuchKey' })
	await expect(copy({ CopySource: 'rien' })).rejects.toMatchObject(
		refused('InvalidArgument', 'Invalid copy source object key', 400),
	)
})

test('copying tags needs the right to read them and to write them', async () => {
	const { userClient } = await openSource()
	const rights = (Action: Array<string>) => ({
		Effect: 'Allow',
		Action,
		Resource: `arn:aws:s3:::${Bucket}/*`,
	})
	const without = await userClient('alix', rights(['s3:GetObject', 's3:PutObject']))
	const request = new CopyObjectCommand({ Bucket, Key: 'copie', CopySource: `${Bucket}/source` })
	await expect(without.send(request)).rejects.toMatchObject({
		name: 'AccessDenied',
		message: expect.stringContaining('s3:GetObjectTagging'),
	})
	const all = ['s3:GetObject', 's3:PutObject', 's3:GetObjectTagging', 's3:PutObjectTagging']
	await (await userClient('camille', rights(all))).send(request)
})
