import {
	CreateMultipartUploadCommand,
	DeleteBucketLifecycleCommand,
	DeleteObjectCommand,
	GetBucketLifecycleConfigurationCommand,
	HeadObjectCommand,
	type LifecycleRule,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	ListObjectVersionsCommand,
	PutBucketLifecycleConfigurationCommand,
	PutBucketVersioningCommand,
	PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { Bucket, openBucket, refused } from '../bucket.fixture.ts'

const DAY = 86_400_000

/** A bucket whose clock stands at 9 o'clock of 5 January 2026 until it is moved. */
async function openForDays() {
	const opened = await openBucket()
	const { s3, sandbox } = opened
	const configure = (...Rules: Array<LifecycleRule>) =>
		s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }))
	const passDays = (days: number) => sandbox.setClock({ jumpTo: sandbox.now() + days * DAY })
	const keys = async () =>
		((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key)
	const enableVersions = () => {
		const VersioningConfiguration = { Status: 'Enabled' } as const
		return s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
	}
	/** Keys of versions and markers, newest first for each. */
	async function versions() {
		const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }))
		return { versions: Versions.map(({ Key }) => Key), markers: DeleteMarkers.map(({ Key }) => Key) }
	}
	return { ...opened, configure, passDays, keys, enableVersions, versions }
}

const rule = (ID: string, more: Partial<LifecycleRule>): LifecycleRule => ({
	ID,
	Status: 'Enabled',
	Filter: {},
	...more,
})

test('a configuration is kept as it was put, transitions and dates too', async () => {
	const { s3, configure } = await openForDays()
	const get = () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
	await expect(get()).rejects.toMatchObject(
		refused('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404),
	)
	const Rules = [
		rule('archives', {
			Filter: { Prefix: 'archives/' },
			Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }],
			Expiration: { Days: 365 },
		}),
		rule('fin', { Status: 'Disabled', Expiration: { Date: new Date('2027-01-01T00:00:00Z') } }),
	]
	await configure(...Rules)
	expect(await get()).toMatchObject({
		Rules,
		TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
	})
	await s3.send(new DeleteBucketLifecycleCommand({ Bucket }))
	await expect(get()).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' })
})

test('objects go at the midnight after their days, those that were there and those that came', async () => {
	const { s3, put, configure, passDays, keys } = await openForDays()
	await put('tmp/ancien', 'x')
	await put('garde', 'x')
	const configured = rule('tmp', { Filter: { Prefix: 'tmp/' }, Expiration: { Days: 2 } })
	await configure(configured)
	await passDays(1)
	await put('tmp/recent', 'x')
	const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'tmp/recent' }))
	expect(head.Expiration).toBe('expiry-date="Fri, 09 Jan 2026 00:00:00 GMT", rule-id="tmp"')
	await passDays(1)
	expect(await keys()).toEqual(['garde', 'tmp/ancien', 'tmp/recent'])
	await passDays(1)
	expect(await keys()).toEqual(['garde', 'tmp/recent'])
	await passDays(30)
	expect(await keys()).toEqual(['garde'])
})

test('a rule may ask for tags and sizes, and a date comes for all at once', async () => {
	const { s3, put, configure, passDays, keys } = await openForDays()
	await put('a', 'x', { Tagging: 'jetable=oui&lot=1' })
	await put('b', 'x', { Tagging: 'jetable=oui' })
	await put('c', 'x'.repeat(200))
	await put('d', 'x')
	const Tags = [
		{ Key: 'jetable', Value: 'oui' },
		{ Key: 'lot', Value: '1' },
	]
	await configure(
		rule('tags', { Filter: { And: { Tags } }, Expiration: { Days: 1 } }),
		rule('gros', { Filter: { ObjectSizeGreaterThan: 100 }, Expiration: { Days: 3 } }),
		rule('date', { Filter: { Prefix: 'd' }, Expiration: { Date: new Date('2026-01-20T00:00:00Z') } }),
	)
	await passDays(2)
	expect(await keys()).toEqual(['b', 'c', 'd'])
	await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'b', Tagging: { TagSet: Tags } }))
	await passDays(2)
	expect(await keys()).toEqual(['d'])
	await passDays(11)
	expect(await keys()).toEqual([])
})

test('in a versioned bucket the current version hides, old ones go, and so does the last marker', async () => {
	const { put, configure, passDays, enableVersions, versions } = await openForDays()
	await enableVersions()
	await put('a', '1')
	await put('a', '2')
	await configure(
		rule('courantes', { Expiration: { Days: 1 } }),
		rule('anciennes', { NoncurrentVersionExpiration: { NoncurrentDays: 3 } }),
	)
	await passDays(2)
	expect(await versions()).toEqual({ versions: ['a', 'a'], markers: ['a'] })
	await passDays(2)
	// The first version gave way on the 5th, the second on the 7th.
	expect(await versions()).toEqual({ versions: ['a'], markers: ['a'] })
	await passDays(10)
	expect(await versions()).toEqual({ versions: [], markers: [] })
})

test('as many old versions stay as are asked for, and expired markers are cleared alone', async () => {
	const { s3, put, configure, passDays, enableVersions, versions } = await openForDays()
	await enableVersions()
	for (const text of ['1', '2', '3', '4']) await put('a', text)
	const { VersionId } = await put('b', '1')
	await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }))
	await configure(
		rule('anciennes', {
			NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 },
			Filter: { Prefix: 'a' },
		}),
		rule('marques', { Expiration: { ExpiredObjectDeleteMarker: true } }),
	)
	await passDays(3)
	expect(await versions()).toEqual({ versions: ['a', 'a', 'a', 'b'], markers: ['b'] })
	await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b', VersionId }))
	await passDays(1)
	expect((await versions()).markers).toEqual([])
})

test('uploads that nobody completes are aborted', async () => {
	const { s3, configure, passDays } = await openForDays()
	await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a' }))
	await configure(rule('envois', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }))
	await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }))
	const uploads = async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []
	await passDays(1)
	expect(await uploads()).toHaveLength(2)
	await passDays(1)
	expect(await uploads()).toHaveLength(0)
})

test('a rule that is off, or was taken away, does nothing', async () => {
	const { s3, put, configure, passDays, keys } = await openForDays()
	await put('a', 'x')
	await configure(rule('off', { Status: 'Disabled', Expiration: { Days: 1 } }))
	await passDays(5)
	expect(await keys()).toEqual(['a'])
	await configure(rule('on', { Expiration: { Days: 9 } }))
	await s3.send(new DeleteBucketLifecycleCommand({ Bucket }))
	await passDays(20)
	expect(await keys()).toEqual(['a'])
})

test('configurations that are not allowed are refused', async () => {
	const { configure } = await openForDays()
	const malformed = refused(
		'MalformedXML',
		'The XML you provided was not well-formed or did not validate against our published schema',
		400,
	)
	const Expiration = { Days: 1 }
	await expect(configure({ ID: 'a', Status: 'Enabled', Expiration })).rejects.toMatchObject(malformed)
	const both = { Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }
	await expect(configure(rule('a', both))).rejects.toMatchObject(malformed)
	const twice = { Filter: { Prefix: 'a', ObjectSizeLessThan: 3 }, Expiration }
	await expect(configure(rule('a', twice))).rejects.toMatchObject(malformed)
	await expect(configure(rule('a', { Expiration: { Days: 0 } }))).rejects.toMatchObject(
		refused('InvalidArgument', "'Days' for Expiration action must be a positive integer", 400),
	)
	const noon = { Expiration: { Date: new Date('2026-02-01T12:00:00Z') } }
	await expect(configure(rule('a', noon))).rejects.toMatchObject(
		refused('InvalidArgument', "'Date' must be at midnight GMT", 400),
	)
	await expect(configure(rule('a', {}))).rejects.toMatchObject(
		refused('InvalidRequest', 'At least one action needs to be specified in a rule', 400),
	)
	await expect(configure(rule('a', { Expiration }), rule('a', { Expiration }))).rejects.toMatchObject(
		refused('InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule', 400),
	)
	const early = { Transitions: [{ Days: 3, StorageClass: 'STANDARD_IA' as const }] }
	await expect(configure(rule('a', early))).rejects.toMatchObject(
		refused(
			'InvalidArgument',
			"'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
			400,
		),
	)
	const Tags = [
		{ Key: 'a', Value: '1' },
		{ Key: 'a', Value: '2' },
	]
	await expect(configure(rule('a', { Filter: { And: { Tags } }, Expiration }))).rejects.toMatchObject(
		refused('InvalidRequest', 'Duplicate Tag Keys are not allowed.', 400),
	)
})
