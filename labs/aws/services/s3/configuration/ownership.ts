import type {
	DeleteBucketOwnershipControlsCommandInput,
	GetBucketOwnershipControlsCommandInput,
	PutBucketOwnershipControlsCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { bucketGrants, isPublicGrant } from '../access/acl-grants.ts'
import { malformedXml } from '../s3-error.ts'
import { putSetting, settingOf } from './settings.ts'

const OWNERSHIPS = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']

export const putBucketOwnershipControls = operation<PutBucketOwnershipControlsCommandInput, object>({
	access: bucketAccess('PutBucketOwnershipControls'),
	run({ Bucket = '', OwnershipControls }, call) {
		requireBucket(call, Bucket)
		const [rule, ...more] = OwnershipControls?.Rules ?? []
		const objectOwnership = rule?.ObjectOwnership ?? ''
		if (more.length > 0 || !OWNERSHIPS.includes(objectOwnership)) throw malformedXml()
		if (objectOwnership === 'BucketOwnerEnforced' && bucketGrants(call.world, Bucket).some(isPublicGrant)) {
			throw invalidAcl()
		}
		putSetting(call, Bucket, 'ownership', { objectOwnership })
		return {}
	},
})

export const getBucketOwnershipControls = operation<GetBucketOwnershipControlsCommandInput, object>({
	access: bucketAccess('GetBucketOwnershipControls'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const ownership = settingOf(call.world, Bucket, 'ownership')
		if (!ownership?.removed) {
			const ObjectOwnership = ownership?.objectOwnership ?? 'BucketOwnerEnforced'
			return { OwnershipControls: { Rules: [{ ObjectOwnership }] } }
		}
		const message = 'The bucket ownership controls were not found'
		throw new AwsError('OwnershipControlsNotFoundError', message, 404, { BucketName: Bucket })
	},
})

export const deleteBucketOwnershipControls = operation<DeleteBucketOwnershipControlsCommandInput, object>({
	access: bucketAccess('PutBucketOwnershipControls'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		// Without controls a bucket is as all were before there were any: the writer owns, lists count.
		putSetting(call, Bucket, 'ownership', { objectOwnership: 'ObjectWriter', removed: true })
		return {}
	},
})

/** The ownership that a new bucket is given by a header, or undefined for the default. */
export function ownershipOfHeader(given: string | undefined): string | undefined {
	if (given === undefined || OWNERSHIPS.includes(given)) return given
	const message = `Invalid x-amz-object-ownership header: ${given}`
	throw new AwsError('InvalidArgument', message, 400, { ArgumentName: 'x-amz-object-ownership' })
}

/** A list that grants something to others, where the owner is to own everything. */
export function invalidAcl(): AwsError {
	return new AwsError(
		'InvalidBucketAclWithObjectOwnership',
		"Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
		400,
	)
}
