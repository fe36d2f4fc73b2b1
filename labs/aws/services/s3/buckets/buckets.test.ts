import {
	CreateBucketCommand,
	type CreateBucketCommandInput,
	DeleteBucketCommand,
	GetBucketAccelerateConfigurationCommand,
	GetBucketCorsCommand,
	GetBucketLocationCommand,
	GetBucketRequestPaymentCommand,
	GetBucketTaggingCommand,
	GetObjectLegalHoldCommand,
	GetObjectLockConfigurationCommand,
	GetObjectRetentionCommand,
	HeadBucketCommand,
	ListBucketsCommand,
	PutBucketAccelerateConfigurationCommand,
	PutBucketCorsCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { rootOf } from '../../../identity/credentials.ts'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

test('a bucket tells where it is, from whichever Region it is asked', async () => {
	const { s3, settings, ask } = await openBucket()
	expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-3')
	const elsewhere = new S3Client({ ...settings, region: 'us-east-1', forcePathStyle: true })
	const head = await elsewhere.send(new HeadBucketCommand({ Bucket }))
	expect(head).toMatchObject({
		BucketRegion: 'eu-west-3',
		BucketArn: `arn:aws:s3:::${Bucket}`,
		AccessPointAlias: false,
	})
	await elsewhere.send(new CreateBucketCommand({ Bucket: 'le-premier' }))
	const location = await s3.send(new GetBucketLocationCommand({ Bucket: 'le-premier' }))
	expect(location.LocationConstraint).toBeUndefined()
	await expect(s3.send(new HeadBucketCommand({ Bucket: 'absent' }))).rejects.toMatchObject({
		name: 'NotFound',
		$metadata: { httpStatusCode: 404 },
	})
	expect((await ask('HEAD', `/${Bucket}`)).status).toBe(403)
})

test('a bucket is made in the Region that is asked, or anywhere from the first', async () => {
	const { s3, settings, sandbox } = await openBucket()
	const first = new S3Client({ ...settings, region: 'us-east-1', forcePathStyle: true })
	const create = (client: S3Client, name: string, LocationConstraint?: string) =>
		client.send(
			new CreateBucketCommand({
				Bucket: name,
				...(LocationConstraint && { CreateBucketConfiguration: { LocationConstraint } }),
			} as CreateBucketCommandInput),
		)
	const incompatible = (constraint: string) =>
		refused(
			'IllegalLocationConstraintException',
			`The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
			400,
		)
	// The SDK names its own Region where the caller names none; other clients do not.
	const unspecified = {
		principal: rootOf(ACCOUNT),
		scope: { account: ACCOUNT, region: 'eu-west-3' },
		service: 's3',
		operation: 'CreateBucket',
		input: { Bucket: 'nouveau' },
	}
	const { name: code, message, $metadata } = incompatible('unspecified')
	await expect(sandbox.call(unspecified)).rejects.toMatchObject({
		code,
		message,
		status: $metadata.httpStatusCode,
	})
	await expect(create(s3, 'nouveau', 'us-east-1')).rejects.toMatchObject(incompatible('us-east-1'))
	await expect(create(first, 'nouveau', 'us-east-1')).rejects.toMatchObject(
		refused('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400),
	)
	await create(first, 'ailleurs', 'eu-west-1')
	expect((await s3.send(new HeadBucketCommand({ Bucket: 'ailleurs' }))).BucketRegion).toBe('eu-west-1')
	await create(first, 'premier')
	await create(first, 'premier')
	await expect(create(s3, Bucket, 'eu-west-3')).rejects.toMatchObject(
		refused(
			'BucketAlreadyOwnedByYou',
			'Your previous request to create the named bucket succeeded and you already own it.',
			409,
		),
	)
})

test('buckets are listed by prefix and by Region', async () => {
	const { s3, settings } = await openBucket()
	const first = new S3Client({ ...settings, region: 'us-east-1', forcePathStyle: true })
	await first.send(new CreateBucketCommand({ Bucket: 'un-autre' }))
	const list = async (more: object) =>
		((await s3.send(new ListBucketsCommand(more))).Buckets ?? []).map(({ Name }) => Name)
	expect(await list({})).toEqual(['un-autre', Bucket])
	expect(await list({ BucketRegion: 'us-east-1' })).toEqual(['un-autre'])
	expect(await list({ Prefix: 'un-s' })).toEqual([Bucket])
	await expect(list({ BucketRegion: 'quelque part' })).rejects.toMatchObject(
		refused('InvalidArgument', 'Argument value quelque part is not a valid AWS Region', 400),
	)
})

test('what was configured on a bucket goes with it', async () => {
	const { s3 } = await openBucket()
	const CORSRules = [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }]
	await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }))
	await s3.send(new DeleteBucketCommand({ Bucket }))
	const Tags = [{ Key: 'a', Value: 'b' }]
	const CreateBucketConfiguration = { LocationConstraint: 'eu-west-3' as const, Tags }
	await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }))
	expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(Tags)

	await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
		name: 'NoSuchCORSConfiguration',
	})
})

test('a call that expects another owner is refused', async () => {
	const { s3 } = await openBucket()
	const head = (ExpectedBucketOwner: string) =>
		s3.send(new GetBucketLocationCommand({ Bucket, ExpectedBucketOwner }))
	await head('111122223333')
	await expect(head('999999999999')).rejects.toMatchObject(refused('AccessDenied', 'Access Denied', 403))
})

test('what a bucket never had is answered as AWS does, and cannot be configured', async () => {
	const { s3, put } = await openBucket()
	await put('a', 'x')
	const payment = await s3.send(new GetBucketRequestPaymentCommand({ Bucket }))
	expect(payment.Payer).toBe('BucketOwner')
	const acceleration = await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }))
	expect(acceleration.Status).toBeUndefined()
	await expect(s3.send(new GetObjectLockConfigurationCommand({ Bucket }))).rejects.toMatchObject(
		refused(
			'ObjectLockConfigurationNotFoundError',
			'Object Lock configuration does not exist for this bucket',
			404,
		),
	)
	const unlocked = refused('InvalidRequest', 'Bucket is missing Object Lock Configuration', 400)
	await expect(s3.send(new GetObjectLegalHoldCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject(unlocked)
	await expect(s3.send(new GetObjectRetentionCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject(unlocked)
	const notEmulated = (operation: string) =>
		refused('NotImplemented', `s3:${operation} is not emulated. The list of what is: docs/emulator.md`, 501)
	const AccelerateConfiguration = { Status: 'Enabled' as const }
	await expect(
		s3.send(new PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration })),
	).rejects.toMatchObject(notEmulated('PutBucketAccelerateConfiguration'))
})
