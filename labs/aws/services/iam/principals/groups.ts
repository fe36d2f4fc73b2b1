import type {
	AddUserToGroupRequest,
	CreateGroupRequest,
	GetGroupRequest,
	ListGroupsForUserRequest,
	ListGroupsRequest,
	UpdateGroupRequest,
} from '@aws-sdk/client-iam'
import { type Call, operation } from '../../../service.ts'
import { iamAccess, iamArn } from '../access.ts'
import { type Group, groups, iamScope, nameId, type User, users } from '../collections.ts'
import { requireGroup, requireUser } from '../find.ts'
import { deleteConflict, entityAlreadyExists, limitExceeded } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { QUOTAS, requireRoom } from '../quotas.ts'
import { groupHolder, holderAccess, keep, userHolder } from './holders.ts'
import { describeUser } from './users.ts'

/** A group as it is answered. */
export function describeGroup({ path, groupName, groupId, arn, createdAt }: Readonly<Group>) {
	return { Path: path, GroupName: groupName, GroupId: groupId, Arn: arn, CreateDate: new Date(createdAt) }
}

function membersOf(call: Call, { groupName }: Readonly<Group>): Array<Readonly<User>> {
	return call.world
		.list(users, iamScope(call.scope.account))
		.filter((user) => user.groups.includes(groupName))
}

const accessTo = (action: string) => (input: { GroupName?: string }, call: Call) =>
	holderAccess(call, groupHolder, action, input.GroupName ?? '')

export const createGroup = operation<CreateGroupRequest, object>({
	access: ({ GroupName, Path = '/' }, call) =>
		iamAccess(call, 'CreateGroup', iamArn(call, `group${Path}${GroupName}`)),
	run({ GroupName = '', Path = '/' }, call) {
		if (call.world.get(groups, iamScope(call.scope.account), nameId(GroupName))) {
			throw entityAlreadyExists(`Group with name ${GroupName} already exists.`)
		}
		requireRoom(call, groups, 'Groups')
		const group = keep(call, groupHolder, {
			account: call.scope.account,
			arn: iamArn(call, `group${Path}${GroupName}`),
			path: Path,
			createdAt: call.now,
			inlinePolicies: {},
			attachedPolicies: [],
			groupName: GroupName,
			groupId: call.ids.iam('AGPA'),
		})
		return { Group: describeGroup(group) }
	},
})

export const getGroup = operation<GetGroupRequest, object>({
	access: accessTo('GetGroup'),
	run({ GroupName = '', ...page }, call) {
		const group = requireGroup(call.world, call.scope.account, GroupName)
		const { items, ...rest } = pageOf(membersOf(call, group), page)
		return { Group: describeGroup(group), Users: items.map(describeUser), ...rest }
	},
})

export const listGroups = operation<ListGroupsRequest, object>({
	access: ({ PathPrefix = '/' }, call) => iamAccess(call, 'ListGroups', iamArn(call, `group${PathPrefix}`)),
	run({ PathPrefix = '/', ...page }, call) {
		const all = call.world.list(groups, iamScope(call.scope.account))
		const { items, ...rest } = pageOf(
			all.filter(({ path }) => path.startsWith(PathPrefix)),
			page,
		)
		return { Groups: items.map(describeGroup), ...rest }
	},
})

export const updateGroup = operation<UpdateGroupRequest, void>({
	access: accessTo('UpdateGroup'),
	run({ GroupName = '', NewGroupName, NewPath }, call) {
		const scope = iamScope(call.scope.account)
		const group = requireGroup(call.world, call.scope.account, GroupName)
		const groupName = NewGroupName ?? group.groupName
		const path = NewPath ?? group.path
		const other = call.world.get(groups, scope, nameId(groupName))
		if (other && other.groupId !== group.groupId) {
			throw entityAlreadyExists(`Group with name ${groupName} already exists.`)
		}
		const members = membersOf(call, group)
		call.world.delete(groups, scope, nameId(group.groupName))
		keep(call, groupHolder, { ...group, groupName, path, arn: iamArn(call, `group${path}${groupName}`) })
		for (const user of members) {
			const renamed = user.groups.map((name) => (name === group.groupName ? groupName : name))
			keep(call, userHolder, { ...user, groups: renamed })
		}
	},
})

export const deleteGroup = operation<GetGroupRequest, void>({
	access: accessTo('DeleteGroup'),
	run({ GroupName = '' }, call) {
		const group = requireGroup(call.world, call.scope.account, GroupName)
		if (membersOf(call, group).length > 0) {
			throw deleteConflict('Cannot delete entity, must remove users from group first.')
		}
		if (group.attachedPolicies.length > 0) {
			throw deleteConflict('Cannot delete entity, must detach all policies first.')
		}
		if (Object.keys(group.inlinePolicies).length > 0) {
			throw deleteConflict('Cannot delete entity, must delete policies first.')
		}
		call.world.delete(groups, iamScope(call.scope.account), nameId(GroupName))
	},
})

export const addUserToGroup = operation<AddUserToGroupRequest, void>({
	access: accessTo('AddUserToGroup'),
	run({ GroupName = '', UserName = '' }, call) {
		const { groupName } = requireGroup(call.world, call.scope.account, GroupName)
		const user = requireUser(call.world, call.scope.account, UserName)
		if (user.groups.includes(groupName)) return
		if (user.groups.length >= QUOTAS.GroupsPerUserQuota) {
			throw limitExceeded(`GroupsPerUser: ${QUOTAS.GroupsPerUserQuota}`)
		}
		keep(call, userHolder, { ...user, groups: [...user.groups, groupName] })
	},
})

export const removeUserFromGroup = operation<AddUserToGroupRequest, void>({
	access: accessTo('RemoveUserFromGroup'),
	run({ GroupName = '', UserName = '' }, call) {
		const { groupName } = requireGroup(call.world, call.scope.account, GroupName)
		const user = requireUser(call.world, call.scope.account, UserName)
		keep(call, userHolder, { ...user, groups: user.groups.filter((name) => name !== groupName) })
	},
})

export const listGroupsForUser = operation<ListGroupsForUserRequest, object>({
	access: ({ UserName = '' }, call) => holderAccess(call, userHolder, 'ListGroupsForUser', UserName),
	run({ UserName = '', ...page }, call) {
		const { account } = call.scope
		const user = requireUser(call.world, account, UserName)
		const { items, ...rest } = pageOf(user.groups, page)
		return { Groups: items.map((name) => describeGroup(requireGroup(call.world, account, name))), ...rest }
	},
})
