import type { EntityType, GetAccountAuthorizationDetailsRequest } from '@aws-sdk/client-iam'
import { type Call, operation } from '../../../service.ts'
import { iamAccess } from '../access.ts'
import {
	type Group,
	groups,
	iamScope,
	type ManagedPolicy,
	managedPolicies,
	type Role,
	roles,
	type User,
	users,
} from '../collections.ts'
import { findManagedPolicy } from '../find.ts'
import { pageOf } from '../pages.ts'
import { awsManagedPolicies } from '../policies/aws-managed-policies.ts'
import { describePolicy } from '../policies/managed-policies.ts'
import { entityCount } from '../policies/policy-entities.ts'
import { describeVersion } from '../policies/policy-versions.ts'
import { encodePolicy } from '../policies/texts.ts'
import { describeDetails } from '../principals/boundaries.ts'
import { describeGroup } from '../principals/groups.ts'
import { describeProfile, profilesOfRole } from '../principals/instance-profiles.ts'
import { describeLastUse, describeRole } from '../principals/roles.ts'
import { describeUser } from '../principals/users.ts'

/** One thing of an account, with the list of the answer that it belongs to. */
interface Detail {
	list: 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies'
	describe(): object
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const getAccountAuthorizationDetails = operation<GetAccountAuthorizationDetailsRequest, object>({
	access: (_, call) => iamAccess(call, 'GetAccountAuthorizationDetails', '*'),
	run({ Filter = [], ...page }, call) {
		const wanted = (kind: EntityType) => Filter.length === 0 || Filter.includes(kind)
		const { items, ...rest } = pageOf(detailsOf(call, wanted), page)
		const of = (list: Detail['list']) =>
			items.filter((item) => item.list === list).map((item) => item.describe())
		return {
			UserDetailList: of('UserDetailList'),
			GroupDetailList: of('GroupDetailList'),
			RoleDetailList: of('RoleDetailList'),
			Policies: of('Policies'),
			...rest,
		}
	},
})

function detailsOf(call: Call, wanted: (kind: EntityType) => boolean): Array<Detail> {
	const scope = iamScope(call.scope.account)
	const { world } = call
	const details: Array<Detail> = []
	if (wanted('User'))
		for (const user of world.list(users, scope))
			details.push({ list: 'UserDetailList', describe: () => userDetail(call, user) })
	if (wanted('Group'))
		for (const group of world.list(groups, scope))
			details.push({ list: 'GroupDetailList', describe: () => groupDetail(call, group) })
	if (wanted('Role'))
		for (const role of world.list(roles, scope))
			details.push({ list: 'RoleDetailList', describe: () => roleDetail(call, role) })
	const own = wanted('LocalManagedPolicy') ? world.list(managedPolicies, scope) : []
	// Of AWS's policies those that are in use.
	const aws = wanted('AWSManagedPolicy')
		? [...awsManagedPolicies.values()].filter(({ arn }) => entityCount(call, arn, 'PermissionsPolicy') > 0)
		: []
	for (const policy of [...own, ...aws])
		details.push({ list: 'Policies', describe: () => policyDetail(call, policy) })
	return details
}

function policiesOf(call: Call, { inlinePolicies, attachedPolicies }: Readonly<User | Group | Role>) {
	return {
		inline: Object.entries(inlinePolicies).map(([PolicyName, text]) => ({
			PolicyName,
			PolicyDocument: encodePolicy(text),
		})),
		AttachedManagedPolicies: attachedPolicies.map((PolicyArn) => ({
			PolicyName: findManagedPolicy(call.world, PolicyArn)?.policyName,
			PolicyArn,
		})),
	}
}

function userDetail(call: Call, user: Readonly<User>) {
	const { inline: UserPolicyList, AttachedManagedPolicies } = policiesOf(call, user)
	return {
		...describeUser(user),
		...describeDetails(user),
		GroupList: user.groups,
		UserPolicyList,
		AttachedManagedPolicies,
	}
}

function groupDetail(call: Call, group: Readonly<Group>) {
	const { inline: GroupPolicyList, AttachedManagedPolicies } = policiesOf(call, group)
	return { ...describeGroup(group), GroupPolicyList, AttachedManagedPolicies }
}

function roleDetail(call: Call, role: Readonly<Role>) {
	const { inline: RolePolicyList, AttachedManagedPolicies } = policiesOf(call, role)
	const { Description: _, MaxSessionDuration: __, ...described } = describeRole(role)
	return {
		...described,
		...describeDetails(role),
		RoleLastUsed: describeLastUse(call, role),
		RolePolicyList,
		AttachedManagedPolicies,
		InstanceProfileList: profilesOfRole(call, role.roleName).map((profile) => describeProfile(call, profile)),
	}
}

function policyDetail(call: Call, policy: Readonly<ManagedPolicy>) {
	const PolicyVersionList = [...policy.versions]
		.reverse()
		.map((version) => ({ ...describeVersion(policy, version), Document: encodePolicy(version.document) }))
	return { ...describePolicy(call, policy), Description: policy.description, PolicyVersionList }
}
