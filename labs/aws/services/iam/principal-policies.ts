import type { NamedPolicy } from '../../policy/evaluate.ts'
import type { Principal } from '../../principal.ts'
import type { WorldReader } from '../../world.ts'
import { groups, iamScope, nameId, type Role, roles, type Tags, type User, users } from './collections.ts'
import { defaultDocument, findManagedPolicy } from './find.ts'

/** What an identity may do at most, and how it is tagged. */
export interface PrincipalPolicies {
	identity: ReadonlyArray<NamedPolicy>
	/** Undefined when nothing bounds it. */
	boundary?: NamedPolicy
	tags: Tags
}

const NOTHING: PrincipalPolicies = { identity: [], tags: {} }

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
	const own = [identity, ...holders].flatMap(({ inlinePolicies, attachedPolicies }) => [
		...Object.entries(inlinePolicies).map(([name, text]): NamedPolicy => ({ type: 'identity', name, text })),
		...attachedPolicies.flatMap((arn) => managed(world, 'identity', arn)),
	])
	const [boundary] = identity.permissionsBoundary
		? managed(world, 'boundary', identity.permissionsBoundary)
		: []
	return { identity: own, boundary, tags: identity.tags }
}

function managed(world: WorldReader, type: NamedPolicy['type'], arn: string): Array<NamedPolicy> {
	const policy = findManagedPolicy(world, arn)
	return policy ? [{ type, name: arn, text: defaultDocument(policy) }] : []
}
