import { expect, test } from 'vitest'
import { createAccount, rootOf } from '../../identity/credentials.ts'
import { loadModel } from '../../wire/model.ts'
import { validateOutput } from '../../wire/protocols/validate-output.ts'
import { MemoryBlobs } from '../../world/blobs.ts'
import { MemoryJournal } from '../../world/journal.ts'
import { WORLD_SCOPE } from '../../world/kernel.ts'
import { Sandbox } from '../../world/sandbox.ts'
import { authorize } from '../iam/authorize.ts'
import { kms } from '../kms/index.ts'
import { s3 } from './index.ts'

const ACCOUNT = '111111111111'
const Bucket = 'un-seau'

/** Calls S3 as the root and gathers where answers depart from the model, and which operations answered. */
async function open() {
	const services = new Map([s3, kms].map((service) => [service.name, service]))
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => 0 }
	const fresh = { seed: 's3', number: 1n, startsAt: Date.UTC(2026, 0, 5), speed: 0 }
	const sandbox = await Sandbox.open('s3', host, new MemoryBlobs(), fresh)
	await sandbox.arrange('Account', (call) => createAccount(call, { account: ACCOUNT }), WORLD_SCOPE)
	const violations: Array<string> = []
	const answered = new Set<string>()
	const scope = { account: ACCOUNT, region: 'us-east-1' }
	// biome-ignore lint/suspicious/noExplicitAny: answers of every operation pass through
	async function ask(operation: string, input: object = {}): Promise<any> {
		const call = { principal: rootOf(ACCOUNT), scope, service: 's3', operation }
		const output = await sandbox.call({ ...call, input: { Bucket, ...input } })
		violations.push(...validateOutput(loadModel('s3'), operation, (output ?? {}) as object))
		answered.add(operation)
		return output
	}
	return { ask, violations, answered }
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text))

test('what S3 answers fits its model, operation by operation', async () => {
	const { ask, violations, answered } = await open()
	await ask('CreateBucket', { ObjectOwnership: 'BucketOwnerPreferred' })
	const block = { BlockPublicAcls: false, BlockPublicPolicy: false }
	const settings: Array<[kind: string, input: object]> = [
		['PublicAccessBlock', { PublicAccessBlockConfiguration: block }],
		['BucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } }],
		[
			'BucketLogging',
			{ BucketLoggingStatus: { LoggingEnabled: { TargetBucket: Bucket, TargetPrefix: '' } } },
		],
		[
			'BucketReplication',
			{
				ReplicationConfiguration: {
					Role: `arn:aws:iam::${ACCOUNT}:role/copie`,
					Rules: [{ Status: 'Enabled', Prefix: '', Destination: { Bucket: `arn:aws:s3:::${Bucket}` } }],
				},
			},
		],
		['ObjectLockConfiguration', { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }],
		['BucketTagging', { Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }],
		['BucketWebsite', { WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } }],
		[
			'BucketCors',
			{ CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } },
		],
		['BucketNotificationConfiguration', { NotificationConfiguration: { EventBridgeConfiguration: {} } }],
		[
			'BucketOwnershipControls',
			{ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] } },
		],
		['BucketAcl', { ACL: 'public-read' }],
		[
			'BucketPolicy',
			{
				Policy: JSON.stringify({
					Version: '2012-10-17',
					Statement: {
						Effect: 'Allow',
						Principal: '*',
						Action: 's3:GetObject',
						Resource: `arn:aws:s3:::${Bucket}/*`,
					},
				}),
			},
		],
		[
			'BucketEncryption',
			{
				ServerSideEncryptionConfiguration: {
					Rules: [
						{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true },
					],
				},
			},
		],
		[
			'BucketLifecycleConfiguration',
			{
				LifecycleConfiguration: {
					Rules: [
						{
							Status: 'Enabled',
							Filter: { Prefix: '' },
							Expiration: { Days: 9 },
							Transitions: [{ Date: new Date(0), StorageClass: 'GLACIER' }],
						},
					],
				},
			},
		],
	]
	for (const [kind, input] of settings) {
		await ask(`Put${kind}`, input)
		await ask(`Get${kind}`)
	}
	for (const name of [
		'GetBucketPolicyStatus',
		'GetBucketLocation',
		'GetBucketAccelerateConfiguration',
		'GetBucketRequestPayment',
		'HeadBucket',
		'ListBuckets',
	])
		await ask(name)

	const Key = 'dossier/a'
	await ask('PutObject', {
		Key,
		Body: bytes('x'),
		Tagging: 'a=b',
		StorageClass: 'STANDARD_IA',
		Expires: new Date(0),
	})
	const object = { Key, ChecksumMode: 'ENABLED' }
	for (const name of ['GetObject', 'HeadObject', 'GetObjectTagging', 'GetObjectAcl']) await ask(name, object)
	await ask('PutObjectTagging', { Key, Tagging: { TagSet: [] } })
	await ask('PutObjectAcl', { Key, ACL: 'public-read' })
	await ask('DeleteObjectTagging', { Key })
	const Retention = { Mode: 'GOVERNANCE', RetainUntilDate: new Date(Date.UTC(2026, 1)) }
	await ask('PutObjectRetention', { Key, Retention })
	await ask('GetObjectRetention', { Key })
	await ask('PutObjectRetention', { Key, Retention: {}, BypassGovernanceRetention: true })
	await ask('PutObjectLegalHold', { Key, LegalHold: { Status: 'OFF' } })
	await ask('GetObjectLegalHold', { Key })
	await ask('HeadObject', object)
	await ask('CopyObject', { Key: 'copie', CopySource: `${Bucket}/${Key}` })

	const { UploadId } = await ask('CreateMultipartUpload', { Key: 'b', ChecksumAlgorithm: 'CRC32' })
	await ask('ListMultipartUploads', { Delimiter: '/', EncodingType: 'url' })
	const upload = { Key: 'b', UploadId, PartNumber: 1 }
	await ask('UploadPart', { ...upload, Body: bytes('x') })
	const { CopyPartResult } = await ask('UploadPartCopy', { ...upload, CopySource: `${Bucket}/${Key}` })
	await ask('ListParts', upload)
	const Parts = [{ ...CopyPartResult, LastModified: undefined, PartNumber: 1 }].map(
		({ LastModified: _, ...part }) => part,
	)
	await ask('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts } })
	const ObjectAttributes = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']
	await ask('GetObjectAttributes', { Key: 'b', ObjectAttributes })
	const aborted = await ask('CreateMultipartUpload', { Key: 'c' })
	await ask('AbortMultipartUpload', { Key: 'c', UploadId: aborted.UploadId })

	await ask('DeleteObject', { Key })
	await ask('DeleteObjects', { Delete: { Objects: [{ Key: 'copie' }, { Key: 'b', VersionId: 'court' }] } })
	for (const name of ['ListObjects', 'ListObjectsV2']) await ask(name, { Delimiter: '/', FetchOwner: true })
	const { Versions, DeleteMarkers } = await ask('ListObjectVersions', { Prefix: '' })
	for (const one of [...Versions, ...DeleteMarkers])
		await ask('DeleteObject', { Key: one.Key, VersionId: one.VersionId })
	for (const kind of [
		'PublicAccessBlock',
		'BucketTagging',
		'BucketWebsite',
		'BucketCors',
		'BucketOwnershipControls',
		'BucketPolicy',
		'BucketEncryption',
		'BucketReplication',
		'BucketLifecycle',
		'Bucket',
	])
		await ask(`Delete${kind}`)

	// The model knows one class of versions, where AWS answers the version's own.
	const classes = /^ListObjectVersions\.Versions\[\d\]\.StorageClass: /
	expect(violations.filter((violation) => !classes.test(violation))).toEqual([])
	expect(Object.keys(s3.operations).filter((name) => !answered.has(name))).toEqual([])
})
