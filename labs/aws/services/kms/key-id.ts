import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { aliases, type Key, keys } from './collections.ts'
import { aliasNotFound, invalidKeyId, keyNotFound } from './kms-error.ts'
import { ensureManagedKey, isManagedAlias } from './managed-keys.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A key and where it is: an ARN may name one of another account. */
export interface Located {
	key: Readonly<Key>
	scope: Scope
}

export function kmsArn({ region, account }: Scope, resource: string): string {
	return `arn:aws:kms:${region}:${account}:${resource}`
}

/**
 * The key that a request means by its id, its ARN, an alias or an alias's ARN.
 * Throws NotFoundException.
 */
export function requireKey(call: Call, keyId: string): Located {
	const { scope, resource } = placeOf(call, keyId)
	if (resource.startsWith('alias/')) return keyOfAlias(call, scope, resource)
	const id = resource.replace(/^key\//, '')
	const key = call.world.get(keys, scope, id)
	if (key) return { key, scope }
	if (!UUID.test(id)) throw invalidKeyId(keyId)
	throw keyNotFound(kmsArn(scope, `key/${id}`))
}

/** The same for operations that take no alias. Throws NotFoundException. */
export function requireKeyByItself(call: Call, keyId: string): Located {
	if (/^(arn:[^/]*:)?alias\//.test(keyId)) throw invalidKeyId(keyId)
	return requireKey(call, keyId)
}

function placeOf(call: Call, keyId: string): { scope: Scope; resource: string } {
	if (!keyId.startsWith('arn:')) return { scope: call.scope, resource: keyId }
	const arn = parseArn(keyId)
	if (arn?.service !== 'kms') throw new AwsError('InvalidArnException', `Invalid arn ${keyId}`)
	if (arn.region !== call.scope.region) throw new AwsError('NotFoundException', `Invalid arn ${arn.region}`)
	return { scope: { account: arn.account, region: arn.region }, resource: arn.resource }
}

function keyOfAlias(call: Call, scope: Scope, name: string): Located {
	const alias = call.world.get(aliases, scope, name)
	const key = alias
		? call.world.get(keys, scope, alias.keyId)
		: isManagedAlias(name) && scope.account === call.scope.account
			? ensureManagedKey(call, name)
			: undefined
	if (!key) throw aliasNotFound(kmsArn(scope, name))
	return { key, scope }
}
