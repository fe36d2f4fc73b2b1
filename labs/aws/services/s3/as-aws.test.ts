import {
	CompleteMultipartUploadCommand,
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	DeleteObjectsCommand,
	GetBucketLocationCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListBucketsCommand,
	ListObjectsV2Command,
	PutBucketPolicyCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from './bucket.fixture.ts'

// What the tests of LocalStack and moto that ran against AWS say, `tests/aws/services/s3` there.

async function versioned() {
	const opened = await openBucket()
	const VersioningConfiguration = { Status: 'Enabled' as const }
	await opened.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
	return opened
}

test('a version id that S3 never made is refused; one that is gone can be deleted again', async () => {
	const { s3, put } = await versioned()
	const { VersionId = '' } = await put('a', 'x')
	const invented = `${VersionId.slice(0, -4)}ABCD`
	const invalid = refused('InvalidArgument', 'Invalid version id specified', 400)
	await expect(
		s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: invented })),
	).rejects.toMatchObject(invalid)
	await expect(
		s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: invented })),
	).rejects.toMatchObject(invalid)
	const Objects = [{ Key: 'a', VersionId: invented }]
	const { Errors, Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
	expect(Deleted).toBeUndefined()
	expect(Errors).toMatchObject([{ Key: 'a', VersionId: invented, Code: 'NoSuchVersion' }])
	expect(await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }))).toMatchObject({ VersionId })
	expect(await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }))).toMatchObject({ VersionId })
	await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId }))).rejects.toMatchObject({
		name: 'NoSuchVersion',
	})
})

test('a delete marker names itself to who reads it', async () => {
	const { s3, put, ask, openToAll } = await versioned()
	await openToAll()
	await put('a', 'x')
	const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
	await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'a', VersionId }))).rejects.toMatchObject({
		$response: {
			statusCode: 405,
			headers: {
				'x-amz-delete-marker': 'true',
				'x-amz-version-id': VersionId,
				'last-modified': 'Mon, 05 Jan 2026 09:00:00 GMT',
				allow: 'DELETE',
			},
		},
	})
	expect((await ask('GET', `/${Bucket}/a`)).status).toBe(403)
})

test('an upload cannot be completed with If-None-Match once the key was deleted during it', async () => {
	const { s3, put } = await openBucket()
	await put('a', 'x')
	const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }))
	const upload = { Bucket, Key: 'a', UploadId }
	const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'y' }))
	const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
	const complete = (more: object) =>
		s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload, ...more }))
	await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
	await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
	await expect(complete({ IfNoneMatch: '*' })).rejects.toMatchObject({
		...refused(
			'ConditionalRequestConflict',
			'The conditional request cannot succeed due to a conflicting operation against this resource.',
			409,
		),
		Condition: 'If-None-Match',
		Key: 'a',
	})
	await complete({})
})

test('a deletion of another key is no conflict for an upload', async () => {
	const { s3, put } = await openBucket()
	await put('b', 'x')
	const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }))
	const upload = { Bucket, Key: 'a', UploadId }
	const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'y' }))
	await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }))
	const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
	await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload, IfNoneMatch: '*' }))
})

test('keys of a listing are encoded as in a form: a space is a plus', async () => {
	const { s3, put } = await openBucket()
	await put('a b/c+d (é).txt', 'x')
	const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }))
	expect(Contents?.map(({ Key }) => Key)).toEqual(['a+b/c%2Bd+%28%C3%A9%29.txt'])
})

test('a bucket says where it is to who lists it, and to who may not', async () => {
	const { put, ask, openToAll } = await openBucket()
	await put('a', 'x')
	for (const [method, url] of [
		['HEAD', `/${Bucket}`],
		['GET', `/${Bucket}?list-type=2`],
	] as const) {
		expect(await ask(method, url)).toMatchObject({
			status: 403,
			headers: { 'x-amz-bucket-region': 'eu-west-3' },
		})
	}
	expect((await ask('GET', '/absent')).headers).not.toHaveProperty('x-amz-bucket-region')
	await openToAll()
	expect((await ask('GET', `/${Bucket}/a`)).headers).not.toHaveProperty('x-amz-bucket-region')
})

test('what is malformed is told before whether the bucket is there or may be reached', async () => {
	const { s3, userClient } = await openBucket()
	const nobody = await userClient('personne', { Effect: 'Deny', Action: '*', Resource: '*' })
	const absent = { Bucket: 'absent', Key: 'a', Body: 'x' }
	const owner = (id: string) =>
		refused(
			'InvalidBucketOwnerAWSAccountID',
			`The value of the expected bucket owner parameter must be an AWS Account ID... [${id}]`,
			400,
		)
	for (const ExpectedBucketOwner of ['0000', '0000000000020', 'aa000000000$']) {
		await expect(nobody.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner }))).rejects.toMatchObject({
			$metadata: { httpStatusCode: 400 },
		})
		await expect(nobody.send(new PutObjectCommand({ ...absent, ExpectedBucketOwner }))).rejects.toMatchObject(
			owner(ExpectedBucketOwner),
		)
	}
	await expect(
		s3.send(new PutObjectCommand({ ...absent, ACL: 'fake-acl' as 'private' })),
	).rejects.toMatchObject({ name: 'InvalidArgument', ArgumentName: 'x-amz-acl', ArgumentValue: 'fake-acl' })
	for (const ContentMD5 of [
		'__invalid__',
		'000',
		'not base64 encoded checksum',
		'MTIz',
		'dGVzdC1zdHJpbmc=',
	]) {
		await expect(nobody.send(new PutObjectCommand({ ...absent, ContentMD5 }))).rejects.toMatchObject(
			refused('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400),
		)
	}
	await expect(
		nobody.send(new PutBucketPolicyCommand({ Bucket: 'absent', Policy: '' })),
	).rejects.toMatchObject(refused('MissingRequestBodyError', 'Request Body is empty', 400))
})

test('a body that is not what its hash says is told both', async () => {
	const { s3 } = await openBucket()
	const ContentMD5 = 'CYketZBSTjX8czcs3cXVlg=='
	await expect(
		s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'something', ContentMD5 })),
	).rejects.toMatchObject({
		...refused('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400),
		ExpectedDigest: '09891eb590524e35fc73372cddc5d596',
		CalculatedDigest: 'Q3uTDbhLgHnC3YBKcZNrXw==',
	})
})

test('EU is another name of eu-west-1, which the bucket keeps', async () => {
	const { s3, settings } = await openBucket()
	const create = (client: S3Client, name: string) =>
		client.send(
			new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: 'EU' } }),
		)
	for (const region of ['eu-west-1', 'us-east-1']) {
		const client = new S3Client({ ...settings, region, forcePathStyle: true })
		const name = `depuis-${region}`
		await create(client, name)
		const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: name }))
		expect(LocationConstraint).toBe('EU')
	}
	const { Buckets } = await s3.send(new ListBucketsCommand({ Prefix: 'depuis-' }))
	expect(Buckets?.map(({ BucketRegion }) => BucketRegion)).toEqual(['eu-west-1', 'eu-west-1'])
	await expect(create(s3, 'ailleurs')).rejects.toMatchObject(
		refused(
			'IllegalLocationConstraintException',
			'The EU location constraint is incompatible for the region specific endpoint this request was sent to.',
			400,
		),
	)
})
