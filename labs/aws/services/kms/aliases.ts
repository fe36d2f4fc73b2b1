import type {
	CreateAliasRequest,
	DeleteAliasRequest,
	ListAliasesRequest,
	UpdateAliasRequest,
} from '@aws-sdk/client-kms'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { aliasAccess, keyAccess, onNoKey } from './access.ts'
import { type Alias, aliases } from './collections.ts'
import { kmsArn, requireKey, requireKeyByItself } from './key-id.ts'
import { aliasNotFound, wrongState } from './kms-error.ts'
import { pageOf } from './pages.ts'

/** Aliases of one key: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const ALIASES_AT_MOST = 50

export const createAlias = operation<CreateAliasRequest, object>({
	access: ({ AliasName = '', TargetKeyId = '' }, call) =>
		onAliasAndKey(call, 'CreateAlias', AliasName, TargetKeyId),
	run({ AliasName = '', TargetKeyId = '' }, call) {
		assertName(AliasName)
		const { key } = requireKeyByItself(call, TargetKeyId)
		if (call.world.get(aliases, call.scope, AliasName)) {
			const arn = kmsArn(call.scope, AliasName)
			throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`)
		}
		if (key.state === 'PendingDeletion') throw wrongState(key)
		const own = call.world.list(aliases, call.scope).filter(({ keyId }) => keyId === key.keyId)
		if (own.length >= ALIASES_AT_MOST) throw new AwsError('LimitExceededException', 'Too many aliases')
		call.world.put(aliases, call.scope, AliasName, {
			name: AliasName,
			arn: kmsArn(call.scope, AliasName),
			keyId: key.keyId,
			createdAt: call.now,
			updatedAt: call.now,
		})
		return {}
	},
})

export const updateAlias = operation<UpdateAliasRequest, object>({
	access: ({ AliasName = '', TargetKeyId = '' }, call) =>
		onAliasAndKey(call, 'UpdateAlias', AliasName, TargetKeyId),
	run({ AliasName = '', TargetKeyId = '' }, call) {
		const alias = requireAlias(call, AliasName)
		const { key } = requireKeyByItself(call, TargetKeyId)
		if (key.state === 'PendingDeletion') throw wrongState(key)
		call.world.put(aliases, call.scope, AliasName, { ...alias, keyId: key.keyId, updatedAt: call.now })
		return {}
	},
})

export const deleteAlias = operation<DeleteAliasRequest, object>({
	access({ AliasName = '' }, call) {
		const { keyId } = requireAlias(call, AliasName)
		return onAliasAndKey(call, 'DeleteAlias', AliasName, keyId)
	},
	run({ AliasName = '' }, call) {
		assertName(AliasName)
		call.world.delete(aliases, call.scope, AliasName)
		return {}
	},
})

export const listAliases = operation<ListAliasesRequest, object>({
	access: onNoKey('ListAliases'),
	run({ KeyId, ...input }, call) {
		const keyId = KeyId === undefined ? undefined : requireKey(call, KeyId).key.keyId
		const all = call.world
			.list(aliases, call.scope)
			.filter((alias) => keyId === undefined || alias.keyId === keyId)
		const { page, ...rest } = pageOf(all, input, 50)
		return { Aliases: page.map(tell), ...rest }
	},
})

function tell({ name, arn, keyId, createdAt, updatedAt }: Readonly<Alias>) {
	const dates = { CreationDate: new Date(createdAt), LastUpdatedDate: new Date(updatedAt) }
	return { AliasName: name, AliasArn: arn, TargetKeyId: keyId, ...dates }
}

/** An alias is asked for by its own ARN, and by its key's policy. */
function onAliasAndKey(call: Call, action: string, name: string, keyId: string) {
	return [aliasAccess(call, action, name), keyAccess(call, action, requireKeyByItself(call, keyId))]
}

function requireAlias(call: Call, name: string): Readonly<Alias> {
	const alias = call.world.get(aliases, call.scope, name)
	if (!alias) throw aliasNotFound(kmsArn(call.scope, name))
	return alias
}

function assertName(name: string): void {
	if (!name.startsWith('alias/')) {
		throw new AwsError(
			'ValidationException',
			'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
		)
	}
	if (name.startsWith('alias/aws/'))
		throw new AwsError('InvalidAliasNameException', 'Alias names that begin with alias/aws/ are reserved')
}
