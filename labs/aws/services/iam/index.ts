import type { Service } from '../../service.ts'
import { createAccountAlias, deleteAccountAlias, listAccountAliases } from './account-aliases.ts'
import { mfaOperations } from './mfa/mfa-operations.ts'
import { attachedPolicyOperations } from './policies/attached-policies.ts'
import { inlinePolicyOperations } from './policies/inline-policies.ts'
import {
	createPolicy,
	deletePolicy,
	getPolicy,
	listEntitiesForPolicy,
	listPolicies,
	policyTagOperations,
} from './policies/managed-policies.ts'
import {
	createPolicyVersion,
	deletePolicyVersion,
	getPolicyVersion,
	listPolicyVersions,
	setDefaultPolicyVersion,
} from './policies/policy-versions.ts'
import {
	createAccessKey,
	deleteAccessKey,
	getAccessKeyLastUsed,
	listAccessKeys,
	updateAccessKey,
} from './principals/access-keys.ts'
import { boundaryOperations } from './principals/boundaries.ts'
import {
	addUserToGroup,
	createGroup,
	deleteGroup,
	getGroup,
	listGroups,
	listGroupsForUser,
	removeUserFromGroup,
	updateGroup,
} from './principals/groups.ts'
import { groupHolder, roleHolder, taggedHolder, userHolder } from './principals/holders.ts'
import { instanceProfileOperations } from './principals/instance-profiles.ts'
import { oidcProviderOperations } from './principals/oidc-providers.ts'
import { passwordOperations } from './principals/passwords.ts'
import {
	createRole,
	deleteRole,
	getRole,
	listRoles,
	updateAssumeRolePolicy,
	updateRole,
	updateRoleDescription,
} from './principals/roles.ts'
import { serviceCredentialOperations } from './principals/service-credentials.ts'
import { serviceLinkedRoleOperations } from './principals/service-linked-roles.ts'
import { sshPublicKeyOperations } from './principals/ssh-public-keys.ts'
import { createUser, deleteUser, getUser, listUsers, updateUser } from './principals/users.ts'
import { accessReportOperations } from './reports/access-reports.ts'
import { getAccountSummary } from './reports/account-summary.ts'
import { getAccountAuthorizationDetails } from './reports/authorization-details.ts'
import { getContextKeysForCustomPolicy, getContextKeysForPrincipalPolicy } from './reports/context-keys.ts'
import { listPoliciesGrantingServiceAccess } from './reports/granting-policies.ts'
import { noteUse } from './reports/last-uses.ts'
import { simulateCustomPolicy, simulatePrincipalPolicy } from './reports/simulate.ts'
import { tagOperations } from './tag-operations.ts'

/** AWS Identity and Access Management: users, groups, roles, policies, access keys. */
export const iam: Service = {
	name: 'iam',
	operations: {
		AddUserToGroup: addUserToGroup,
		CreateAccessKey: createAccessKey,
		CreateAccountAlias: createAccountAlias,
		CreateGroup: createGroup,
		CreatePolicy: createPolicy,
		CreatePolicyVersion: createPolicyVersion,
		CreateRole: createRole,
		CreateUser: createUser,
		DeleteAccessKey: deleteAccessKey,
		DeleteAccountAlias: deleteAccountAlias,
		DeleteGroup: deleteGroup,
		DeletePolicy: deletePolicy,
		DeletePolicyVersion: deletePolicyVersion,
		DeleteRole: deleteRole,
		DeleteUser: deleteUser,
		GetAccessKeyLastUsed: getAccessKeyLastUsed,
		GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
		GetAccountSummary: getAccountSummary,
		GetContextKeysForCustomPolicy: getContextKeysForCustomPolicy,
		GetContextKeysForPrincipalPolicy: getContextKeysForPrincipalPolicy,
		GetGroup: getGroup,
		GetPolicy: getPolicy,
		GetPolicyVersion: getPolicyVersion,
		GetRole: getRole,
		GetUser: getUser,
		ListAccessKeys: listAccessKeys,
		ListAccountAliases: listAccountAliases,
		ListEntitiesForPolicy: listEntitiesForPolicy,
		ListGroups: listGroups,
		ListGroupsForUser: listGroupsForUser,
		ListPolicies: listPolicies,
		ListPoliciesGrantingServiceAccess: listPoliciesGrantingServiceAccess,
		ListPolicyVersions: listPolicyVersions,
		ListRoles: listRoles,
		ListUsers: listUsers,
		RemoveUserFromGroup: removeUserFromGroup,
		SetDefaultPolicyVersion: setDefaultPolicyVersion,
		SimulateCustomPolicy: simulateCustomPolicy,
		SimulatePrincipalPolicy: simulatePrincipalPolicy,
		UpdateAccessKey: updateAccessKey,
		UpdateAssumeRolePolicy: updateAssumeRolePolicy,
		UpdateGroup: updateGroup,
		UpdateRole: updateRole,
		UpdateRoleDescription: updateRoleDescription,
		UpdateUser: updateUser,
		...inlinePolicyOperations(userHolder),
		...inlinePolicyOperations(groupHolder),
		...inlinePolicyOperations(roleHolder),
		...attachedPolicyOperations(userHolder),
		...attachedPolicyOperations(groupHolder),
		...attachedPolicyOperations(roleHolder),
		...boundaryOperations(userHolder),
		...boundaryOperations(roleHolder),
		...tagOperations(taggedHolder(userHolder)),
		...tagOperations(taggedHolder(roleHolder)),
		...accessReportOperations,
		...policyTagOperations,
		...instanceProfileOperations,
		...oidcProviderOperations,
		...passwordOperations,
		...serviceCredentialOperations,
		...serviceLinkedRoleOperations,
		...sshPublicKeyOperations,
		...mfaOperations,
	},
	hears: { '*': noteUse },
}
