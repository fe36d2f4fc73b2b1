import { expect, test } from 'vitest'
import { sessions } from '../services/sts/collections.ts'
import { MemoryBlobs } from '../world/blobs.ts'
import { sandboxOfAccessKey } from '../world/ids.ts'
import { MemoryJournal } from '../world/journal.ts'
import { WORLD_SCOPE } from '../world/kernel.ts'
import { Sandbox } from '../world/sandbox.ts'
import type { Authorize } from './access.ts'
import { createAccount, createRootKey, findCredential } from './credentials.ts'

const STARTS_AT = Date.UTC(2026, 0, 5, 9)
const refuse: Authorize = () => {
	throw new Error('nothing is to be authorized here')
}

function openSandbox() {
	const host = {
		services: new Map(),
		authorize: refuse,
		journal: new MemoryJournal(),
		realNow: () => 0,
	}
	const fresh = { seed: 'credentials', number: 77n, startsAt: STARTS_AT, speed: 0 }
	return Sandbox.open('credentials', host, new MemoryBlobs(), fresh)
}

test('a root key names its sandbox and speaks for its account', async () => {
	const sandbox = await openSandbox()
	let key = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateAccount',
		(call) => {
			createAccount(call, { account: '111111111111', alias: 'atelier' })
			key = createRootKey(call, '111111111111')
		},
		WORLD_SCOPE,
	)
	expect(sandboxOfAccessKey(key.accessKeyId)).toBe(77n)
	expect(findCredential(sandbox.world, key.accessKeyId, STARTS_AT)).toEqual({
		secretAccessKey: key.secretAccessKey,
		status: 'Active',
		expired: false,
		principal: {
			type: 'root',
			account: '111111111111',
			arn: 'arn:aws:iam::111111111111:root',
			accessKeyId: key.accessKeyId,
		},
	})
	expect(findCredential(sandbox.world, 'AKIAAAAAAAAAAAAAAAAA', STARTS_AT)).toBeUndefined()
})

test('temporary credentials expire at their moment', async () => {
	const sandbox = await openSandbox()
	const expiresAt = STARTS_AT + 900_000
	const principal = { type: 'root', account: '111111111111', arn: 'arn:aws:iam::111111111111:root' } as const
	await sandbox.arrange(
		'Session',
		({ world }) =>
			world.put(sessions, WORLD_SCOPE, 'ASIATEST', {
				accessKeyId: 'ASIATEST',
				secretAccessKey: 'secret',
				sessionToken: 'token',
				createdAt: STARTS_AT,
				expiresAt,
				principal,
			}),
		WORLD_SCOPE,
	)
	const credential = {
		secretAccessKey: 'secret',
		sessionToken: 'token',
		expiresAt,
		status: 'Active',
		principal,
	}
	expect(findCredential(sandbox.world, 'ASIATEST', expiresAt - 1)).toEqual({ ...credential, expired: false })
	expect(findCredential(sandbox.world, 'ASIATEST', expiresAt)).toEqual({ ...credential, expired: true })
})
