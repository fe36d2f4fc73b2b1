import { createEmulator, type EmulatorOptions } from './emulator.ts'
import { createAccount, createRootKey } from './identity/credentials.ts'
import { authorize } from './services/iam/authorize.ts'
import { services as emulated } from './services.ts'
import { sandboxFetchHandler } from './wire/sdk.ts'
import { validated } from './wire/validated.fixture.ts'
import { MemoryBlobs } from './world/blobs.ts'
import { MemoryJournal } from './world/journal.ts'
import { WORLD_SCOPE } from './world/kernel.ts'
import { Sandbox } from './world/sandbox.ts'
import type { WorkHost } from './world/work-host.ts'

// What the emulator's tests start from: a world with one account, and SDK clients that speak to it.

export const ACCOUNT = '111122223333'

const services = validated(emulated.values())

/** A world with one account and its root's key; its clock stands still. Real work is done if a host for it is given. */
export async function openSandbox(work?: WorkHost) {
	const host = {
		...{ services, authorize, journal: new MemoryJournal(), realNow: Date.now },
		...(work && { work }),
	}
	const fresh = { seed: 'emulator', number: 5n, startsAt: Date.UTC(2026, 0, 5, 9), speed: 0 }
	const sandbox = await Sandbox.open('emulator', host, new MemoryBlobs(), fresh)
	let credentials = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateAccount',
		(call) => {
			createAccount(call, { account: ACCOUNT })
			credentials = { ...createRootKey(call, ACCOUNT) }
		},
		WORLD_SCOPE,
	)
	return { sandbox, credentials }
}

/** An emulator over such a world, and the settings by which SDK clients reach it. */
export async function connect({ work, ...options }: Partial<EmulatorOptions> & { work?: WorkHost } = {}) {
	const { sandbox, credentials } = await openSandbox(work)
	const emulator = createEmulator({
		services,
		realNow: Date.now,
		findSandbox: async () => sandbox,
		findPublicSandbox: async () => sandbox,
		onError(error) {
			throw error
		},
		...options,
	})
	const settings = {
		region: 'eu-west-3',
		endpoint: 'http://localhost:4566',
		credentials,
		requestHandler: sandboxFetchHandler(emulator),
		maxAttempts: 1,
	}
	return { sandbox, credentials, emulator, settings }
}
