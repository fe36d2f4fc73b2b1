import type {
	CreatePolicyVersionRequest,
	GetPolicyVersionRequest,
	ListPolicyVersionsRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import type { ManagedPolicy, PolicyVersion } from '../collections.ts'
import { requirePolicy } from '../find.ts'
import { deleteConflict, noSuchEntity } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { QUOTAS } from '../quotas.ts'
import { checkManagedText, keepPolicy, policyAccess, requireOwnPolicy } from './managed-policies.ts'
import { encodePolicy } from './texts.ts'

function requireVersion(policy: Readonly<ManagedPolicy>, versionId: string): Readonly<PolicyVersion> {
	const version = policy.versions.find((candidate) => candidate.versionId === versionId)
	if (version) return version
	throw noSuchEntity(`Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`)
}

/** A version as it is answered; its document apart. */
export function describeVersion(
	policy: Readonly<ManagedPolicy>,
	{ versionId, createdAt }: Readonly<PolicyVersion>,
) {
	return {
		VersionId: versionId,
		IsDefaultVersion: versionId === policy.defaultVersionId,
		CreateDate: new Date(createdAt),
	}
}

export const createPolicyVersion = operation<CreatePolicyVersionRequest, object>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'CreatePolicyVersion', PolicyArn),
	run({ PolicyArn = '', PolicyDocument = '', SetAsDefault = false }, call) {
		const policy = requireOwnPolicy(call, PolicyArn)
		checkManagedText(PolicyDocument)
		if (policy.versions.length >= QUOTAS.VersionsPerPolicyQuota) {
			const message =
				'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.'
			throw new AwsError('LimitExceeded', message, 409)
		}
		const versionsMade = policy.versionsMade + 1
		const version = { versionId: `v${versionsMade}`, document: PolicyDocument, createdAt: call.now }
		const changed = {
			...policy,
			versionsMade,
			updatedAt: call.now,
			versions: [...policy.versions, version],
			defaultVersionId: SetAsDefault ? version.versionId : policy.defaultVersionId,
		}
		keepPolicy(call, changed)
		return { PolicyVersion: describeVersion(changed, version) }
	},
})

export const getPolicyVersion = operation<GetPolicyVersionRequest, object>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'GetPolicyVersion', PolicyArn),
	run({ PolicyArn = '', VersionId = '' }, call) {
		const policy = requirePolicy(call.world, call.scope.account, PolicyArn)
		const version = requireVersion(policy, VersionId)
		return {
			PolicyVersion: { ...describeVersion(policy, version), Document: encodePolicy(version.document) },
		}
	},
})

export const listPolicyVersions = operation<ListPolicyVersionsRequest, object>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'ListPolicyVersions', PolicyArn),
	run({ PolicyArn = '', ...page }, call) {
		const policy = requirePolicy(call.world, call.scope.account, PolicyArn)
		const { items, ...rest } = pageOf([...policy.versions].reverse(), page)
		return { Versions: items.map((version) => describeVersion(policy, version)), ...rest }
	},
})

export const setDefaultPolicyVersion = operation<GetPolicyVersionRequest, void>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'SetDefaultPolicyVersion', PolicyArn),
	run({ PolicyArn = '', VersionId = '' }, call) {
		const policy = requireOwnPolicy(call, PolicyArn)
		requireVersion(policy, VersionId)
		keepPolicy(call, { ...policy, defaultVersionId: VersionId, updatedAt: call.now })
	},
})

export const deletePolicyVersion = operation<GetPolicyVersionRequest, void>({
	access: ({ PolicyArn = '' }, call) => policyAccess(call, 'DeletePolicyVersion', PolicyArn),
	run({ PolicyArn = '', VersionId = '' }, call) {
		const policy = requireOwnPolicy(call, PolicyArn)
		requireVersion(policy, VersionId)
		if (VersionId === policy.defaultVersionId) {
			throw deleteConflict('Cannot delete the default version of a policy.')
		}
		const versions = policy.versions.filter(({ versionId }) => versionId !== VersionId)
		keepPolicy(call, { ...policy, versions, updatedAt: call.now })
	},
})
