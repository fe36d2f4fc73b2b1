import type { Call } from '../service.ts'
import {
	type AccessKey,
	type Account,
	accessKeys,
	accounts,
	iamScope,
	nameId,
	users,
} from '../services/iam/collections.ts'
import { sessions } from '../services/sts/collections.ts'
import { fittingFaults } from '../world/faults.ts'
import { WORLD_SCOPE } from '../world/kernel.ts'
import type { WorldReader } from '../world/world.ts'
import type { Principal, RootPrincipal } from './principal.ts'

/** What a signature is checked against, and who it then speaks for. */
export interface Credential {
	secretAccessKey: string
	/** Only for temporary credentials; the request must carry the same. */
	sessionToken?: string
	/** Virtual time, epoch milliseconds. */
	expiresAt?: number
	expired: boolean
	status: 'Active' | 'Inactive'
	principal: Principal
}

/** The credential of an access key id, or undefined when this world never issued it or has deleted it. */
export function findCredential(world: WorldReader, accessKeyId: string, now: number): Credential | undefined {
	const session = world.get(sessions, WORLD_SCOPE, accessKeyId)
	if (session) {
		const { secretAccessKey, sessionToken, expiresAt, principal } = session
		return {
			secretAccessKey,
			sessionToken,
			expiresAt,
			expired: expiresAt <= now || fittingFaults(world, 'expire', { accessKeyId }).length > 0,
			status: 'Active',
			principal,
		}
	}
	const key = world.get(accessKeys, WORLD_SCOPE, accessKeyId)
	const principal = key && principalOf(world, key)
	if (!principal) return
	return { secretAccessKey: key.secretAccessKey, status: key.status, expired: false, principal }
}

function principalOf(world: WorldReader, key: Readonly<AccessKey>): Principal | undefined {
	const { account, accessKeyId, userName } = key
	if (userName === undefined) return { ...rootOf(account), accessKeyId }
	const user = world.get(users, iamScope(account), nameId(userName))
	if (!user) return
	return { type: 'user', account, arn: user.arn, userName: user.userName, userId: user.userId, accessKeyId }
}

/** The root of an account. */
export function rootOf(account: string): RootPrincipal {
	return { type: 'root', account, arn: `arn:aws:iam::${account}:root` }
}

/** Adds an account to a world; one that is there stays as it is. */
export function createAccount(call: Call, { account, alias }: { account: string; alias?: string }): Account {
	const found = call.world.get(accounts, WORLD_SCOPE, account)
	if (found) return found
	const created = { id: account, alias, createdAt: call.now, accessKeyIds: [] }
	return call.world.put(accounts, WORLD_SCOPE, account, created)
}

/** Makes an access key of an account's root; the account must exist. */
export function createRootKey(call: Call, account: string): AccessKey {
	const found = call.world.get(accounts, WORLD_SCOPE, account)
	if (!found) throw new Error(`No account ${account} in this world`)
	const key = issueAccessKey(call, account)
	const accessKeyIds = [...found.accessKeyIds, key.accessKeyId]
	call.world.put(accounts, WORLD_SCOPE, account, { ...found, accessKeyIds })
	// A copy: documents are frozen, and the SDK writes on the credentials that it is given.
	return { ...key }
}

/** Writes a new active key; listing it with its owner is the caller's business. */
export function issueAccessKey(call: Call, account: string, userName?: string): AccessKey {
	const accessKeyId = call.ids.accessKeyId('AKIA')
	return call.world.put(accessKeys, WORLD_SCOPE, accessKeyId, {
		accessKeyId,
		secretAccessKey: call.ids.secretAccessKey(),
		account,
		userName,
		status: 'Active',
		createdAt: call.now,
	})
}
