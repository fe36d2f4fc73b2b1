import { expect } from 'vitest'
import { connect } from './emulator.fixture.ts'
import { createAccount, createRootKey, findCredential } from './identity/credentials.ts'
import { WORLD_SCOPE } from './world/kernel.ts'

// Who calls a service in its tests: the account's root, its users, and another account's root.

export const OTHER_ACCOUNT = '444455556666'

/** What a user may do: a statement of a policy. */
export interface Permission {
	Action: string | Array<string>
	Resource?: string | Array<string>
	Condition?: object
}

type Settings = Awaited<ReturnType<typeof connect>>['settings']

/** A world with two accounts, and the settings of SDK clients for whoever calls. */
export async function openPeople(options: Parameters<typeof connect>[0] = {}) {
	const { sandbox, emulator, settings } = await connect(options)
	let stranger = settings.credentials
	await sandbox.arrange(
		'CreateAccount',
		(call) => {
			createAccount(call, { account: OTHER_ACCOUNT })
			stranger = { ...createRootKey(call, OTHER_ACCOUNT) }
		},
		WORLD_SCOPE,
	)
	const account = settings.credentials
	const asRoot = async (operation: string, input: object) => {
		const principal = findCredential(sandbox.world, account.accessKeyId, sandbox.now())?.principal
		if (!principal) throw new Error('The account has lost its key')
		const scope = { account: principal.account, region: settings.region }
		return (await sandbox.call({ principal, scope, service: 'iam', operation, input })) as Record<
			string,
			never
		>
	}
	/** Settings of a new user who may do that and nothing else. */
	async function user(UserName: string, ...permissions: ReadonlyArray<Permission>): Promise<Settings> {
		await asRoot('CreateUser', { UserName })
		if (permissions.length > 0)
			await asRoot('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument: policy(...permissions) })
		const { AccessKey } = (await asRoot('CreateAccessKey', { UserName })) as unknown as {
			AccessKey: { AccessKeyId: string; SecretAccessKey: string }
		}
		const credentials = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey }
		return { ...settings, credentials }
	}
	return {
		sandbox,
		emulator,
		root: settings,
		other: { ...settings, credentials: stranger },
		user,
		iam: asRoot,
	}
}

/** A policy that allows what it says. */
export function policy(...permissions: ReadonlyArray<Permission>): string {
	const Statement = permissions.map((one) => ({ Effect: 'Allow', Resource: '*', ...one }))
	return JSON.stringify({ Version: '2012-10-17', Statement })
}

/** How a refusal reaches a client of the SDK: its code, its words, its status. */
export function refused(name: string, message: string, httpStatusCode = 400) {
	return expect.objectContaining({
		name,
		message,
		$metadata: expect.objectContaining({ httpStatusCode }),
	})
}
