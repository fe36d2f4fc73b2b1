import {
	CreateBucketCommand,
	DeleteBucketReplicationCommand,
	GetBucketEncryptionCommand,
	GetBucketLoggingCommand,
	GetBucketReplicationCommand,
	PutBucketEncryptionCommand,
	PutBucketLifecycleConfigurationCommand,
	PutBucketLoggingCommand,
	PutBucketPolicyCommand,
	PutBucketReplicationCommand,
	PutBucketTaggingCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	PutPublicAccessBlockCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { Bucket, openBucket, REGION, refused } from '../bucket.fixture.ts'

async function openTwo() {
	const opened = await openBucket()
	const CreateBucketConfiguration = { LocationConstraint: REGION } as const
	await opened.s3.send(new CreateBucketCommand({ Bucket: 'journaux', CreateBucketConfiguration }))
	const setVersioning = (name: string) =>
		opened.s3.send(
			new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }),
		)
	return { ...opened, setVersioning }
}

test('where accesses are logged is kept, and taken away again', async () => {
	const { s3 } = await openTwo()
	const read = async () => (await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled
	expect(await read()).toBeUndefined()
	const LoggingEnabled = { TargetBucket: 'journaux', TargetPrefix: 'site/' }
	await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }))
	expect(await read()).toEqual(LoggingEnabled)
	await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }))
	expect(await read()).toBeUndefined()
})

test('accesses are logged to a bucket that is there, of the same Region', async () => {
	const { s3, settings } = await openTwo()
	const first = new S3Client({ ...settings, region: 'us-east-1', forcePathStyle: true })
	await first.send(new CreateBucketCommand({ Bucket: 'ailleurs' }))
	const log = (TargetBucket: string) =>
		s3.send(
			new PutBucketLoggingCommand({
				Bucket,
				BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: '' } },
			}),
		)
	await expect(log('absent')).rejects.toMatchObject(
		refused('InvalidTargetBucketForLogging', 'The target bucket for logging does not exist', 400),
	)
	await expect(log('ailleurs')).rejects.toMatchObject({
		...refused('CrossLocationLoggingProhibitted', 'Cross S3 location logging not allowed. ', 403),
		SourceBucketLocation: REGION,
		TargetBucketLocation: 'us-east-1',
	})
})

test('a replication is kept once both buckets are versioned, and the caller may hand over its role', async () => {
	const { s3, setVersioning, userClient } = await openTwo()
	const read = async () =>
		(await s3.send(new GetBucketReplicationCommand({ Bucket }))).ReplicationConfiguration
	const missing = refused(
		'ReplicationConfigurationNotFoundError',
		'The replication configuration was not found',
		404,
	)
	await expect(read()).rejects.toMatchObject(missing)
	const rule = {
		...({ ID: 'tout', Priority: 1, Status: 'Enabled', Filter: { Prefix: '' } } as const),
		...({
			DeleteMarkerReplication: { Status: 'Disabled' },
			Destination: { Bucket: 'arn:aws:s3:::journaux' },
		} as const),
	}
	const Role = `arn:aws:iam::${ACCOUNT}:role/copie`
	const put = (client: S3Client, Rules = [rule], role = Role) =>
		client.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: { Role: role, Rules } }))
	await expect(put(s3)).rejects.toMatchObject(
		refused(
			'InvalidRequest',
			"Versioning must be 'Enabled' on the bucket to apply a replication configuration",
			400,
		),
	)
	await setVersioning(Bucket)
	await expect(put(s3)).rejects.toMatchObject(
		refused('InvalidRequest', 'Destination bucket must have versioning enabled.', 400),
	)
	await setVersioning('journaux')
	await expect(put(s3, [])).rejects.toMatchObject({ name: 'MalformedXML' })
	await expect(put(s3, [rule], 'arn:aws:iam::999999999999:role/x')).rejects.toMatchObject({
		name: 'AccessDenied',
	})
	const may = await userClient('ada', { Effect: 'Allow', Action: 's3:*', Resource: '*' })
	await expect(put(may)).rejects.toMatchObject({
		name: 'AccessDenied',
		message: expect.stringContaining('iam:PassRole'),
	})
	await put(s3)
	expect(await read()).toEqual({ Role, Rules: [rule] })
	await s3.send(new DeleteBucketReplicationCommand({ Bucket }))
	await s3.send(new DeleteBucketReplicationCommand({ Bucket }))
	await expect(read()).rejects.toMatchObject(missing)
})

test('the bucket that the CDK bootstraps is configured as its template asks', async () => {
	const { settings, userClient } = await openBucket()
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	const name = `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`
	const CreateBucketConfiguration = { LocationConstraint: REGION } as const
	await s3.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration }))
	const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } }
	await s3.send(
		new PutBucketEncryptionCommand({
			Bucket: name,
			ServerSideEncryptionConfiguration: { Rules: [rule] },
		}),
	)
	await s3.send(
		new PutPublicAccessBlockCommand({
			Bucket: name,
			PublicAccessBlockConfiguration: {
				...{ BlockPublicAcls: true, BlockPublicPolicy: true },
				...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
			},
		}),
	)
	await s3.send(
		new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }),
	)
	await s3.send(
		new PutBucketLifecycleConfigurationCommand({
			Bucket: name,
			LifecycleConfiguration: {
				Rules: [
					{
						...({ ID: 'CleanupOldVersions', Status: 'Enabled', Filter: { Prefix: '' } } as const),
						NoncurrentVersionExpiration: { NoncurrentDays: 30 },
					},
					{
						...({
							ID: 'AbortIncompleteMultipartUploads',
							Status: 'Enabled',
							Filter: { Prefix: '' },
						} as const),
						AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
					},
				],
			},
		}),
	)
	const Policy = JSON.stringify({
		Version: '2012-10-17',
		Id: 'AccessControl',
		Statement: [
			{
				...{ Sid: 'AllowSSLRequestsOnly', Action: 's3:*', Effect: 'Deny', Principal: '*' },
				Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
				Condition: { Bool: { 'aws:SecureTransport': 'false' } },
			},
		],
	})
	await s3.send(new PutBucketPolicyCommand({ Bucket: name, Policy }))
	await s3.send(
		new PutBucketTaggingCommand({
			Bucket: name,
			Tagging: { TagSet: [{ Key: 'aws-cdk:bootstrap-role', Value: 'deploy' }] },
		}),
	)
	const publisher = await userClient('cdk', { Effect: 'Allow', Action: 's3:*', Resource: '*' })
	const { ServerSideEncryptionConfiguration } = await publisher.send(
		new GetBucketEncryptionCommand({ Bucket: name, ExpectedBucketOwner: ACCOUNT }),
	)
	expect(ServerSideEncryptionConfiguration?.Rules).toMatchObject([rule])
	const put = new PutObjectCommand({
		...{
			Bucket: name,
			Key: 'asset.zip',
			Body: 'x',
			ServerSideEncryption: 'AES256',
			ChecksumAlgorithm: 'SHA256',
		},
		ExpectedBucketOwner: ACCOUNT,
	})
	expect(await publisher.send(put)).toMatchObject({ ServerSideEncryption: 'AES256' })
})
