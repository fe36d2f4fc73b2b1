import type { ListPoliciesGrantingServiceAccessRequest } from '@aws-sdk/client-iam'
import { parseArn } from '../../../arn.ts'
import { type Call, operation } from '../../../service.ts'
import { iamAccess } from '../access.ts'
import { type Group, groups, iamScope, nameId, type Role, type User } from '../collections.ts'
import { defaultDocument, findManagedPolicy, findRole } from '../find.ts'
import { noSuchEntity } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { findGroup, findUser } from '../policies/policy-sources.ts'
import { grants } from './granted-services.ts'

type Holding = Readonly<User | Role | Group>

/** A policy as it is answered, with its text. */
interface HeldPolicy {
	text: string
	described: object
}

export const listPoliciesGrantingServiceAccess = operation<ListPoliciesGrantingServiceAccessRequest, object>({
	access: ({ Arn = '' }, call) => iamAccess(call, 'ListPoliciesGrantingServiceAccess', Arn),
	run({ Arn = '', ServiceNamespaces = [], Marker }, call) {
		const held = requireHolders(call, Arn).flatMap((holder) => policiesHeldBy(call, holder))
		const { items, ...page } = pageOf(ServiceNamespaces, { Marker })
		return {
			PoliciesGrantingServiceAccess: items.map((namespace) => ({
				ServiceNamespace: namespace,
				Policies: held.filter(({ text }) => grants(text, namespace)).map(({ described }) => described),
			})),
			...page,
		}
	},
})

/** An identity of the account, and the groups whose policies it has as well. */
function requireHolders(call: Call, arn: string): Array<Holding> {
	const isOwn = parseArn(arn)?.account === call.scope.account
	const user = isOwn ? findUser(call, arn) : undefined
	if (user) {
		const where = iamScope(user.account)
		return [user, ...user.groups.flatMap((name) => call.world.get(groups, where, nameId(name)) ?? [])]
	}
	const other = isOwn ? (findRole(call.world, arn) ?? findGroup(call, arn)) : undefined
	if (other) return [other]
	// The wording is ours.
	throw noSuchEntity(`The entity ${arn} cannot be found.`)
}

function policiesHeldBy({ world }: Call, holder: Holding): Array<HeldPolicy> {
	const inline = Object.entries(holder.inlinePolicies).map(([PolicyName, text]) => ({
		text,
		described: { PolicyName, PolicyType: 'INLINE', ...describeHolder(holder) },
	}))
	const managed = holder.attachedPolicies.flatMap((PolicyArn) => {
		const policy = findManagedPolicy(world, PolicyArn)
		if (!policy) return []
		const described = { PolicyName: policy.policyName, PolicyType: 'MANAGED', PolicyArn }
		return [{ text: defaultDocument(policy), described }]
	})
	return [...inline, ...managed]
}

function describeHolder(holder: Holding): object {
	if ('userId' in holder) return { EntityType: 'USER', EntityName: holder.userName }
	if ('roleId' in holder) return { EntityType: 'ROLE', EntityName: holder.roleName }
	return { EntityType: 'GROUP', EntityName: holder.groupName }
}
