import type { Service } from '../../service.ts'
import {
	createAccessKey,
	deleteAccessKey,
	getAccessKeyLastUsed,
	listAccessKeys,
	updateAccessKey,
} from './access-keys.ts'
import { accessReportOperations } from './access-reports.ts'
import { createAccountAlias, deleteAccountAlias, listAccountAliases } from './account-aliases.ts'
import { getAccountSummary } from './account-summary.ts'
import { attachedPolicyOperations } from './attached-policies.ts'
import { getAccountAuthorizationDetails } from './authorization-details.ts'
import { boundaryOperations } from './boundaries.ts'
import { getContextKeysForCustomPolicy, getContextKeysForPrincipalPolicy } from './context-keys.ts'
import { listPoliciesGrantingServiceAccess } from './granting-policies.ts'
import {
	addUserToGroup,
	createGroup,
	deleteGroup,
	getGroup,
	listGroups,
	listGroupsForUser,
	removeUserFromGroup,
	updateGroup,
} from './groups.ts'
import { groupHolder, roleHolder, taggedHolder, userHolder } from './holders.ts'
import { inlinePolicyOperations } from './inline-policies.ts'
import { instanceProfileOperations } from './instance-profiles.ts'
import { noteUse } from './last-uses.ts'
import {
	createPolicy,
	deletePolicy,
	getPolicy,
	listEntitiesForPolicy,
	listPolicies,
	policyTagOperations,
} from './managed-policies.ts'
import { oidcProviderOperations } from './oidc-providers.ts'
import { passwordOperations } from './passwords.ts'
import {
	createPolicyVersion,
	deletePolicyVersion,
	getPolicyVersion,
	listPolicyVersions,
	setDefaultPolicyVersion,
} from './policy-versions.ts'
import {
	createRole,
	deleteRole,
	getRole,
	listRoles,
	updateAssumeRolePolicy,
	updateRole,
	updateRoleDescription,
} from './roles.ts'
import { serviceLinkedRoleOperations } from './service-linked-roles.ts'
import { simulateCustomPolicy, simulatePrincipalPolicy } from './simulate.ts'
import { tagOperations } from './tag-operations.ts'
import { createUser, deleteUser, getUser, listUsers, updateUser } from './users.ts'

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
		...serviceLinkedRoleOperations,
	},
	notice: noteUse,
}
