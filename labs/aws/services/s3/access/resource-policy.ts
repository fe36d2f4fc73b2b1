import type { Call } from '../../../service.ts'
import type { Bucket, Grant, ObjectVersion } from '../collections.ts'
import { aclsEnabled, bucketGrants, isPublicGrant } from './acl-grants.ts'
import { publicAccessOf } from './public-access.ts'
import { isPublicPolicy } from './public-policy.ts'

const NO_POLICY = '{"Version":"2012-10-17","Statement":[]}'

/** What each permission of an access control list allows: on the bucket itself, and on an object. */
const BUCKET_ACTIONS: Record<Grant['permission'], ReadonlyArray<string>> = {
	READ: ['ListBucket', 'ListBucketVersions', 'ListBucketMultipartUploads'],
	WRITE: ['PutObject', 'DeleteObject'],
	READ_ACP: ['GetBucketAcl'],
	WRITE_ACP: ['PutBucketAcl'],
	FULL_CONTROL: [],
}
const OBJECT_ACTIONS: Record<Grant['permission'], ReadonlyArray<string>> = {
	READ: ['GetObject', 'GetObjectVersion'],
	WRITE: [],
	READ_ACP: ['GetObjectAcl', 'GetObjectVersionAcl'],
	WRITE_ACP: ['PutObjectAcl', 'PutObjectVersionAcl'],
	FULL_CONTROL: [],
}

/** What a bucket says of who may come: its policy, with its access control lists as further statements. */
export function resourcePolicyOf(
	call: Call,
	bucket: Readonly<Bucket>,
	object?: Readonly<ObjectVersion>,
): string | undefined {
	const policy = isShut(call, bucket) ? undefined : bucket.policy
	const statements = grantStatements(call, bucket.name, object)
	if (statements.length === 0) return policy
	const { Statement, ...rest } = JSON.parse(policy ?? NO_POLICY) as { Statement: object | Array<object> }
	return JSON.stringify({ ...rest, Statement: [...[Statement].flat(), ...statements] })
}

/** Whether a public policy opens nothing to who calls: `RestrictPublicBuckets` keeps the account to itself. */
function isShut(call: Call, { name, account, policy }: Readonly<Bucket>): boolean {
	const { principal, world } = call
	if (policy === undefined || principal.type === 'service' || principal.account === account) return false
	return publicAccessOf(world, name).RestrictPublicBuckets && isPublicPolicy(policy)
}

function grantStatements(call: Call, bucket: string, object?: Readonly<ObjectVersion>): Array<object> {
	if (!aclsEnabled(call.world, bucket)) return []
	const ignored = publicAccessOf(call.world, bucket).IgnorePublicAcls
	const counts = (grant: Grant) => !ignored || !isPublicGrant(grant)
	return [
		...bucketGrants(call.world, bucket)
			.filter(counts)
			.map((grant) => statementOf(grant, BUCKET_ACTIONS)),
		...(object?.grants ?? []).filter(counts).map((grant) => statementOf(grant, OBJECT_ACTIONS)),
	].filter((statement) => statement.Action.length > 0)
}

function statementOf({ grantee, permission }: Grant, table: typeof BUCKET_ACTIONS) {
	const actions = permission === 'FULL_CONTROL' ? Object.values(table).flat() : table[permission]
	// Only the bucket or the object that is asked for is looked at, so that every resource is that one.
	const statement = { Effect: 'Allow', Action: actions.map((action) => `s3:${action}`), Resource: '*' }
	if ('id' in grantee) return { ...statement, Principal: { AWS: grantee.id.slice(-12) } }
	if (grantee.uri.endsWith('/LogDelivery'))
		return { ...statement, Principal: { Service: 'logging.s3.amazonaws.com' } }
	const Condition = { StringNotEquals: { 'aws:PrincipalType': 'Anonymous' } }
	const signed = grantee.uri.endsWith('/AuthenticatedUsers') && { Condition }
	return { ...statement, Principal: '*', ...signed }
}
