import type {
	DeleteBucketPolicyCommandInput,
	GetBucketPolicyCommandInput,
	PutBucketPolicyCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { matchesPattern } from '../../../identity/policy/glob.ts'
import { MalformedPolicy } from '../../../identity/policy/parse.ts'
import { validatePolicy } from '../../../identity/policy/validate.ts'
import { isServicePrincipal } from '../../../identity/service-principals.ts'
import { operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { buckets } from '../collections.ts'
import { noSuchBucketPolicy } from '../s3-error.ts'
import { requireBucket, s3Access } from './access.ts'
import { assertPolicyMayBe } from './public-access.ts'

/** Largest bucket policy, in bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html */
const POLICY_BYTES = 20 * 1024

function malformed(message: string): AwsError {
	return new AwsError('MalformedPolicy', message, 400)
}

function assertPolicy(text: string, bucket: string): void {
	if (Buffer.byteLength(text) > POLICY_BYTES)
		throw malformed('Policy exceeds the maximum allowed document size.')
	let policy: unknown
	try {
		policy = JSON.parse(text)
	} catch {
		throw malformed("Policies must be valid JSON and the first byte must be '{'")
	}
	if (policy === null || typeof policy !== 'object' || Array.isArray(policy)) {
		throw malformed("Policies must be valid JSON and the first byte must be '{'")
	}
	if (!('Statement' in policy)) throw malformed('Missing required field Statement')
	const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]
	for (const statement of statements) {
		if (statement === null || typeof statement !== 'object') throw malformed('Invalid policy syntax.')
		if (!('Principal' in statement) && !('NotPrincipal' in statement)) {
			throw malformed('Missing required field Principal')
		}
		if (!('Action' in statement) && !('NotAction' in statement))
			throw malformed('Missing required field Action')
		if (!('Resource' in statement) && !('NotResource' in statement)) {
			throw malformed('Missing required field Resource')
		}
	}
	// What is kept must be what authorization can read: a policy it cannot would lock the bucket for good.
	try {
		const { statements: read } = validatePolicy(text, 'resource')
		for (const { resources } of read) for (const one of resources?.patterns ?? []) assertWithin(one, bucket)
		for (const { principals } of read) principals?.byKind.Service?.forEach(assertService)
	} catch (error) {
		if (error instanceof MalformedPolicy) throw malformed(error.message)
		throw error
	}
}

function assertService(name: string): void {
	if (isServicePrincipal(name)) return
	const fields = { Detail: `"SERVICE":"${name}"` }
	throw new AwsError('MalformedPolicy', 'Invalid principal in policy', 400, fields)
}

/** A bucket's policy speaks of the bucket and of what is in it. */
function assertWithin(resource: string, bucket: string): void {
	const [name = ''] = resource.replace(/^arn:aws:s3:::/, '').split('/')
	if (!matchesPattern(name, bucket)) throw malformed('Policy has invalid resource')
}

export const putBucketPolicy = operation<PutBucketPolicyCommandInput, object>({
	access({ Bucket, Policy }, call) {
		if (!Policy) throw new AwsError('MissingRequestBodyError', 'Request Body is empty', 400)
		return s3Access(call, 'PutBucketPolicy', Bucket ?? '')
	},
	run({ Bucket = '', Policy = '' }, call) {
		const bucket = requireBucket(call, Bucket)
		assertPolicy(Policy, Bucket)
		assertPolicyMayBe(call, Bucket, Policy)
		call.world.put(buckets, WORLD_SCOPE, Bucket, { ...bucket, policy: Policy })
		return {}
	},
})

export const getBucketPolicy = operation<GetBucketPolicyCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'GetBucketPolicy', Bucket ?? ''),
	run({ Bucket = '' }, call) {
		const { policy } = requireBucket(call, Bucket)
		if (policy !== undefined) return { Policy: policy }
		throw noSuchBucketPolicy(Bucket)
	},
})

export const deleteBucketPolicy = operation<DeleteBucketPolicyCommandInput, object>({
	access: ({ Bucket }, call) => s3Access(call, 'DeleteBucketPolicy', Bucket ?? ''),
	run({ Bucket = '' }, call) {
		const { policy: _, ...bucket } = requireBucket(call, Bucket)
		call.world.put(buckets, WORLD_SCOPE, Bucket, bucket)
		return {}
	},
})
