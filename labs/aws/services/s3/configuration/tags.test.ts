import {
	DeleteBucketTaggingCommand,
	DeleteObjectTaggingCommand,
	GetBucketTaggingCommand,
	GetObjectCommand,
	GetObjectTaggingCommand,
	PutBucketTaggingCommand,
	PutBucketVersioningCommand,
	PutObjectTaggingCommand,
	type Tag,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

const tag = (Key: string, Value = '') => ({ Key, Value })

test('a bucket’s tags are put as a whole, sorted, and taken away', async () => {
	const { s3 } = await openBucket()
	const get = () => s3.send(new GetBucketTaggingCommand({ Bucket }))
	await expect(get()).rejects.toMatchObject(refused('NoSuchTagSet', 'The TagSet does not exist', 404))
	const TagSet = [tag('projet', 'site'), tag('équipe', 'web + co')]
	const answer = await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
	expect(answer.$metadata.httpStatusCode).toBe(204)
	expect((await get()).TagSet).toEqual(TagSet)
	await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [tag('seul')] } }))
	expect((await get()).TagSet).toEqual([tag('seul')])
	await s3.send(new DeleteBucketTaggingCommand({ Bucket }))
	await expect(get()).rejects.toMatchObject({ name: 'NoSuchTagSet' })
})

test('tags that are not allowed are refused, each in its own words', async () => {
	const { s3, put } = await openBucket()
	await put('a', 'x')
	const onBucket = (...TagSet: Array<Tag>) =>
		s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
	const onObject = (...TagSet: Array<Tag>) =>
		s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet } }))
	await expect(onBucket(tag('a'), tag('a'))).rejects.toMatchObject(
		refused('InvalidTag', 'Cannot provide multiple Tags with the same key', 400),
	)
	await expect(onBucket(tag('a,b'))).rejects.toMatchObject(
		refused('InvalidTag', 'The TagKey you have provided is invalid', 400),
	)
	await expect(onBucket(tag('a', 'b,c'))).rejects.toMatchObject(
		refused('InvalidTag', 'The TagValue you have provided is invalid', 400),
	)
	await expect(onBucket(tag('aws:a'))).rejects.toMatchObject(
		refused('InvalidTag', 'System tags cannot be added/updated by requester', 400),
	)
	await expect(onObject(tag('aws:a'))).rejects.toMatchObject(
		refused('InvalidTag', 'Your TagKey cannot be prefixed with aws:', 400),
	)
	const eleven = Array.from({ length: 11 }, (_, index) => tag(String(index)))
	await expect(onObject(...eleven)).rejects.toMatchObject(
		refused('BadRequest', 'Object tags cannot be greater than 10', 400),
	)
	await expect(put('b', 'x', { Tagging: 'a=1&a=2' })).rejects.toMatchObject(
		refused(
			'InvalidArgument',
			"The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
			400,
		),
	)
})

test('an object’s tags come with it, change without a new version, and are counted', async () => {
	const { s3, put } = await openBucket()
	const VersioningConfiguration = { Status: 'Enabled' } as const
	await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
	const { VersionId } = await put('a', 'x', { Tagging: 'projet=le%20site&vide' })
	const get = () => s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))
	expect(await get()).toMatchObject({ TagSet: [tag('projet', 'le site'), tag('vide')], VersionId })
	expect((await s3.send(new GetObjectCommand({ Bucket, Key: 'a' }))).TagCount).toBe(2)
	const Tagging = { TagSet: [tag('revu', 'oui')] }
	const changed = await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging }))
	expect(changed.VersionId).toBe(VersionId)
	expect((await get()).TagSet).toEqual(Tagging.TagSet)
	const gone = await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'a' }))
	expect(gone.$metadata.httpStatusCode).toBe(204)
	expect((await get()).TagSet).toEqual([])
	await expect(s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'b' }))).rejects.toMatchObject(
		refused('NoSuchKey', 'The specified key does not exist.', 404),
	)
})

test('policies can bind the tags that are written and those that are there', async () => {
	const { s3, put, userClient } = await openBucket()
	await put('a', 'x', { Tagging: 'niveau=public' })
	await put('b', 'x', { Tagging: 'niveau=secret' })
	const resource = { Effect: 'Allow', Resource: `arn:aws:s3:::${Bucket}/*` }
	const user = await userClient(
		'camille',
		{
			...resource,
			Action: 's3:GetObject',
			Condition: { StringEquals: { 's3:ExistingObjectTag/niveau': 'public' } },
		},
		{
			...resource,
			Action: 's3:PutObjectTagging',
			Condition: { 'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['note'] } },
		},
	)
	await user.send(new GetObjectCommand({ Bucket, Key: 'a' }))
	await expect(user.send(new GetObjectCommand({ Bucket, Key: 'b' }))).rejects.toMatchObject({
		name: 'AccessDenied',
		message: expect.stringContaining('is not authorized to perform: s3:GetObject on resource'),
		$metadata: { httpStatusCode: 403 },
	})
	const tagAs = (Key: string) =>
		user.send(new PutObjectTaggingCommand({ Bucket, Key: 'a', Tagging: { TagSet: [tag(Key)] } }))
	await expect(tagAs('niveau')).rejects.toMatchObject({ name: 'AccessDenied' })
	await tagAs('note')
	expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))).TagSet).toEqual([tag('note')])
})
