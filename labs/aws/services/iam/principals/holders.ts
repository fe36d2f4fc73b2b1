import type { Access } from '../../../identity/access.ts'
import type { Call } from '../../../service.ts'
import type { Collection } from '../../../world/world.ts'
import { iamAccess, iamArn, resourceTagContext } from '../access.ts'
import {
	type Group,
	groups,
	iamScope,
	nameId,
	type Role,
	roles,
	type Tags,
	type User,
	users,
} from '../collections.ts'
import { requireGroup, requireRole, requireUser } from '../find.ts'
import { QUOTAS } from '../quotas.ts'
import type { Tagged } from '../tag-operations.ts'
import { requireModifiableRole } from './protected-roles.ts'

/** A kind of identity that holds policies: what IAM does the same way for users, groups and roles. */
export interface Holder<T extends User | Group | Role> {
	/** As operations are named: `PutRolePolicy`. */
	noun: 'User' | 'Group' | 'Role'
	collection: Collection<T>
	require(call: Call, name: string): Readonly<T>
	/** The same for a change; some roles are AWS's to change. */
	requireModifiable(call: Call, name: string): Readonly<T>
	nameOf(identity: Readonly<T>): string
	/** Characters that all inline policies together may have. */
	inlineQuota: number
}

export const userHolder: Holder<User> = {
	noun: 'User',
	collection: users,
	require: ({ world, scope }, name) => requireUser(world, scope.account, name),
	requireModifiable: ({ world, scope }, name) => requireUser(world, scope.account, name),
	nameOf: ({ userName }) => userName,
	inlineQuota: QUOTAS.UserPolicySizeQuota,
}

export const groupHolder: Holder<Group> = {
	noun: 'Group',
	collection: groups,
	require: ({ world, scope }, name) => requireGroup(world, scope.account, name),
	requireModifiable: ({ world, scope }, name) => requireGroup(world, scope.account, name),
	nameOf: ({ groupName }) => groupName,
	inlineQuota: QUOTAS.GroupPolicySizeQuota,
}

export const roleHolder: Holder<Role> = {
	noun: 'Role',
	collection: roles,
	require: ({ world, scope }, name) => requireRole(world, scope.account, name),
	requireModifiable: ({ world, scope }, name) => requireModifiableRole(world, scope.account, name),
	nameOf: ({ roleName }) => roleName,
	inlineQuota: QUOTAS.RolePolicySizeQuota,
}

/** The input of an operation on one kind: `UserName`, `GroupName` or `RoleName`, and the rest. */
export type Named<Rest = object> = Rest & { UserName?: string; GroupName?: string; RoleName?: string }

/** The name that an input gives. */
export function givenName<T extends User | Group | Role>({ noun }: Holder<T>, input: Named): string {
	return input[`${noun}Name`] ?? ''
}

/** The access that an action on an identity needs, also when there is no such identity. */
export function holderAccess<T extends User | Group | Role>(
	call: Call,
	holder: Holder<T>,
	action: string,
	name: string,
	context: Access['context'] = {},
): Access {
	const found = call.world.get(holder.collection, iamScope(call.scope.account), nameId(name))
	const arn = found?.arn ?? iamArn(call, `${holder.noun.toLowerCase()}/${name}`)
	const tags = found && 'tags' in found ? resourceTagContext(found.tags as Tags) : {}
	return iamAccess(call, action, arn, { ...tags, ...context })
}

/** The access of an operation on a user's credentials: on the caller itself when no user is named. */
export function ownAccess(action: string) {
	return ({ UserName }: { UserName?: string }, call: Call): Access => {
		if (UserName === undefined) return iamAccess(call, action, call.principal.arn)
		return holderAccess(call, userHolder, action, UserName)
	}
}

/** Users and roles as things that carry tags. */
export function taggedHolder<T extends User | Role>(holder: Holder<T>): Tagged<Named, T> {
	return {
		noun: holder.noun,
		access: (call, action, input, context) =>
			holderAccess(call, holder, action, givenName(holder, input), context),
		require: (call, input) => holder.require(call, givenName(holder, input)),
		keep: (call, identity) => keep(call, holder, identity),
	}
}

/** Keeps a changed identity. */
export function keep<T extends User | Group | Role>(call: Call, holder: Holder<T>, identity: T): T {
	const name = nameId(holder.nameOf(identity))
	return call.world.put(holder.collection, iamScope(call.scope.account), name, identity)
}
