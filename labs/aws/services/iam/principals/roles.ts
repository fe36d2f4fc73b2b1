import type {
	CreateRoleRequest,
	GetRoleRequest,
	ListRolesRequest,
	UpdateAssumeRolePolicyRequest,
	UpdateRoleDescriptionRequest,
	UpdateRoleRequest,
} from '@aws-sdk/client-iam'
import { type Call, operation } from '../../../service.ts'
import { boundaryContext, iamAccess, iamArn } from '../access.ts'
import { iamScope, instanceProfiles, nameId, type Role, roles } from '../collections.ts'
import { requireRole } from '../find.ts'
import { deleteConflict, entityAlreadyExists } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { requireAttachable } from '../policies/managed-policies.ts'
import { encodePolicy } from '../policies/texts.ts'
import { requireRoom } from '../quotas.ts'
import { accessedBy, forgetAccesses } from '../reports/last-uses.ts'
import { readTags, tagContext } from '../tags.ts'
import { describeDetails } from './boundaries.ts'
import { holderAccess, keep, roleHolder } from './holders.ts'
import { requireModifiableRole } from './protected-roles.ts'
import { checkTrustPolicy } from './trust-policies.ts'

export const DEFAULT_SESSION_SECONDS = 3600

/** A role as it is answered; lists leave out tags and boundary. */
export function describeRole(role: Readonly<Role>) {
	return {
		Path: role.path,
		RoleName: role.roleName,
		RoleId: role.roleId,
		Arn: role.arn,
		CreateDate: new Date(role.createdAt),
		AssumeRolePolicyDocument: encodePolicy(role.assumeRolePolicy),
		Description: role.description,
		MaxSessionDuration: role.maxSessionDuration,
	}
}

/** When and where a role was last used; empty when it never was. */
export function describeLastUse(call: Call, { roleId }: Readonly<Role>) {
	const [first, ...others] = Object.values(accessedBy(call.world, roleId))
	if (!first) return {}
	const last = others.reduce((known, use) => (use.at > known.at ? use : known), first)
	return { LastUsedDate: new Date(last.at), Region: last.region }
}

function describeWhole(role: Readonly<Role>) {
	return { ...describeRole(role), ...describeDetails(role) }
}

const accessTo = (action: string) => (input: { RoleName?: string }, call: Call) =>
	holderAccess(call, roleHolder, action, input.RoleName ?? '')

export const createRole = operation<CreateRoleRequest, object>({
	access({ RoleName, Path = '/', Tags, PermissionsBoundary }, call) {
		return iamAccess(call, 'CreateRole', iamArn(call, `role${Path}${RoleName}`), {
			...tagContext(Tags),
			...boundaryContext(PermissionsBoundary),
		})
	},
	run(input, call) {
		const { RoleName = '', AssumeRolePolicyDocument = '', Path = '/' } = input
		const scope = iamScope(call.scope.account)
		if (call.world.get(roles, scope, nameId(RoleName))) {
			throw entityAlreadyExists(`Role with name ${RoleName} already exists.`)
		}
		requireRoom(call, roles, 'Roles')
		checkTrustPolicy(call, AssumeRolePolicyDocument)
		if (input.PermissionsBoundary) requireAttachable(call, input.PermissionsBoundary)
		const role = keep(call, roleHolder, {
			account: call.scope.account,
			arn: iamArn(call, `role${Path}${RoleName}`),
			path: Path,
			createdAt: call.now,
			inlinePolicies: {},
			attachedPolicies: [],
			roleName: RoleName,
			roleId: call.ids.iam('AROA'),
			tags: readTags(input.Tags),
			permissionsBoundary: input.PermissionsBoundary,
			assumeRolePolicy: AssumeRolePolicyDocument,
			description: input.Description,
			maxSessionDuration: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
		})
		return { Role: describeWhole(role) }
	},
})

export const getRole = operation<GetRoleRequest, object>({
	access: accessTo('GetRole'),
	run({ RoleName = '' }, call) {
		const role = requireRole(call.world, call.scope.account, RoleName)
		return { Role: { ...describeWhole(role), RoleLastUsed: describeLastUse(call, role) } }
	},
})

export const listRoles = operation<ListRolesRequest, object>({
	access: ({ PathPrefix = '/' }, call) => iamAccess(call, 'ListRoles', iamArn(call, `role${PathPrefix}`)),
	run({ PathPrefix = '/', ...page }, call) {
		const all = call.world.list(roles, iamScope(call.scope.account))
		const { items, ...rest } = pageOf(
			all.filter(({ path }) => path.startsWith(PathPrefix)),
			page,
		)
		return { Roles: items.map(describeRole), ...rest }
	},
})

export const updateRole = operation<UpdateRoleRequest, object>({
	access: accessTo('UpdateRole'),
	run({ RoleName = '', Description, MaxSessionDuration }, call) {
		const role = requireModifiableRole(call.world, call.scope.account, RoleName)
		keep(call, roleHolder, {
			...role,
			description: Description ?? role.description,
			maxSessionDuration: MaxSessionDuration ?? role.maxSessionDuration,
		})
		return {}
	},
})

export const updateRoleDescription = operation<UpdateRoleDescriptionRequest, object>({
	access: accessTo('UpdateRoleDescription'),
	run({ RoleName = '', Description = '' }, call) {
		const role = requireModifiableRole(call.world, call.scope.account, RoleName)
		return { Role: describeWhole(keep(call, roleHolder, { ...role, description: Description })) }
	},
})

export const updateAssumeRolePolicy = operation<UpdateAssumeRolePolicyRequest, void>({
	access: accessTo('UpdateAssumeRolePolicy'),
	run({ RoleName = '', PolicyDocument = '' }, call) {
		const role = requireModifiableRole(call.world, call.scope.account, RoleName)
		checkTrustPolicy(call, PolicyDocument)
		keep(call, roleHolder, { ...role, assumeRolePolicy: PolicyDocument })
	},
})

export const deleteRole = operation<GetRoleRequest, void>({
	access: accessTo('DeleteRole'),
	run({ RoleName = '' }, call) {
		const role = requireModifiableRole(call.world, call.scope.account, RoleName)
		if (rolesInProfiles(call).has(role.roleName)) {
			throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.')
		}
		if (role.attachedPolicies.length > 0) {
			throw deleteConflict('Cannot delete entity, must detach all policies first.')
		}
		if (Object.keys(role.inlinePolicies).length > 0) {
			throw deleteConflict('Cannot delete entity, must delete policies first.')
		}
		forgetAccesses(call, role.roleId)
		call.world.delete(roles, iamScope(call.scope.account), nameId(RoleName))
	},
})

function rolesInProfiles({ world, scope }: Call): Set<string | undefined> {
	return new Set(world.list(instanceProfiles, iamScope(scope.account)).map(({ roleName }) => roleName))
}
