import type {
	CreateBucketCommandInput,
	CreateBucketCommandOutput,
	DeleteBucketCommandInput,
	GetBucketLocationCommandInput,
	GetBucketVersioningCommandInput,
	HeadBucketCommandInput,
	ListBucketsCommandInput,
	PutBucketVersioningCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../aws-error.ts'
import { WORLD_SCOPE } from '../../kernel.ts'
import { operation } from '../../service.ts'
import { requireBucket, s3Access } from './access.ts'
import { buckets, multipartUploads, objectVersions } from './collections.ts'
import { notFound } from './s3-error.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

export const createBucket = operation<CreateBucketCommandInput, Partial<CreateBucketCommandOutput>>({
	access: ({ Bucket }, call) => s3Access(call, 'CreateBucket', Bucket ?? ''),
	run({ Bucket = '', CreateBucketConfiguration }, call) {
		if (!BUCKET_NAME.test(Bucket)) {
			throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
				BucketName: Bucket,
			})
		}
		const region = CreateBucketConfiguration?.LocationConstraint ?? 'us-east-1'
		if (region !== call.scope.region) {
			const message = `The ${region === 'us-east-1' ? 'unspecified' : region} location constraint is incompatible for the region specific endpoint this request was sent to.`
			throw new AwsError('IllegalLocationConstraintException', message, 400)
		}
		const existing = call.world.get(buckets, WORLD_SCOPE, Bucket)
		if (existing?.account === call.scope.account) {
			const message = 'Your previous request to create the named bucket succeeded and you already own it.'
			throw new AwsError('BucketAlreadyOwnedByYou', message, 409, { BucketName: Bucket })
		}
		if (existing) {
			const message =
				'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.'
			throw new AwsError('BucketAlreadyExists', message, 409, { BucketName: Bucket })
		}
		const { account } = call.scope
		call.world.put(buckets, WORLD_SCOPE, Bucket, {
			name: Bucket,
			account,
			region,
			createdAt: call.now,
			writes: 0,
		})
		return { Location: region === 'us-east-1' ? `/${Bucket}` : `http://${Bucket}.s3.amazonaws.com/` }
	},
})

export const deleteBucket = operation<DeleteBucketCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'DeleteBucket', Bucket ?? ''),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const prefix = `${Bucket}/`
		const versions = call.world.list(objectVersions, WORLD_SCOPE, { prefix, limit: 1 })
		if (versions.length > 0) {
			const message = versions.some((one) => one.versionId !== 'null')
				? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
				: 'The bucket you tried to delete is not empty'
			throw new AwsError('BucketNotEmpty', message, 409, { BucketName: Bucket })
		}
		for (const [id] of call.world.entries(multipartUploads, WORLD_SCOPE, { prefix })) {
			call.world.delete(multipartUploads, WORLD_SCOPE, id)
		}
		call.world.delete(buckets, WORLD_SCOPE, Bucket)
		return {}
	},
})

export const headBucket = operation<HeadBucketCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'ListBucket', Bucket ?? ''),
	run({ Bucket = '' }, call) {
		const bucket = call.world.get(buckets, WORLD_SCOPE, Bucket)
		if (!bucket) throw notFound()
		return { BucketRegion: bucket.region, AccessPointAlias: false }
	},
})

export const listBuckets = operation<ListBucketsCommandInput, object>({
	access: () => ({ action: 's3:ListAllMyBuckets', resource: '*' }),
	run({ Prefix = '', MaxBuckets = 10_000, ContinuationToken }, call) {
		const owned = call.world
			.list(buckets, WORLD_SCOPE, { prefix: Prefix, after: ContinuationToken })
			.filter((bucket) => bucket.account === call.scope.account)
		const page = owned.slice(0, MaxBuckets)
		return {
			Buckets: page.map((bucket) => ({ Name: bucket.name, CreationDate: new Date(bucket.createdAt) })),
			Owner: { ID: ownerId(call.scope.account) },
			...(owned.length > page.length && { ContinuationToken: page.at(-1)?.name }),
		}
	},
})

export const getBucketLocation = operation<GetBucketLocationCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'GetBucketLocation', Bucket ?? ''),
	run({ Bucket = '' }, call) {
		const { region } = requireBucket(call, Bucket)
		// An empty constraint is how S3 says us-east-1.
		return region === 'us-east-1' ? {} : { LocationConstraint: region }
	},
})

export const putBucketVersioning = operation<PutBucketVersioningCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'PutBucketVersioning', Bucket ?? ''),
	run({ Bucket = '', VersioningConfiguration }, call) {
		const bucket = requireBucket(call, Bucket)
		const status = VersioningConfiguration?.Status
		if (status !== 'Enabled' && status !== 'Suspended') {
			throw new AwsError(
				'IllegalVersioningConfigurationException',
				'The Versioning element must be specified',
				400,
			)
		}
		call.world.put(buckets, WORLD_SCOPE, Bucket, { ...bucket, versioning: status })
		return {}
	},
})

export const getBucketVersioning = operation<GetBucketVersioningCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'GetBucketVersioning', Bucket ?? ''),
	run({ Bucket = '' }, call) {
		const { versioning } = requireBucket(call, Bucket)
		return versioning ? { Status: versioning } : {}
	},
})

/** The canonical user id that stands for an account: 64 hexadecimal digits. */
export function ownerId(account: string): string {
	return account.padStart(64, '0')
}
