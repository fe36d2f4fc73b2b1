import {
	CompleteMultipartUploadCommand,
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	DeleteObjectsCommand,
	GetObjectLegalHoldCommand,
	GetObjectLockConfigurationCommand,
	GetObjectRetentionCommand,
	HeadObjectCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	type PutObjectCommandInput,
	PutObjectLegalHoldCommand,
	PutObjectLockConfigurationCommand,
	PutObjectRetentionCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { openBucket, REGION, refused, Bucket as Unlocked } from '../bucket.fixture.ts'

const Bucket = 'verrou'
const NOW = Date.UTC(2026, 0, 5, 9)
const DAY = 24 * 3600_000
const PROTECTED = refused('AccessDenied', 'Access Denied because object protected by object lock.', 403)
const later = (days: number) => new Date(NOW + days * DAY)

async function openLocked() {
	const opened = await openBucket()
	const { s3, sandbox } = opened
	const CreateBucketConfiguration = { LocationConstraint: REGION } as const
	await s3.send(
		new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: true }),
	)
	const lock = (more: Partial<PutObjectCommandInput> = {}) =>
		s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...more }))
	const remove = (
		VersionId: string | undefined,
		BypassGovernanceRetention?: boolean,
		client: S3Client = s3,
	) => client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId, BypassGovernanceRetention }))
	const head = (VersionId?: string) => s3.send(new HeadObjectCommand({ Bucket, Key: 'a', VersionId }))
	const wait = (days: number) => sandbox.setClock({ jumpTo: NOW + days * DAY })
	return { ...opened, lock, remove, head, wait }
}

test('a bucket made with locks is versioned, stays so, and keeps a default', async () => {
	const { s3, lock, head } = await openLocked()
	const read = async () =>
		(await s3.send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration
	expect(await read()).toEqual({ ObjectLockEnabled: 'Enabled' })
	await expect(
		s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })),
	).rejects.toMatchObject(
		refused(
			'InvalidBucketState',
			'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
			409,
		),
	)
	const configure = (Rule?: object) =>
		s3.send(
			new PutObjectLockConfigurationCommand({
				Bucket,
				ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule },
			}),
		)
	for (const DefaultRetention of [
		{},
		{ Mode: 'GOVERNANCE' },
		{ Mode: 'GOVERNANCE', Days: 1, Years: 1 },
		{ Mode: 'X', Days: 1 },
	])
		await expect(configure({ DefaultRetention })).rejects.toMatchObject({ name: 'MalformedXML' })
	const Rule = { DefaultRetention: { Mode: 'GOVERNANCE', Days: 2 } }
	await configure(Rule)
	expect(await read()).toEqual({ ObjectLockEnabled: 'Enabled', Rule })
	await lock()
	expect(await head()).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: later(2) })
})

test('an existing bucket takes locks once it is versioned', async () => {
	const { s3 } = await openLocked()
	const configure = () =>
		s3.send(
			new PutObjectLockConfigurationCommand({
				Bucket: Unlocked,
				ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
			}),
		)
	await expect(configure()).rejects.toMatchObject(
		refused(
			'InvalidBucketState',
			"Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
			409,
		),
	)
	const VersioningConfiguration = { Status: 'Enabled' as const }
	await s3.send(new PutBucketVersioningCommand({ Bucket: Unlocked, VersioningConfiguration }))
	await configure()
})

test('governance yields to who may set it aside, compliance to time alone', async () => {
	const { lock, remove, head, userClient, wait } = await openLocked()
	const governed = await lock({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: later(1) })
	const kept = await lock({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: later(2) })
	expect(await head()).toMatchObject({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: later(2) })
	await expect(remove(governed.VersionId)).rejects.toMatchObject(PROTECTED)
	const may = await userClient('ada', { Effect: 'Allow', Action: 's3:DeleteObjectVersion', Resource: '*' })
	await expect(remove(governed.VersionId, true, may)).rejects.toMatchObject(PROTECTED)
	await remove(governed.VersionId, true)
	await expect(remove(kept.VersionId, true)).rejects.toMatchObject(PROTECTED)
	expect(await remove(undefined)).toMatchObject({ DeleteMarker: true })
	await wait(2)
	await remove(kept.VersionId)
})

test('a retention is lengthened freely, and shortened only where governance may be set aside', async () => {
	const { s3, lock } = await openLocked()
	const { VersionId } = await lock()
	const retain = (Retention: object, BypassGovernanceRetention?: boolean) =>
		s3.send(
			new PutObjectRetentionCommand({ Bucket, Key: 'a', VersionId, Retention, BypassGovernanceRetention }),
		)
	const read = async () =>
		(await s3.send(new GetObjectRetentionCommand({ Bucket, Key: 'a', VersionId }))).Retention
	await expect(read()).rejects.toMatchObject(
		refused(
			'NoSuchObjectLockConfiguration',
			'The specified object does not have a ObjectLock configuration',
			404,
		),
	)
	await expect(retain({ Mode: 'GOVERNANCE' })).rejects.toMatchObject({ name: 'MalformedXML' })
	await expect(retain({ Mode: 'GOVERNANCE', RetainUntilDate: later(-1) })).rejects.toMatchObject(
		refused('InvalidArgument', 'The retain until date must be in the future!', 400),
	)
	await retain({ Mode: 'GOVERNANCE', RetainUntilDate: later(2) })
	await retain({ Mode: 'GOVERNANCE', RetainUntilDate: later(3) })
	await expect(retain({ Mode: 'GOVERNANCE', RetainUntilDate: later(1) })).rejects.toMatchObject(PROTECTED)
	await expect(retain({})).rejects.toMatchObject(PROTECTED)
	await retain({}, true)
	await retain({ Mode: 'COMPLIANCE', RetainUntilDate: later(2) })
	expect(await read()).toEqual({ Mode: 'COMPLIANCE', RetainUntilDate: later(2) })
	for (const weaker of [
		{ Mode: 'GOVERNANCE', RetainUntilDate: later(4) },
		{ Mode: 'COMPLIANCE', RetainUntilDate: later(1) },
	])
		await expect(retain(weaker, true)).rejects.toMatchObject(PROTECTED)
})

test('a legal hold holds until it is lifted, also against a list of deletions', async () => {
	const { s3, lock, remove, head } = await openLocked()
	const { VersionId } = await lock({ ObjectLockLegalHoldStatus: 'ON' })
	expect(await head()).toMatchObject({ ObjectLockLegalHoldStatus: 'ON' })
	await expect(remove(VersionId, true)).rejects.toMatchObject(PROTECTED)
	const Delete = { Objects: [{ Key: 'a', VersionId }] }
	const { Errors, Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }))
	expect([Errors, Deleted]).toEqual([
		[{ Key: 'a', VersionId, Code: 'AccessDenied', Message: PROTECTED.message }],
		undefined,
	])
	const named = { Bucket, Key: 'a', VersionId }
	const release = (Status: 'OFF') =>
		s3.send(new PutObjectLegalHoldCommand({ ...named, LegalHold: { Status } }))
	await release('OFF')
	expect((await s3.send(new GetObjectLegalHoldCommand(named))).LegalHold).toEqual({ Status: 'OFF' })
	await remove(VersionId)
})

test('an upload in parts is locked as it asked when it began', async () => {
	const { s3, remove } = await openLocked()
	const named = { Bucket, Key: 'a' }
	const { UploadId } = await s3.send(
		new CreateMultipartUploadCommand({
			...named,
			ObjectLockMode: 'GOVERNANCE',
			ObjectLockRetainUntilDate: later(1),
		}),
	)
	const { ETag } = await s3.send(new UploadPartCommand({ ...named, UploadId, PartNumber: 1, Body: 'y' }))
	const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
	const { VersionId } = await s3.send(
		new CompleteMultipartUploadCommand({ ...named, UploadId, MultipartUpload }),
	)
	await expect(remove(VersionId)).rejects.toMatchObject(PROTECTED)
})

test('half a lock, an unknown mode, and locks on a bucket without them are refused', async () => {
	const { s3, lock, put } = await openLocked()
	const both = 'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied'
	await expect(lock({ ObjectLockMode: 'GOVERNANCE' })).rejects.toMatchObject({
		...refused('InvalidArgument', both, 400),
		ArgumentName: 'x-amz-object-lock-retain-until-date',
	})
	await expect(lock({ ObjectLockRetainUntilDate: later(1) })).rejects.toMatchObject({
		...refused('InvalidArgument', both, 400),
		ArgumentName: 'x-amz-object-lock-mode',
	})
	await expect(
		lock({ ObjectLockMode: 'X' as 'GOVERNANCE', ObjectLockRetainUntilDate: later(1) }),
	).rejects.toMatchObject(refused('InvalidArgument', 'Unknown wormMode directive.', 400))
	const missing = refused('InvalidRequest', 'Bucket is missing Object Lock Configuration', 400)
	await expect(put('a', 'x', { ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject(missing)
	await put('a', 'x')
	await expect(
		s3.send(new DeleteObjectCommand({ Bucket: Unlocked, Key: 'a', BypassGovernanceRetention: true })),
	).rejects.toMatchObject(
		refused(
			'InvalidArgument',
			'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
			400,
		),
	)
})

test('who locks an object needs a permission for that', async () => {
	const { userClient } = await openLocked()
	const ada = await userClient('ada', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' })
	const put = (more: object) => ada.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...more }))
	await put({})
	await expect(put({ ObjectLockLegalHoldStatus: 'ON' })).rejects.toMatchObject({
		message: expect.stringContaining('s3:PutObjectLegalHold'),
	})
	await expect(
		put({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: later(1) }),
	).rejects.toMatchObject({ message: expect.stringContaining('s3:PutObjectRetention') })
})
