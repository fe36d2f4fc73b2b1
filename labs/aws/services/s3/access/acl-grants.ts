import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { WorldReader } from '../../../world/world.ts'
import { accounts } from '../../iam/collections.ts'
import type { Bucket, Grant } from '../collections.ts'
import { settingOf } from '../configuration/settings.ts'
import { invalidArgument } from '../s3-error.ts'
import { ownerId } from './owner.ts'

const GROUPS = 'http://acs.amazonaws.com/groups/'
export const EVERYBODY = `${GROUPS}global/AllUsers`
export const EVERY_ACCOUNT = `${GROUPS}global/AuthenticatedUsers`
const LOG_DELIVERY = `${GROUPS}s3/LogDelivery`

/** What an access control list can be named by. `x-amz-grant-…` headers and a document say the same. */
export interface AclRequest {
	ACL?: string
	GrantFullControl?: string
	GrantRead?: string
	GrantReadACP?: string
	GrantWrite?: string
	GrantWriteACP?: string
}

const HEADERS: ReadonlyArray<[member: keyof AclRequest, header: string, permission: Grant['permission']]> = [
	['GrantFullControl', 'x-amz-grant-full-control', 'FULL_CONTROL'],
	['GrantRead', 'x-amz-grant-read', 'READ'],
	['GrantReadACP', 'x-amz-grant-read-acp', 'READ_ACP'],
	['GrantWrite', 'x-amz-grant-write', 'WRITE'],
	['GrantWriteACP', 'x-amz-grant-write-acp', 'WRITE_ACP'],
]

/** Whether access control lists count on a bucket: they do not while its owner owns everything. */
export function aclsEnabled(world: WorldReader, bucket: string): boolean {
	const ownership = settingOf(world, bucket, 'ownership')?.objectOwnership ?? 'BucketOwnerEnforced'
	return ownership !== 'BucketOwnerEnforced'
}

export function bucketGrants(world: WorldReader, bucket: string): ReadonlyArray<Grant> {
	return settingOf(world, bucket, 'acl')?.grants ?? []
}

/** Whether a grant is to everybody, or to every account there is. */
export function isPublicGrant({ grantee }: Grant): boolean {
	return 'uri' in grantee && (grantee.uri === EVERYBODY || grantee.uri === EVERY_ACCOUNT)
}

export function ownerGrant({ account }: Pick<Bucket, 'account'>): Grant {
	return { grantee: { id: ownerId(account) }, permission: 'FULL_CONTROL' }
}

/** The grants that headers ask for, or undefined when they ask for none. */
export function grantsOfHeaders(
	call: Call,
	bucket: Readonly<Bucket>,
	input: AclRequest,
): Array<Grant> | undefined {
	const given = HEADERS.filter(([member]) => input[member] !== undefined)
	if (input.ACL === undefined && given.length === 0) return
	if (input.ACL !== undefined && given.length > 0) {
		throw new AwsError('InvalidRequest', 'Specifying both Canned ACLs and Header Grants is not allowed', 400)
	}
	if (input.ACL !== undefined) return [ownerGrant(bucket), ...cannedGrants(input.ACL)]
	return given.flatMap(([member, header, permission]) =>
		granteesOfHeader(call, header, input[member] ?? '').map((grantee) => ({ grantee, permission })),
	)
}

const CANNED = [
	...['private', 'public-read', 'public-read-write', 'authenticated-read'],
	...['bucket-owner-read', 'bucket-owner-full-control', 'log-delivery-write'],
]

/** Refuses a canned list that there is not. */
export function assertCannedAcl(acl: string): void {
	// AWS gives this refusal no message.
	if (!CANNED.includes(acl)) throw invalidArgument('', 'x-amz-acl', acl)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
function cannedGrants(acl: string): Array<Grant> {
	switch (acl) {
		case 'public-read':
			return [{ grantee: { uri: EVERYBODY }, permission: 'READ' }]
		case 'public-read-write':
			return (['READ', 'WRITE'] as const).map((permission) => ({ grantee: { uri: EVERYBODY }, permission }))
		case 'authenticated-read':
			return [{ grantee: { uri: EVERY_ACCOUNT }, permission: 'READ' }]
		case 'log-delivery-write':
			return (['WRITE', 'READ_ACP'] as const).map((permission) => ({
				grantee: { uri: LOG_DELIVERY },
				permission,
			}))
		// One owner owns bucket and objects here, so that the lists for a bucket's owner add nothing to `private`.
		default:
			return []
	}
}

/** `id="…", uri="…"` */
function granteesOfHeader(call: Call, header: string, text: string): Array<Grant['grantee']> {
	return text.split(',').map((part) => {
		const [, kind, value = ''] = /^\s*(id|uri|emailAddress)\s*=\s*"?([^"]*)"?\s*$/.exec(part) ?? []
		if (kind === 'id') return knownUser(call, value, 'id')
		if (kind === 'uri') return knownGroup(value, 'uri')
		if (kind === 'emailAddress') throw unknownEmail()
		throw invalidArgument('Argument format not recognized', header, text)
	})
}

/** The user that a canonical id stands for: an account of this world. */
export function knownUser(call: Call, id: string, argument: string): { id: string } {
	const account = id.slice(-12)
	if (id === ownerId(account) && call.world.get(accounts, WORLD_SCOPE, account)) return { id }
	throw invalidArgument('Invalid id', argument, id)
}

export function knownGroup(uri: string, argument: string): { uri: string } {
	if ([EVERYBODY, EVERY_ACCOUNT, LOG_DELIVERY].includes(uri)) return { uri }
	throw invalidArgument('Invalid group uri', argument, uri)
}

/** Accounts have no addresses here, so that none matches. */
export function unknownEmail(): AwsError {
	return new AwsError(
		'UnresolvableGrantByEmailAddress',
		'The email address you provided does not match any account on record.',
		400,
	)
}
