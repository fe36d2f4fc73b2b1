import type { CreateBucketCommandInput, CreateBucketCommandOutput } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { bucketAccess } from '../access/access.ts'
import { grantsOfHeaders } from '../access/acl-grants.ts'
import { assertGrantsMayBe } from '../access/public-access.ts'
import { type Bucket, buckets } from '../collections.ts'
import { invalidAcl, ownershipOfHeader } from '../configuration/ownership.ts'
import { putSetting } from '../configuration/settings.ts'
import { readTags } from '../configuration/tags.ts'
import { notEmulated } from '../s3-error.ts'
import { REGION } from './region.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const HARMLESS_ACL = 'private'
/** Where S3 began; the constraint that stands for it is none. */
const FIRST_REGION = 'us-east-1'
/** The first in Europe; `EU` still stands for it. */
const IRELAND = 'eu-west-1'

export const createBucket = operation<CreateBucketCommandInput, Partial<CreateBucketCommandOutput>>({
	access: bucketAccess('CreateBucket'),
	run(input, call) {
		const { Bucket = '', CreateBucketConfiguration: configuration } = input
		if (!BUCKET_NAME.test(Bucket)) {
			const fields = { BucketName: Bucket }
			throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, fields)
		}
		if (input.BucketNamespace !== undefined && input.BucketNamespace !== 'global')
			throw notEmulated(`bucket namespace ${input.BucketNamespace}`)
		if (configuration?.Location ?? configuration?.Bucket) throw notEmulated('directory buckets')
		const constraint = configuration?.LocationConstraint
		const region = regionOf(call, constraint)
		if (isOwnAgain(call, input, region)) return located(Bucket, region)
		assertFree(call, Bucket)
		const { account } = call.scope
		const locked = input.ObjectLockEnabledForBucket && { versioning: 'Enabled' as const }
		const named = constraint === 'EU' && { constraint }
		const bucket = { name: Bucket, account, region, ...named, createdAt: call.now, writes: 0, ...locked }
		const tags = readTags(configuration?.Tags, 'bucket')
		call.world.put(buckets, WORLD_SCOPE, Bucket, bucket)
		if (locked) putSetting(call, Bucket, 'objectLock', {})
		if (Object.keys(tags).length > 0) putSetting(call, Bucket, 'tags', { tags })
		setOwnership(call, bucket, input)
		return located(Bucket, region)
	},
})

function located(bucket: string, region: string) {
	const Location = region === FIRST_REGION ? `/${bucket}` : `http://${bucket}.s3.amazonaws.com/`
	return { Location, BucketArn: `arn:aws:s3:::${bucket}` }
}

/** The Region of a new bucket: the first Region makes buckets anywhere, the others only at home. */
function regionOf({ scope }: Call, constraint: string | undefined): string {
	if (scope.region !== FIRST_REGION) {
		if (constraint === scope.region || (constraint === 'EU' && scope.region === IRELAND)) return scope.region
		const message = `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`
		throw new AwsError('IllegalLocationConstraintException', message, 400)
	}
	if (constraint === undefined) return FIRST_REGION
	if (constraint === 'EU') return IRELAND
	if (constraint !== FIRST_REGION && REGION.test(constraint)) return constraint
	const fields = { LocationConstraint: constraint }
	throw new AwsError(
		'InvalidLocationConstraint',
		'The specified location-constraint is not valid',
		400,
		fields,
	)
}

/** In the first Region, making one's own bucket again is no error: it always was so there. */
function isOwnAgain(
	call: Call,
	{ Bucket = '', CreateBucketConfiguration }: CreateBucketCommandInput,
	region: string,
) {
	const existing = call.world.get(buckets, WORLD_SCOPE, Bucket)
	if (existing?.account !== call.scope.account || CreateBucketConfiguration?.Tags?.length) return false
	return existing.region === FIRST_REGION && region === FIRST_REGION
}

function assertFree(call: Call, name: string): void {
	const existing = call.world.get(buckets, WORLD_SCOPE, name)
	if (!existing) return
	const fields = { BucketName: name }
	if (existing.account === call.scope.account) {
		const message = 'Your previous request to create the named bucket succeeded and you already own it.'
		throw new AwsError('BucketAlreadyOwnedByYou', message, 409, fields)
	}
	const message =
		'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.'
	throw new AwsError('BucketAlreadyExists', message, 409, fields)
}

/** Who owns what is written, and a first access control list where lists count. */
function setOwnership(call: Call, bucket: Readonly<Bucket>, input: CreateBucketCommandInput): void {
	const objectOwnership = ownershipOfHeader(input.ObjectOwnership)
	if (objectOwnership !== undefined) putSetting(call, bucket.name, 'ownership', { objectOwnership })
	const grants = grantsOfHeaders(call, bucket, input)
	if (!grants || input.ACL === HARMLESS_ACL) return
	if ((objectOwnership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced') throw invalidAcl()
	assertGrantsMayBe(call, 'CreateBucket', { bucket: bucket.name }, grants)
	putSetting(call, bucket.name, 'acl', { grants })
}
