import type { Service } from '../../service.ts'
import { createAccessKey, deleteAccessKey, listAccessKeys, updateAccessKey } from './access-keys.ts'
import { attachedPolicyOperations } from './attached-policies.ts'
import {
	addUserToGroup,
	createGroup,
	deleteGroup,
	getGroup,
	listGroups,
	listGroupsForUser,
	removeUserFromGroup,
} from './groups.ts'
import { groupHolder, roleHolder, userHolder } from './holders.ts'
import { inlinePolicyOperations } from './inline-policies.ts'
import {
	createPolicy,
	deletePolicy,
	getPolicy,
	listEntitiesForPolicy,
	listPolicies,
} from './managed-policies.ts'
import {
	createPolicyVersion,
	deletePolicyVersion,
	getPolicyVersion,
	listPolicyVersions,
	setDefaultPolicyVersion,
} from './policy-versions.ts'
import { createRole, deleteRole, getRole, listRoles, updateAssumeRolePolicy, updateRole } from './roles.ts'
import { simulatePrincipalPolicy } from './simulate.ts'
import { tagAndBoundaryOperations } from './tags-and-boundaries.ts'
import { createUser, deleteUser, getUser, listUsers } from './users.ts'

/** AWS Identity and Access Management: users, groups, roles, policies, access keys. */
export const iam: Service = {
	name: 'iam',
	operations: {
		AddUserToGroup: addUserToGroup,
		CreateAccessKey: createAccessKey,
		CreateGroup: createGroup,
		CreatePolicy: createPolicy,
		CreatePolicyVersion: createPolicyVersion,
		CreateRole: createRole,
		CreateUser: createUser,
		DeleteAccessKey: deleteAccessKey,
		DeleteGroup: deleteGroup,
		DeletePolicy: deletePolicy,
		DeletePolicyVersion: deletePolicyVersion,
		DeleteRole: deleteRole,
		DeleteUser: deleteUser,
		GetGroup: getGroup,
		GetPolicy: getPolicy,
		GetPolicyVersion: getPolicyVersion,
		GetRole: getRole,
		GetUser: getUser,
		ListAccessKeys: listAccessKeys,
		ListEntitiesForPolicy: listEntitiesForPolicy,
		ListGroups: listGroups,
		ListGroupsForUser: listGroupsForUser,
		ListPolicies: listPolicies,
		ListPolicyVersions: listPolicyVersions,
		ListRoles: listRoles,
		ListUsers: listUsers,
		RemoveUserFromGroup: removeUserFromGroup,
		SetDefaultPolicyVersion: setDefaultPolicyVersion,
		SimulatePrincipalPolicy: simulatePrincipalPolicy,
		UpdateAccessKey: updateAccessKey,
		UpdateAssumeRolePolicy: updateAssumeRolePolicy,
		UpdateRole: updateRole,
		...inlinePolicyOperations(userHolder),
		...inlinePolicyOperations(groupHolder),
		...inlinePolicyOperations(roleHolder),
		...attachedPolicyOperations(userHolder),
		...attachedPolicyOperations(groupHolder),
		...attachedPolicyOperations(roleHolder),
		...tagAndBoundaryOperations(userHolder),
		...tagAndBoundaryOperations(roleHolder),
	},
}
