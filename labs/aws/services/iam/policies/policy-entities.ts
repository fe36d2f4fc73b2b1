import type { Call } from '../../../service.ts'
import { type Group, groups, iamScope, type Role, roles, type User, users } from '../collections.ts'

/** What a managed policy is for, as IAM's filters name it. */
export type PolicyUsage = 'PermissionsPolicy' | 'PermissionsBoundary'

/** An identity that has a policy, or is bounded by it. */
type Entity =
	| { kind: 'User'; identity: Readonly<User> }
	| { kind: 'Role'; identity: Readonly<Role> }
	| { kind: 'Group'; identity: Readonly<Group> }

/** The identities of the account that use a managed policy in one of the ways. */
export function entitiesOf(
	{ world, scope }: Call,
	policyArn: string,
	usages: ReadonlyArray<PolicyUsage>,
): Array<Entity> {
	const uses = (identity: Readonly<User | Role | Group>) =>
		(usages.includes('PermissionsPolicy') && identity.attachedPolicies.includes(policyArn)) ||
		(usages.includes('PermissionsBoundary') &&
			'permissionsBoundary' in identity &&
			identity.permissionsBoundary === policyArn)
	const where = iamScope(scope.account)
	const entities: Array<Entity> = [
		...world.list(groups, where).map((identity) => ({ kind: 'Group', identity }) as const),
		...world.list(users, where).map((identity) => ({ kind: 'User', identity }) as const),
		...world.list(roles, where).map((identity) => ({ kind: 'Role', identity }) as const),
	]
	return entities.filter(({ identity }) => uses(identity))
}

/** The usages that a filter leaves. */
export function usagesOf(filter: string | undefined): Array<PolicyUsage> {
	const all: Array<PolicyUsage> = ['PermissionsPolicy', 'PermissionsBoundary']
	return filter === undefined ? all : all.filter((usage) => usage === filter)
}

/** How many identities use a managed policy in one of the ways. */
export function entityCount(call: Call, policyArn: string, usage: PolicyUsage): number {
	return entitiesOf(call, policyArn, [usage]).length
}
