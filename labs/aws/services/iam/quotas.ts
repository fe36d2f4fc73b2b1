import type { Call } from '../../service.ts'
import type { Collection } from '../../world/world.ts'
import { iamScope } from './collections.ts'
import { limitExceeded } from './iam-error.ts'

// What an account may have at most:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
// The names are those of GetAccountSummary.

export const QUOTAS = {
	AccessKeysPerUserQuota: 2,
	AssumeRolePolicySizeQuota: 2048,
	AttachedPoliciesPerGroupQuota: 10,
	AttachedPoliciesPerRoleQuota: 10,
	AttachedPoliciesPerUserQuota: 10,
	GroupPolicySizeQuota: 5120,
	GroupsPerUserQuota: 10,
	GroupsQuota: 300,
	InstanceProfilesQuota: 1000,
	PoliciesQuota: 1500,
	PolicySizeQuota: 6144,
	PolicyVersionsInUseQuota: 10_000,
	RolePolicySizeQuota: 10_240,
	RolesQuota: 1000,
	ServerCertificatesQuota: 20,
	SigningCertificatesPerUserQuota: 2,
	UserPolicySizeQuota: 2048,
	UsersQuota: 5000,
	VersionsPerPolicyQuota: 5,
} as const

/** Refuses one more of what an account already has enough of. */
export function requireRoom(
	{ world, scope }: Call,
	of: Collection<object>,
	quota: 'Groups' | 'InstanceProfiles' | 'Policies' | 'Roles' | 'Users',
): void {
	const most = QUOTAS[`${quota}Quota`]
	if (world.list(of, iamScope(scope.account), { limit: most }).length < most) return
	throw limitExceeded(`${quota}PerAccount: ${most}`)
}
