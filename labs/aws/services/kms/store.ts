import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { type Key, keys } from './collections.ts'
import { type Located, requireKeyByItself } from './key-id.ts'
import { wrongState } from './kms-error.ts'

/** A key in one of the states that an operation takes. Throws DisabledException or KMSInvalidStateException. */
export function requireUsable(call: Call, keyId: string, states: ReadonlyArray<Key['state']>): Located {
	const found = requireKeyByItself(call, keyId)
	if (!states.includes(found.key.state)) throw wrongState(found.key)
	return found
}

/** Changes are for a customer's own keys; those of services are theirs. The wording is ours. */
export function assertCustomers({ manager, arn }: Readonly<Key>): void {
	if (manager === 'CUSTOMER') return
	throw new AwsError('UnsupportedOperationException', `${arn} is managed by AWS and cannot be changed.`)
}

export function put(call: Call, scope: Scope, key: Key): void {
	call.world.put(keys, scope, key.keyId, key)
}
