import type { PrincipalPolicies } from '../../../identity/authorize.ts'
import type { NamedPolicy } from '../../../identity/policy/evaluate.ts'
import type { Principal } from '../../../identity/principal.ts'
import type { WorldReader } from '../../../world/world.ts'
import { type Group, groups, iamScope, nameId, type Role, roles, type User, users } from '../collections.ts'
import { defaultDocument, findManagedPolicy } from '../find.ts'

const NOTHING: PrincipalPolicies = { identity: [], tags: {} }
/** What the root of an account may hand on. */
const EVERYTHING: PrincipalPolicies = {
	identity: [
		{
			type: 'identity',
			name: 'root',
			text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
		},
	],
	tags: {},
}

/**
 * The policies of a user, with those of its groups, or of a session's role.
 * One that was deleted, even if another of its name was made since, has none.
 */
export function policiesOf(world: WorldReader, principal: Principal): PrincipalPolicies {
	if (principal.type === 'user') {
		const user = world.get(users, iamScope(principal.account), nameId(principal.userName))
		return user?.userId === principal.userId ? policiesOfIdentity(world, user) : NOTHING
	}
	if (principal.type === 'role') {
		const role = world.get(roles, iamScope(principal.account), nameId(principal.roleName))
		if (role?.roleId !== principal.roleId) return NOTHING
		const own = policiesOfIdentity(world, role)
		return { ...own, tags: { ...own.tags, ...principal.sessionTags } }
	}
	if (principal.type === 'federated') {
		const own = principal.issuer.type === 'root' ? EVERYTHING : policiesOf(world, principal.issuer)
		return { ...own, tags: principal.sessionTags ?? {} }
	}
	return NOTHING
}

/** The policies of a user or a role. */
export function policiesOfIdentity(
	world: WorldReader,
	identity: Readonly<User> | Readonly<Role>,
): PrincipalPolicies {
	const memberships = 'groups' in identity ? identity.groups : []
	const holders = memberships.flatMap((name) => {
		const group = world.get(groups, iamScope(identity.account), nameId(name))
		return group ? [group] : []
	})
	const own = [identity, ...holders].flatMap((holder) => policiesHeldBy(world, holder))
	const [boundary] = identity.permissionsBoundary
		? managed(world, 'boundary', identity.permissionsBoundary)
		: []
	return { identity: own, boundary, tags: identity.tags }
}

/** The policies of a group alone. */
export function policiesOfGroup(world: WorldReader, group: Readonly<Group>): PrincipalPolicies {
	return { identity: policiesHeldBy(world, group), tags: {} }
}

function policiesHeldBy(world: WorldReader, identity: Readonly<User | Group | Role>): Array<NamedPolicy> {
	const holder = holderOf(identity)
	return [
		...Object.entries(identity.inlinePolicies).map(
			([name, text]): NamedPolicy => ({ type: 'identity', name, text, holder }),
		),
		...identity.attachedPolicies.flatMap((arn) => managed(world, 'identity', arn)),
	]
}

function holderOf(identity: Readonly<User | Group | Role>): string {
	if ('userName' in identity) return `user_${identity.userName}`
	return 'roleName' in identity ? `role_${identity.roleName}` : `group_${identity.groupName}`
}

function managed(world: WorldReader, type: NamedPolicy['type'], arn: string): Array<NamedPolicy> {
	const policy = findManagedPolicy(world, arn)
	return policy ? [{ type, name: arn, text: defaultDocument(policy) }] : []
}
