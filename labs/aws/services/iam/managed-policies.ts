import type {
	CreatePolicyRequest,
	GetPolicyRequest,
	ListEntitiesForPolicyRequest,
	ListPoliciesRequest,
} from '@aws-sdk/client-iam'
import { parseArn } from '../../arn.ts'
import type { Access } from '../../authorize.ts'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { iamAccess, iamArn, resourceTagContext } from './access.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'
import { groups, iamScope, type ManagedPolicy, managedPolicies, roles, users } from './collections.ts'
import { findManagedPolicy, requirePolicy } from './find.ts'
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from './iam-error.ts'
import { pageOf } from './pages.ts'
import { QUOTAS, requireRoom } from './quotas.ts'
import { tagOperations } from './tag-operations.ts'
import { listTags, readTags, tagContext } from './tags.ts'
import { checkPolicy, policySize } from './texts.ts'

/** Identities that a managed policy is attached to, or bounds. */
function usersOf(call: Call, policyArn: string) {
	const scope = iamScope(call.scope.account)
	const holds = ({ attachedPolicies }: { attachedPolicies: ReadonlyArray<string> }) =>
		attachedPolicies.includes(policyArn)
	const allUsers = call.world.list(users, scope)
	const allRoles = call.world.list(roles, scope)
	return {
		users: allUsers.filter(holds),
		roles: allRoles.filter(holds),
		groups: call.world.list(groups, scope).filter(holds),
		bounded: [...allUsers, ...allRoles].filter(
			({ permissionsBoundary }) => permissionsBoundary === policyArn,
		),
	}
}

/** How many identities a managed policy is attached to. */
export function attachmentCount(call: Call, policyArn: string): number {
	const use = usersOf(call, policyArn)
	return use.users.length + use.roles.length + use.groups.length
}

/** A managed policy as it is answered; lists leave out description and tags. */
export function describePolicy(call: Call, policy: Readonly<ManagedPolicy>) {
	return {
		PolicyName: policy.policyName,
		PolicyId: policy.policyId,
		Arn: policy.arn,
		Path: policy.path,
		DefaultVersionId: policy.defaultVersionId,
		AttachmentCount: attachmentCount(call, policy.arn),
		PermissionsBoundaryUsageCount: usersOf(call, policy.arn).bounded.length,
		IsAttachable: true,
		CreateDate: new Date(policy.createdAt),
		UpdateDate: new Date(policy.updatedAt),
	}
}

/** Refuses an ARN that names no policy which this account may attach. */
export function requireAttachable(call: Call, policyArn: string): void {
	const arn = parseArn(policyArn)
	if (!arn) throw new AwsError('InvalidInput', `ARN ${policyArn} is not valid.`)
	const mine = arn.account === 'aws' || arn.account === call.scope.account
	if (mine && findManagedPolicy(call.world, policyArn)) return
	throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`)
}

/** A policy that the account owns; AWS's own cannot be changed. */
export function requireOwnPolicy(call: Call, policyArn: string): Readonly<ManagedPolicy> {
	const policy = requirePolicy(call.world, call.scope.account, policyArn)
	if (!awsManagedPolicies.has(policyArn)) return policy
	throw new AwsError('AccessDenied', `Policy ${policyArn} is managed by AWS and cannot be changed.`, 403)
}

export function keepPolicy(call: Call, policy: ManagedPolicy): void {
	call.world.put(managedPolicies, iamScope(call.scope.account), policy.arn, policy)
}

/** The access that an action on a managed policy needs, also when there is no such policy. */
export function policyAccess(
	call: Call,
	action: string,
	policyArn: string,
	context: Access['context'] = {},
): Access {
	const tags = findManagedPolicy(call.world, policyArn)?.tags ?? {}
	return iamAccess(call, action, policyArn, { ...resourceTagContext(tags), ...context })
}

/** Tag, Untag and List of the tags of a managed policy. */
export const policyTagOperations = tagOperations<{ PolicyArn?: string }, ManagedPolicy>({
	noun: 'Policy',
	access: (call, action, { PolicyArn = '' }, context) => policyAccess(call, action, PolicyArn, context),
	require: (call, { PolicyArn = '' }) => requirePolicy(call.world, call.scope.account, PolicyArn),
	keep(call, policy) {
		requireOwnPolicy(call, policy.arn)
		keepPolicy(call, policy)
	},
})

/** The text of a managed policy, checked for form and size. */
export function checkManagedText(text: string): void {
	checkPolicy(text, 'managed')
	if (policySize(text) > QUOTAS.PolicySizeQuota) throw limitExceeded(`PolicySize: ${QUOTAS.PolicySizeQuota}`)
}

export const createPolicy = operation<CreatePolicyRequest, object>({
	access: ({ PolicyName, Path = '/', Tags }, call) =>
		iamAccess(call, 'CreatePolicy', iamArn(call, `policy${Path}${PolicyName}`), tagContext(Tags)),
	run({ PolicyName = '', PolicyDocument = '', Path = '/', Description, Tags }, call) {
		checkManagedText(PolicyDocument)
		const scope = iamScope(call.scope.account)
		const taken = call.world
			.list(managedPolicies, scope)
			.some(({ policyName }) => policyName.toLowerCase() === PolicyName.toLowerCase())
		if (taken) {
			throw entityAlreadyExists(
				`A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
			)
		}
		requireRoom(call, managedPolicies, 'Policies')
		const arn = iamArn(call, `policy${Path}${PolicyName}`)
		const policy = call.world.put(managedPolicies, scope, arn, {
			policyName: PolicyName,
			policyId: call.ids.iam('ANPA'),
			arn,
			path: Path,
			description: Description,
			createdAt: call.now,
			updatedAt: call.now,
			defaultVersionId: 'v1',
			versions: [{ versionId: 'v1', document: PolicyDocument, createdAt: call.now }],
			versionsMade: 1,
			tags: readTags(Tags),
		})
		return { Policy: { ...describePolicy(call, policy), Tags: Tags && listTags(policy.tags) } }
	},
})

export const getPolicy = operation<GetPolicyRequest, object>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'GetPolicy', PolicyArn),
	run({ PolicyArn = '' }, call) {
		const policy = requirePolicy(call.world, call.scope.account, PolicyArn)
		const details = { Description: policy.description, Tags: listTags(policy.tags) }
		return { Policy: { ...describePolicy(call, policy), ...details } }
	},
})

export const deletePolicy = operation<GetPolicyRequest, void>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'DeletePolicy', PolicyArn),
	run({ PolicyArn = '' }, call) {
		const policy = requireOwnPolicy(call, PolicyArn)
		if (attachmentCount(call, PolicyArn) > 0) {
			throw deleteConflict('Cannot delete a policy attached to entities.')
		}
		if (usersOf(call, PolicyArn).bounded.length > 0) {
			throw deleteConflict('Cannot delete a policy that is used as a permissions boundary.')
		}
		if (policy.versions.length > 1) {
			throw deleteConflict(
				"This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
			)
		}
		call.world.delete(managedPolicies, iamScope(call.scope.account), PolicyArn)
	},
})

export const listPolicies = operation<ListPoliciesRequest, object>({
	access: (_, call) => iamAccess(call, 'ListPolicies', iamArn(call, 'policy/')),
	run({ Scope = 'All', OnlyAttached = false, PathPrefix = '/', ...page }, call) {
		const own = Scope === 'AWS' ? [] : call.world.list(managedPolicies, iamScope(call.scope.account))
		const aws = Scope === 'Local' ? [] : [...awsManagedPolicies.values()]
		const found = [...own, ...aws].filter(
			({ path, arn }) => path.startsWith(PathPrefix) && (!OnlyAttached || attachmentCount(call, arn) > 0),
		)
		const { items, ...rest } = pageOf(found, page)
		return { Policies: items.map((policy) => describePolicy(call, policy)), ...rest }
	},
})

export const listEntitiesForPolicy = operation<ListEntitiesForPolicyRequest, object>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'ListEntitiesForPolicy', PolicyArn),
	run({ PolicyArn = '', EntityFilter }, call) {
		requirePolicy(call.world, call.scope.account, PolicyArn)
		const found = usersOf(call, PolicyArn)
		const wanted = (kind: string) => EntityFilter === undefined || EntityFilter === kind
		return {
			PolicyGroups: wanted('Group')
				? found.groups.map(({ groupName, groupId }) => ({ GroupName: groupName, GroupId: groupId }))
				: [],
			PolicyUsers: wanted('User')
				? found.users.map(({ userName, userId }) => ({ UserName: userName, UserId: userId }))
				: [],
			PolicyRoles: wanted('Role')
				? found.roles.map(({ roleName, roleId }) => ({ RoleName: roleName, RoleId: roleId }))
				: [],
			IsTruncated: false,
		}
	},
})
