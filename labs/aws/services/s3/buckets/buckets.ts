import type {
	DeleteBucketCommandInput,
	GetBucketLocationCommandInput,
	HeadBucketCommandInput,
	ListBucketsCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { ownerId } from '../access/owner.ts'
import { type Bucket, buckets, completedUploads, multipartUploads, objectVersions } from '../collections.ts'
import { deleteSettings } from '../configuration/settings.ts'
import { notFound } from '../s3-error.ts'
import { REGION } from './region.ts'

/** Buckets in one answer, at most. */
const BUCKETS = 10_000

export const deleteBucket = operation<DeleteBucketCommandInput, object>({
	access: bucketAccess('DeleteBucket'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		assertEmpty(call, Bucket)
		const prefix = `${Bucket}/`
		for (const [id] of call.world.entries(multipartUploads, WORLD_SCOPE, { prefix })) {
			call.world.delete(multipartUploads, WORLD_SCOPE, id)
		}
		for (const [id] of call.world.entries(completedUploads, WORLD_SCOPE, { prefix })) {
			call.world.delete(completedUploads, WORLD_SCOPE, id)
		}
		deleteSettings(call, Bucket)
		call.world.delete(buckets, WORLD_SCOPE, Bucket)
		return {}
	},
})

function assertEmpty(call: Call, bucket: string): void {
	const [version] = call.world.list(objectVersions, WORLD_SCOPE, { prefix: `${bucket}/`, limit: 1 })
	if (!version) return
	const message =
		version.versionId === 'null'
			? 'The bucket you tried to delete is not empty'
			: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
	throw new AwsError('BucketNotEmpty', message, 409, { BucketName: bucket })
}

export const headBucket = operation<HeadBucketCommandInput, object>({
	access: bucketAccess('ListBucket'),
	run({ Bucket = '' }, call) {
		const bucket = call.world.get(buckets, WORLD_SCOPE, Bucket)
		if (!bucket) throw notFound()
		return { BucketArn: `arn:aws:s3:::${Bucket}`, BucketRegion: bucket.region, AccessPointAlias: false }
	},
})

export const listBuckets = operation<ListBucketsCommandInput, object>({
	access: () => ({ action: 's3:ListAllMyBuckets', resource: '*' }),
	run({ Prefix, MaxBuckets = BUCKETS, ContinuationToken, BucketRegion }, call) {
		if (BucketRegion !== undefined && !REGION.test(BucketRegion)) {
			const message = `Argument value ${BucketRegion} is not a valid AWS Region`
			throw new AwsError('InvalidArgument', message, 400, { ArgumentName: 'bucket-region' })
		}
		const owned = call.world
			.list(buckets, WORLD_SCOPE, { prefix: Prefix, after: ContinuationToken })
			.filter(({ account, region }) => account === call.scope.account && (BucketRegion ?? region) === region)
		const page = owned.slice(0, MaxBuckets)
		return {
			Buckets: page.map(describe),
			Owner: { ID: ownerId(call.scope.account) },
			...(Prefix !== undefined && { Prefix }),
			...(owned.length > page.length && { ContinuationToken: page.at(-1)?.name }),
		}
	},
})

function describe({ name, createdAt, region }: Readonly<Bucket>) {
	return {
		Name: name,
		CreationDate: new Date(createdAt),
		BucketRegion: region,
		BucketArn: `arn:aws:s3:::${name}`,
	}
}

export const getBucketLocation = operation<GetBucketLocationCommandInput, object>({
	access: bucketAccess('GetBucketLocation'),
	run({ Bucket = '' }, call) {
		const { region, constraint = region } = requireBucket(call, Bucket)
		// An empty constraint is how S3 says us-east-1.
		return constraint === 'us-east-1' ? {} : { LocationConstraint: constraint }
	},
})
