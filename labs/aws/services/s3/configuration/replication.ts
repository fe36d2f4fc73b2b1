import type {
	DeleteBucketReplicationCommandInput,
	GetBucketReplicationCommandInput,
	PutBucketReplicationCommandInput,
	ReplicationRule,
} from '@aws-sdk/client-s3'
import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { requirePassRole } from '../../iam/policies/pass-role.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { buckets } from '../collections.ts'
import { invalidRequest, malformedXml } from '../s3-error.ts'
import { deleteSetting, putSetting, settingOf } from './settings.ts'

// To where a bucket's objects are to be copied. It is kept and reported; nothing is copied. Refusals as LocalStack's
// tests have them from AWS, `tests/aws/services/s3`.

export const putBucketReplication = operation<PutBucketReplicationCommandInput, object>({
	access: bucketAccess('PutReplicationConfiguration'),
	run({ Bucket = '', ReplicationConfiguration }, call) {
		const { versioning } = requireBucket(call, Bucket)
		const { Role = '', Rules = [] } = ReplicationConfiguration ?? {}
		if (Rules.length === 0) throw malformedXml()
		assertRole(call, Role)
		if (versioning !== 'Enabled') {
			throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration")
		}
		const rules = Rules.map((rule) => ({ ...rule, ID: rule.ID ?? call.ids.base64url(32) }))
		for (const rule of rules) assertDestination(call, rule)
		putSetting(call, Bucket, 'replication', { Role, Rules: rules })
		return {}
	},
})

/** Whoever sets it up hands S3 a role of the own account. */
function assertRole(call: Call, role: string): void {
	if (parseArn(role)?.account !== call.scope.account) throw new AwsError('AccessDenied', 'Access Denied', 403)
	requirePassRole(call, role, 's3.amazonaws.com')
}

function assertDestination(call: Call, { Destination }: ReplicationRule): void {
	const name = Destination?.Bucket?.replace(/^arn:aws:s3:::/, '') ?? ''
	if (call.world.get(buckets, WORLD_SCOPE, name)?.versioning === 'Enabled') return
	throw invalidRequest('Destination bucket must have versioning enabled.')
}

export const getBucketReplication = operation<GetBucketReplicationCommandInput, object>({
	access: bucketAccess('GetReplicationConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const replication = settingOf(call.world, Bucket, 'replication')
		if (replication) return { ReplicationConfiguration: replication }
		const message = 'The replication configuration was not found'
		throw new AwsError('ReplicationConfigurationNotFoundError', message, 404, { BucketName: Bucket })
	},
})

export const deleteBucketReplication = operation<DeleteBucketReplicationCommandInput, object>({
	access: bucketAccess('PutReplicationConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		deleteSetting(call, Bucket, 'replication')
		return {}
	},
})
