import type {
	CreatePolicyRequest,
	GetPolicyRequest,
	ListEntitiesForPolicyRequest,
	ListPoliciesRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Access } from '../../../identity/access.ts'
import { type Call, operation } from '../../../service.ts'
import { iamAccess, iamArn, resourceTagContext } from '../access.ts'
import { iamScope, type ManagedPolicy, managedPolicies } from '../collections.ts'
import { accountOfPolicy, findManagedPolicy, requirePolicy } from '../find.ts'
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { QUOTAS, requireRoom } from '../quotas.ts'
import { tagOperations } from '../tag-operations.ts'
import { listTags, readTags, tagContext } from '../tags.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'
import { entitiesOf, entityCount, usagesOf } from './policy-entities.ts'
import { checkPolicy, policySize } from './texts.ts'

/** A managed policy as it is answered; lists leave out description and tags. */
export function describePolicy(call: Call, policy: Readonly<ManagedPolicy>) {
	return {
		PolicyName: policy.policyName,
		PolicyId: policy.policyId,
		Arn: policy.arn,
		Path: policy.path,
		DefaultVersionId: policy.defaultVersionId,
		AttachmentCount: entityCount(call, policy.arn, 'PermissionsPolicy'),
		PermissionsBoundaryUsageCount: entityCount(call, policy.arn, 'PermissionsBoundary'),
		IsAttachable: true,
		CreateDate: new Date(policy.createdAt),
		UpdateDate: new Date(policy.updatedAt),
	}
}

/** Refuses an ARN that names no policy which this account may attach. */
export function requireAttachable(call: Call, policyArn: string): void {
	const owner = accountOfPolicy(policyArn)
	const mine = owner === 'aws' || owner === call.scope.account
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
		if (entityCount(call, PolicyArn, 'PermissionsPolicy') > 0) {
			throw deleteConflict('Cannot delete a policy attached to entities.')
		}
		if (entityCount(call, PolicyArn, 'PermissionsBoundary') > 0) {
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
	run({ Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter, ...page }, call) {
		const usages = usagesOf(PolicyUsageFilter)
		const mustBeUsed = OnlyAttached || PolicyUsageFilter !== undefined
		const own = Scope === 'AWS' ? [] : call.world.list(managedPolicies, iamScope(call.scope.account))
		const aws = Scope === 'Local' ? [] : [...awsManagedPolicies.values()]
		const found = [...own, ...aws].filter(
			({ path, arn }) =>
				path.startsWith(PathPrefix) && (!mustBeUsed || entitiesOf(call, arn, usages).length > 0),
		)
		const { items, ...rest } = pageOf(found, page)
		return { Policies: items.map((policy) => describePolicy(call, policy)), ...rest }
	},
})

export const listEntitiesForPolicy = operation<ListEntitiesForPolicyRequest, object>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'ListEntitiesForPolicy', PolicyArn),
	run({ PolicyArn = '', EntityFilter, PathPrefix = '/', PolicyUsageFilter, ...request }, call) {
		requirePolicy(call.world, call.scope.account, PolicyArn)
		const found = entitiesOf(call, PolicyArn, usagesOf(PolicyUsageFilter)).filter(
			({ kind, identity }) =>
				(EntityFilter === undefined || EntityFilter === kind) && identity.path.startsWith(PathPrefix),
		)
		const { items, ...page } = pageOf(found, request)
		return {
			PolicyGroups: items.flatMap(({ kind, identity }) =>
				kind === 'Group' ? [{ GroupName: identity.groupName, GroupId: identity.groupId }] : [],
			),
			PolicyUsers: items.flatMap(({ kind, identity }) =>
				kind === 'User' ? [{ UserName: identity.userName, UserId: identity.userId }] : [],
			),
			PolicyRoles: items.flatMap(({ kind, identity }) =>
				kind === 'Role' ? [{ RoleName: identity.roleName, RoleId: identity.roleId }] : [],
			),
			...page,
		}
	},
})
