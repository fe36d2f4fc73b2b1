import type { GetBucketVersioningCommandInput, PutBucketVersioningCommandInput } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { buckets } from '../collections.ts'
import { notEmulated } from '../s3-error.ts'
import { settingOf } from './settings.ts'

export const putBucketVersioning = operation<PutBucketVersioningCommandInput, object>({
	access: bucketAccess('PutBucketVersioning'),
	run({ Bucket = '', VersioningConfiguration }, call) {
		const bucket = requireBucket(call, Bucket)
		const { Status: versioning, MFADelete } = VersioningConfiguration ?? {}
		if (MFADelete === 'Enabled') throw notEmulated('MFA delete')
		if (versioning !== 'Enabled' && versioning !== 'Suspended') {
			const message = 'The Versioning element must be specified'
			throw new AwsError('IllegalVersioningConfigurationException', message, 400)
		}
		if (versioning === 'Suspended' && settingOf(call.world, Bucket, 'objectLock')) {
			const message =
				'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.'
			throw new AwsError('InvalidBucketState', message, 409)
		}
		call.world.put(buckets, WORLD_SCOPE, Bucket, { ...bucket, versioning })
		return {}
	},
})

export const getBucketVersioning = operation<GetBucketVersioningCommandInput, object>({
	access: bucketAccess('GetBucketVersioning'),
	run({ Bucket = '' }, call) {
		const { versioning } = requireBucket(call, Bucket)
		return versioning ? { Status: versioning } : {}
	},
})
