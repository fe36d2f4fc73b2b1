import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { buildRunner } from '../../guest/build-runner.ts'
import { functionRunner } from '../../guest/function-runner.ts'
import { GuestPool, hasGuests } from '../../guest/guest-pool.ts'
import { SandboxWork, type WorkRunner } from '../../host/work-host.ts'
import { createEmulator } from '../emulator.ts'
import { createAccount, createRootKey } from '../identity/credentials.ts'
import { authorize } from '../services/iam/authorize.ts'
import { services } from '../services.ts'
import { createEmulatorServer, jsonAnswer, type OwnRequest } from '../wire/http.ts'
import type { HttpResponse } from '../wire/protocols/message.ts'
import { MemoryBlobs } from '../world/blobs.ts'
import { MemoryJournal } from '../world/journal.ts'
import { WORLD_SCOPE } from '../world/kernel.ts'
import { Sandbox } from '../world/sandbox.ts'
import { ADMIN, callerOfKey, createAdmin } from './callers.ts'
import { inspect } from './inspector/routes.ts'

// The emulator alone, in memory: npm run emulator -- --port 4566 --open

const ACCOUNT = '123456789012'
const WORLD = 'standalone'

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '4566' },
		host: { type: 'string', default: '127.0.0.1' },
		open: { type: 'boolean', default: false },
		account: { type: 'string', multiple: true, default: [] },
	},
})
const port = Number(values.port)
if (!Number.isInteger(port) || port < 0 || port > 65_535)
	fail(`--port must be 0 to 65535, not ${values.port}`)
if (values.account.some((account) => !/^\d{12}$/.test(account) || account === ACCOUNT))
	fail(`--account must be twelve digits, other than ${ACCOUNT}`)
if (values.account.length > 0 && !values.open) fail('--account needs --open: its number is its access key')

const accounts = [ACCOUNT, ...new Set(values.account)]
/** Where it answers, once it listens. */
let endpoint = ''
const guests = new GuestPool(2)
/** Apart from builds, which may wait for a function; one that calls another needs two. */
const functions = new GuestPool(3)
const noGuests: WorkRunner = async () => ({
	ok: false,
	reason: 'This package of the emulator has no build host: run the emulator from its sources.',
})
const work = new SandboxWork({
	runners: {
		build: hasGuests() ? buildRunner(guests, () => endpoint) : noGuests,
		function: hasGuests() ? functionRunner(functions, () => endpoint) : noGuests,
	},
	onError: (error) => console.error(error),
})
const seed = randomBytes(16).toString('hex')
let world = await openWorld()
let ticker: NodeJS.Timeout | undefined

const emulator = createEmulator({
	services,
	realNow: Date.now,
	findSandbox: async () => world.sandbox,
	findPublicSandbox: async (label) => (label === undefined || label === ACCOUNT ? world.sandbox : undefined),
	onError: (error) => console.error(error),
	...(values.open && { openTo: (key) => callerOfKey(world.sandbox.world, key, accounts) }),
})
const server = createEmulatorServer(emulator, { ownRoute, onError: (error) => console.error(error) })
server.on('error', (error: NodeJS.ErrnoException) => {
	fail(error.code === 'EADDRINUSE' ? `Port ${port} is taken; choose another with --port` : error.message)
})
server.listen(port, values.host, () => {
	const address = server.address()
	const bound = typeof address === 'object' && address ? address.port : port
	endpoint = `http://${values.host}:${bound}`
	const { accessKeyId, secretAccessKey } = world.key
	const access = values.open
		? `any access key is arn:aws:iam::${ACCOUNT}:user/${ADMIN}, the key root is the account's root`
		: `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}`
	console.log(`Emulator ready: AWS_ENDPOINT_URL=${endpoint} ${access}`)
	tick()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		clearTimeout(ticker)
		guests.close()
		functions.close()
		server.close()
		server.closeAllConnections()
	})
}

async function ownRoute(request: OwnRequest): Promise<HttpResponse | undefined> {
	if (request.method !== 'POST' || request.path !== '/_emulator/reset') return inspect(world.sandbox, request)
	work.forget(world.sandbox)
	world = await openWorld()
	return jsonAnswer(200, { status: 'reset' })
}

/** A world with its accounts; the seed is kept, so that its key is the same after a reset. */
async function openWorld() {
	const host = {
		services,
		authorize,
		journal: new MemoryJournal(),
		realNow: Date.now,
		work,
		get endpoint() {
			return endpoint
		},
	}
	const fresh = { seed, number: 0n, startsAt: Date.now(), speed: 1 }
	const sandbox = await Sandbox.open(WORLD, host, new MemoryBlobs(), fresh)
	let key = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateAccount',
		async (call) => {
			for (const account of accounts) {
				createAccount(call, { account })
				if (values.open) await createAdmin(call, account)
			}
			key = createRootKey(call, ACCOUNT)
		},
		WORLD_SCOPE,
	)
	return { sandbox, key }
}

/** Moves the world on when something is due, and looks again a moment later. */
function tick(): void {
	ticker = setTimeout(async () => {
		try {
			const due = world.sandbox.nextDueAt()
			if (due !== undefined && due <= Date.now()) await world.sandbox.advance()
		} catch (error) {
			console.error(error)
		}
		if (server.listening) tick()
	}, 100)
}

function fail(message: string): never {
	console.error(message)
	process.exit(1)
}
