import type {
	CreateGrantRequest,
	GrantListEntry,
	ListGrantsRequest,
	ListRetirableGrantsRequest,
	RetireGrantRequest,
	RevokeGrantRequest,
} from '@aws-sdk/client-kms'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { onKey, onNoKey } from './access.ts'
import { type Grant, grants } from './collections.ts'
import { type Located, requireKeyByItself } from './key-id.ts'
import { wrongState } from './kms-error.ts'
import { pageOf } from './pages.ts'

/** Grants of one key; AWS allows 50,000. */
const GRANTS_AT_MOST = 500

export const createGrant = operation<CreateGrantRequest, object>({
	access: onKey('CreateGrant'),
	run(input, call) {
		const found = requireKeyByItself(call, input.KeyId ?? '')
		const { key, scope } = found
		if (key.state === 'PendingDeletion') throw wrongState(key)
		const given = grantsOf(call, found)
		const again = given.find((grant) => isSame(grant, input))
		if (again) return told(again)
		if (given.length >= GRANTS_AT_MOST) throw new AwsError('LimitExceededException', 'Too many grants')
		const grant: Grant = {
			grantId: call.ids.hex(64),
			keyId: key.keyId,
			...(input.Name !== undefined && { name: input.Name }),
			createdAt: call.now,
			grantee: input.GranteePrincipal ?? '',
			...(input.RetiringPrincipal !== undefined && { retirer: input.RetiringPrincipal }),
			issuingAccount: `arn:aws:iam::${call.scope.account}:root`,
			operations: input.Operations ?? [],
			...(input.Constraints && { constraints: { ...input.Constraints } }),
		}
		call.world.put(grants, scope, `${key.keyId}/${grant.grantId}`, grant)
		return told(grant)
	},
})

export const listGrants = operation<ListGrantsRequest, object>({
	access: onKey('ListGrants'),
	run({ KeyId = '', GrantId, GranteePrincipal, ...input }, call) {
		const found = requireKeyByItself(call, KeyId)
		const all = grantsOf(call, found).filter(
			({ grantId, grantee }) => (GrantId ?? grantId) === grantId && (GranteePrincipal ?? grantee) === grantee,
		)
		const { page, ...rest } = pageOf(all, input, 50)
		return { Grants: page.map((grant) => entryOf(grant, found)), ...rest }
	},
})

export const listRetirableGrants = operation<ListRetirableGrantsRequest, object>({
	access: onNoKey('ListRetirableGrants'),
	run({ RetiringPrincipal, ...input }, call) {
		const all = call.world.list(grants, call.scope).filter(({ retirer }) => retirer === RetiringPrincipal)
		const { page, ...rest } = pageOf(all, input, 50)
		const entries = page.map((grant) => entryOf(grant, requireKeyByItself(call, grant.keyId)))
		return { Grants: entries, ...rest }
	},
})

export const revokeGrant = operation<RevokeGrantRequest, object>({
	access: onKey('RevokeGrant'),
	run({ KeyId = '', GrantId = '' }, call) {
		remove(call, requireKeyByItself(call, KeyId).scope, KeyId, GrantId)
		return {}
	},
})

/** Whom the grant names as who may retire it needs no permission for that. */
export const retireGrant = operation<RetireGrantRequest, object>({
	run({ GrantToken, KeyId, GrantId }, call) {
		const grant =
			GrantToken !== undefined
				? call.world.list(grants, call.scope).find(({ grantId }) => tokenOf(grantId) === GrantToken)
				: grantsOf(call, requireKeyByItself(call, KeyId ?? '')).find(({ grantId }) => grantId === GrantId)
		if (!grant) throw notFound(GrantId ?? '')
		const found = requireKeyByItself(call, grant.keyId)
		const arns = [call.principal.arn, 'roleArn' in call.principal ? call.principal.roleArn : '']
		if (!arns.includes(grant.retirer ?? ''))
			call.authorize(onKey('RetireGrant')({ KeyId: found.key.arn }, call))
		remove(call, found.scope, grant.keyId, grant.grantId)
		return {}
	},
})

export function grantsOf(call: Call, { key, scope }: Located): Array<Readonly<Grant>> {
	return call.world.list(grants, scope, { prefix: `${key.keyId}/` })
}

function remove(call: Call, scope: Scope, keyId: string, grantId: string): void {
	const id = keyId.slice(keyId.lastIndexOf('/') + 1)
	if (!call.world.delete(grants, scope, `${id}/${grantId}`)) throw notFound(grantId)
}

/** The wording is ours. */
function notFound(grantId: string): AwsError {
	return new AwsError('NotFoundException', `Grant ID ${grantId} not found`)
}

/** The same grant asked for again is the same grant. */
function isSame(
	grant: Readonly<Grant>,
	{ Name, GranteePrincipal, RetiringPrincipal, Operations = [], Constraints }: CreateGrantRequest,
): boolean {
	return (
		Name !== undefined &&
		grant.name === Name &&
		grant.grantee === GranteePrincipal &&
		grant.retirer === RetiringPrincipal &&
		JSON.stringify(grant.operations) === JSON.stringify(Operations) &&
		JSON.stringify(grant.constraints ?? null) === JSON.stringify(Constraints ?? null)
	)
}

function told({ grantId }: Readonly<Grant>) {
	return { GrantId: grantId, GrantToken: tokenOf(grantId) }
}

/** Grants work at once here, so that a token adds nothing; it names its grant. */
function tokenOf(grantId: string): string {
	return Buffer.from(`grant:${grantId}`).toString('base64')
}

function entryOf(grant: Readonly<Grant>, { key }: Located): GrantListEntry {
	return {
		KeyId: key.arn,
		GrantId: grant.grantId,
		...(grant.name !== undefined && { Name: grant.name }),
		CreationDate: new Date(grant.createdAt),
		GranteePrincipal: grant.grantee,
		...(grant.retirer !== undefined && { RetiringPrincipal: grant.retirer }),
		IssuingAccount: grant.issuingAccount,
		Operations: [...grant.operations] as GrantListEntry['Operations'],
		...(grant.constraints && { Constraints: grant.constraints }),
	}
}
