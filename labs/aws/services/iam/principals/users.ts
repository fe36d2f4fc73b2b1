import type {
	CreateUserRequest,
	DeleteUserRequest,
	GetUserRequest,
	ListUsersRequest,
	UpdateUserRequest,
} from '@aws-sdk/client-iam'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { sessions } from '../../sts/collections.ts'
import { boundaryContext, iamAccess, iamArn } from '../access.ts'
import {
	accessKeys,
	iamScope,
	nameId,
	serviceCredentials,
	sshKeys,
	type User,
	users,
} from '../collections.ts'
import { requireUser } from '../find.ts'
import { deleteConflict, entityAlreadyExists, validationError } from '../iam-error.ts'
import { devicesOf } from '../mfa/devices.ts'
import { pageOf } from '../pages.ts'
import { requireAttachable } from '../policies/managed-policies.ts'
import { requireRoom } from '../quotas.ts'
import { forgetAccesses } from '../reports/last-uses.ts'
import { readTags, tagContext } from '../tags.ts'
import { describeDetails } from './boundaries.ts'
import { holderAccess, keep, userHolder } from './holders.ts'

/** A user as it is answered; lists leave out tags and boundary. */
export function describeUser({ path, userName, userId, arn, createdAt }: Readonly<User>) {
	return { Path: path, UserName: userName, UserId: userId, Arn: arn, CreateDate: new Date(createdAt) }
}

function describeWhole(user: Readonly<User>) {
	return { ...describeUser(user), ...describeDetails(user) }
}

/** The user that an operation is on when it names none: the caller, if the caller is one. */
export function ownName(call: Call, userName: string | undefined): string {
	if (userName !== undefined) return userName
	if (call.principal.type === 'user') return call.principal.userName
	throw validationError('Must specify userName when calling with non-User credentials')
}

export const createUser = operation<CreateUserRequest, object>({
	access({ UserName, Path = '/', Tags, PermissionsBoundary }, call) {
		return iamAccess(call, 'CreateUser', iamArn(call, `user${Path}${UserName}`), {
			...tagContext(Tags),
			...boundaryContext(PermissionsBoundary),
		})
	},
	run({ UserName = '', Path = '/', Tags, PermissionsBoundary }, call) {
		if (call.world.get(users, iamScope(call.scope.account), nameId(UserName))) {
			throw entityAlreadyExists(`User with name ${UserName} already exists.`)
		}
		requireRoom(call, users, 'Users')
		if (PermissionsBoundary) requireAttachable(call, PermissionsBoundary)
		const user = keep(call, userHolder, {
			account: call.scope.account,
			arn: iamArn(call, `user${Path}${UserName}`),
			path: Path,
			createdAt: call.now,
			inlinePolicies: {},
			attachedPolicies: [],
			userName: UserName,
			userId: call.ids.iam('AIDA'),
			tags: readTags(Tags),
			permissionsBoundary: PermissionsBoundary,
			accessKeyIds: [],
			groups: [],
		})
		return { User: describeWhole(user) }
	},
})

export const getUser = operation<GetUserRequest, object>({
	access({ UserName }, call) {
		if (UserName === undefined) return iamAccess(call, 'GetUser', call.principal.arn)
		return holderAccess(call, userHolder, 'GetUser', UserName)
	},
	run({ UserName }, call) {
		const user = requireUser(call.world, call.scope.account, ownName(call, UserName))
		return { User: describeWhole(user) }
	},
})

export const listUsers = operation<ListUsersRequest, object>({
	access: ({ PathPrefix = '/' }, call) => iamAccess(call, 'ListUsers', iamArn(call, `user${PathPrefix}`)),
	run({ PathPrefix = '/', ...page }, call) {
		const all = call.world.list(users, iamScope(call.scope.account))
		const { items, ...rest } = pageOf(
			all.filter(({ path }) => path.startsWith(PathPrefix)),
			page,
		)
		return { Users: items.map(describeUser), ...rest }
	},
})

export const updateUser = operation<UpdateUserRequest, void>({
	access: ({ UserName = '' }, call) => holderAccess(call, userHolder, 'UpdateUser', UserName),
	run({ UserName = '', NewUserName, NewPath }, call) {
		const user = requireUser(call.world, call.scope.account, UserName)
		const userName = NewUserName ?? user.userName
		const path = NewPath ?? user.path
		const other = call.world.get(users, iamScope(call.scope.account), nameId(userName))
		if (other && other.userId !== user.userId) {
			throw entityAlreadyExists(`User with name ${userName} already exists.`)
		}
		call.world.delete(users, iamScope(call.scope.account), nameId(user.userName))
		keep(call, userHolder, { ...user, userName, path, arn: iamArn(call, `user${path}${userName}`) })
		renameCredentials(call, user, userName, path)
	},
})

/** Keys and sessions go on speaking for a user that gets another name. */
function renameCredentials(call: Call, user: Readonly<User>, userName: string, path: string): void {
	for (const id of user.accessKeyIds) {
		const key = call.world.get(accessKeys, WORLD_SCOPE, id)
		if (key) call.world.put(accessKeys, WORLD_SCOPE, id, { ...key, userName })
	}
	const arn = iamArn(call, `user${path}${userName}`)
	for (const session of call.world.list(sessions, WORLD_SCOPE)) {
		const { principal } = session
		if (principal.type !== 'user' || principal.userId !== user.userId) continue
		const renamed = { ...session, principal: { ...principal, userName, arn } }
		call.world.put(sessions, WORLD_SCOPE, session.accessKeyId, renamed)
	}
}

function hasCredentials({ world, scope }: Call, { userId }: Readonly<User>): boolean {
	const here = iamScope(scope.account)
	const kept = [...world.list(serviceCredentials, here), ...world.list(sshKeys, here)]
	return kept.some((credential) => credential.userId === userId)
}

export const deleteUser = operation<DeleteUserRequest, void>({
	access: ({ UserName = '' }, call) => holderAccess(call, userHolder, 'DeleteUser', UserName),
	run({ UserName = '' }, call) {
		const user = requireUser(call.world, call.scope.account, UserName)
		if (user.groups.length > 0) {
			throw deleteConflict('Cannot delete entity, must remove users from group first.')
		}
		if (user.attachedPolicies.length > 0) {
			throw deleteConflict('Cannot delete entity, must detach all policies first.')
		}
		if (Object.keys(user.inlinePolicies).length > 0) {
			throw deleteConflict('Cannot delete entity, must delete policies first.')
		}
		if (user.loginProfile) {
			throw deleteConflict('Cannot delete entity, must delete login profile first.')
		}
		if (user.accessKeyIds.length > 0) {
			throw deleteConflict('Cannot delete entity, must delete access keys first.')
		}
		if (hasCredentials(call, user)) {
			throw deleteConflict('Cannot delete entity, must remove referenced objects first.')
		}
		if (devicesOf(call, user).length > 0) {
			throw deleteConflict('Cannot delete entity, must delete MFA device first.')
		}
		forgetAccesses(call, user.userId)
		call.world.delete(users, iamScope(call.scope.account), nameId(UserName))
	},
})
