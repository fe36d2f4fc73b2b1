import type {
	CreateAccessKeyRequest,
	DeleteAccessKeyRequest,
	GetAccessKeyLastUsedRequest,
	ListAccessKeysRequest,
	UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam'
import { createRootKey, issueAccessKey } from '../../../identity/credentials.ts'
import { type Call, operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { iamAccess, iamArn } from '../access.ts'
import { type AccessKey, accessKeys, accounts, lastUses } from '../collections.ts'
import { requireUser } from '../find.ts'
import { limitExceeded, noSuchEntity, requireSwitch } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { QUOTAS } from '../quotas.ts'
import { lastUseOf } from '../reports/last-uses.ts'
import { holderAccess, keep, ownAccess, userHolder } from './holders.ts'
import { ownName } from './users.ts'

interface ByUser {
	UserName?: string
}

/** Whose keys a call is about: the named user's or the caller's own; root's have no name. */
function ownerOf(call: Call, { UserName }: ByUser): string | undefined {
	return UserName === undefined && call.principal.type === 'root' ? undefined : ownName(call, UserName)
}

function keyIdsOf(call: Call, owner: string | undefined): ReadonlyArray<string> {
	const { account } = call.scope
	if (owner === undefined) return call.world.get(accounts, WORLD_SCOPE, account)?.accessKeyIds ?? []
	return requireUser(call.world, account, owner).accessKeyIds
}

function requireKey(call: Call, owner: string | undefined, accessKeyId: string): Readonly<AccessKey> {
	const listed = keyIdsOf(call, owner).includes(accessKeyId)
	const key = listed && call.world.get(accessKeys, WORLD_SCOPE, accessKeyId)
	if (!key) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`)
	return key
}

/** What stands for the name that the root has not, and that the model asks for. */
const ROOT_NAME = 'root'

function describeKey({ userName, accessKeyId, status, createdAt }: Readonly<AccessKey>) {
	return {
		UserName: userName ?? ROOT_NAME,
		AccessKeyId: accessKeyId,
		Status: status,
		CreateDate: new Date(createdAt),
	}
}

export const createAccessKey = operation<CreateAccessKeyRequest, object>({
	access: ownAccess('CreateAccessKey'),
	run(input, call) {
		const owner = ownerOf(call, input)
		if (keyIdsOf(call, owner).length >= QUOTAS.AccessKeysPerUserQuota) {
			throw limitExceeded(`AccessKeysPerUser: ${QUOTAS.AccessKeysPerUserQuota}`)
		}
		const key = owner === undefined ? createRootKey(call, call.scope.account) : createUserKey(call, owner)
		return { AccessKey: { ...describeKey(key), SecretAccessKey: key.secretAccessKey } }
	},
})

function createUserKey(call: Call, userName: string): AccessKey {
	const user = requireUser(call.world, call.scope.account, userName)
	const key = issueAccessKey(call, call.scope.account, user.userName)
	keep(call, userHolder, { ...user, accessKeyIds: [...user.accessKeyIds, key.accessKeyId] })
	return key
}

export const listAccessKeys = operation<ListAccessKeysRequest, object>({
	access: ownAccess('ListAccessKeys'),
	run(input, call) {
		const owner = ownerOf(call, input)
		const { items, ...page } = pageOf(keyIdsOf(call, owner), input)
		return { AccessKeyMetadata: items.map((id) => describeKey(requireKey(call, owner, id))), ...page }
	},
})

export const updateAccessKey = operation<UpdateAccessKeyRequest, void>({
	access: ownAccess('UpdateAccessKey'),
	run(input, call) {
		const { AccessKeyId = '', Status } = input
		const status = requireSwitch(Status)
		const key = requireKey(call, ownerOf(call, input), AccessKeyId)
		call.world.put(accessKeys, WORLD_SCOPE, AccessKeyId, { ...key, status })
	},
})

export const getAccessKeyLastUsed = operation<GetAccessKeyLastUsedRequest, object>({
	access({ AccessKeyId = '' }, call) {
		const userName = call.world.get(accessKeys, WORLD_SCOPE, AccessKeyId)?.userName
		if (userName !== undefined) return holderAccess(call, userHolder, 'GetAccessKeyLastUsed', userName)
		return iamAccess(call, 'GetAccessKeyLastUsed', iamArn(call, 'user/*'))
	},
	run({ AccessKeyId = '' }, call) {
		const key = call.world.get(accessKeys, WORLD_SCOPE, AccessKeyId)
		if (key?.account !== call.scope.account) {
			throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`)
		}
		const used = lastUseOf(call.world, AccessKeyId)
		return {
			UserName: key.userName ?? ROOT_NAME,
			AccessKeyLastUsed: used
				? { LastUsedDate: new Date(used.at), ServiceName: used.service, Region: used.region }
				: { ServiceName: 'N/A', Region: 'N/A' },
		}
	},
})

export const deleteAccessKey = operation<DeleteAccessKeyRequest, void>({
	access: ownAccess('DeleteAccessKey'),
	run(input, call) {
		const { AccessKeyId = '' } = input
		const { account } = call.scope
		const owner = ownerOf(call, input)
		requireKey(call, owner, AccessKeyId)
		const without = (ids: ReadonlyArray<string>) => ids.filter((id) => id !== AccessKeyId)
		call.world.delete(accessKeys, WORLD_SCOPE, AccessKeyId)
		call.world.delete(lastUses, WORLD_SCOPE, AccessKeyId)
		if (owner !== undefined) {
			const user = requireUser(call.world, account, owner)
			keep(call, userHolder, { ...user, accessKeyIds: without(user.accessKeyIds) })
			return
		}
		const found = call.world.get(accounts, WORLD_SCOPE, account)
		if (found) {
			const accessKeyIds = without(found.accessKeyIds)
			call.world.put(accounts, WORLD_SCOPE, account, { ...found, accessKeyIds })
		}
	},
})
