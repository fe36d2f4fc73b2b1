import { rootOf } from '../identity/credentials.ts'
import type { Principal } from '../identity/principal.ts'
import type { Call } from '../service.ts'
import { iamScope, nameId, users } from '../services/iam/collections.ts'
import type { WorldReader } from '../world/world.ts'

// Who the keys of an open emulator stand for, when nobody made them in its world.

/** The user that they stand for. Unlike a root it may take roles, as the CDK and many tools do. */
export const ADMIN = 'admin'
/** `root`, or `root-222222222222` for a further account. */
const ROOT_KEY = /^root(?:-(\d{12}))?$/

/** Makes the user of an account who may do everything. */
export async function createAdmin(call: Call, account: string): Promise<void> {
	const root = rootOf(account)
	const where = { account, region: 'us-east-1' }
	const ask = (operation: string, input: object) => call.invoke(root, 'iam', operation, input, where)
	await ask('CreateUser', { UserName: ADMIN })
	const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
	await ask('AttachUserPolicy', { UserName: ADMIN, PolicyArn })
}

/** The caller that a key stands for: an account's root, or its `admin`. The first account is meant by default. */
export function callerOfKey(world: WorldReader, key: string, accounts: ReadonlyArray<string>): Principal {
	const [main = ''] = accounts
	const rootKey = ROOT_KEY.exec(key)
	const account = accounts.find((one) => one === (rootKey?.[1] ?? key)) ?? main
	const admin = world.get(users, iamScope(account), nameId(ADMIN))
	// Somebody may have deleted the user.
	if (rootKey || !admin) return rootOf(account)
	const { arn, userName, userId } = admin
	return { type: 'user', account, arn, userName, userId }
}
