import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import type { WorldReader } from '../../../world/world.ts'
import type { Grant } from '../collections.ts'
import { type PublicAccessBlock, settingOf } from '../configuration/settings.ts'
import { isPublicGrant } from './acl-grants.ts'
import { isPublicPolicy } from './public-policy.ts'

/** A new bucket's block, since April 2023. */
const ALL_ON: PublicAccessBlock = {
	BlockPublicAcls: true,
	IgnorePublicAcls: true,
	BlockPublicPolicy: true,
	RestrictPublicBuckets: true,
}

/** What is blocked on a bucket. The account has no block of its own here. */
export function publicAccessOf(world: WorldReader, bucket: string): Readonly<PublicAccessBlock> {
	return settingOf(world, bucket, 'publicAccess')?.block ?? ALL_ON
}

export function assertPolicyMayBe(call: Call, bucket: string, policy: string): void {
	if (!publicAccessOf(call.world, bucket).BlockPublicPolicy || !isPublicPolicy(policy)) return
	throw blocked(call, 'PutBucketPolicy', bucket, 'public policies', 'BlockPublicPolicy')
}

/** Refuses grants to everybody; `action` is the one that would have written them on `resource`. */
export function assertGrantsMayBe(
	call: Call,
	action: string,
	{ bucket, key }: { bucket: string; key?: string },
	grants: ReadonlyArray<Grant>,
): void {
	if (!publicAccessOf(call.world, bucket).BlockPublicAcls || !grants.some(isPublicGrant)) return
	const resource = key === undefined ? bucket : `${bucket}/${key}`
	throw blocked(call, action, resource, 'public access control lists (ACLs)', 'BlockPublicAcls')
}

function blocked({ principal }: Call, action: string, resource: string, what: string, setting: string) {
	const who = `User: ${principal.arn} is not authorized to perform: s3:${action}`
	const why = `because ${what} are blocked by the ${setting} block public access setting.`
	return new AwsError('AccessDenied', `${who} on resource: "arn:aws:s3:::${resource}" ${why}`, 403)
}
