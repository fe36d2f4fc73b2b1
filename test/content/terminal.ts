import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createEmulator } from '#labs/aws/emulator.ts'
import { createRootKey } from '#labs/aws/identity/credentials.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { createEmulatorServer } from '#labs/aws/wire/http.ts'
import { validated } from '#labs/aws/wire/validated.fixture.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { loadLabs } from '#labs/catalog.ts'
import { learnerKey, openLab } from '#labs/lab.ts'
import { startingFiles } from '#labs/lab-files.ts'
import type { Scene } from '#labs/scene.ts'
import { runCommand } from '#labs/shell/run-command.ts'
import { HOME, type SessionFiles } from '#labs/shell/session.ts'
import { ACCOUNT, openAccounts } from './aws-account.ts'

const labs = await loadLabs()

/** A terminal like that of the labs, on a world of its own. */
export interface Terminal {
	/** Types one line; answers what the screen shows. */
	type(line: string): Promise<string>
	/** The same, answering whether it succeeded too. */
	run(line: string): Promise<{ stdout: string; stderr: string; exitCode: number }>
	/** Lets everything happen that is due within the next virtual hour. */
	settle(): Promise<void>
	[Symbol.dispose](): void
}

/** A terminal on a world, with these files in its home: the start of a lab or of a scene, or an account with nothing in it. */
export async function openTerminal(
	place: string | Scene,
	files: Readonly<Record<string, string>>,
): Promise<Terminal> {
	const { sandbox, keys, home } = place === '' ? await openEmptyAccount() : await openScene(sceneOf(place))
	const emulator = createEmulator({
		services,
		findSandbox: async () => sandbox,
		realNow: Date.now,
		onError(error) {
			throw error
		},
	})
	const server = createEmulatorServer(emulator).listen(0, '127.0.0.1')
	await once(server, 'listening')
	const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	let session = { cwd: HOME, env: { ...keys, AWS_REGION: 'eu-west-3' }, files: { ...home, ...homeOf(files) } }
	async function run(line: string) {
		const result = await runCommand({ id: 1, line, ...session, endpoint, timeoutMs: 10_000 })
		session = {
			cwd: result.cwd,
			env: { ...session.env, ...result.env },
			files: { ...session.files, ...result.written },
		}
		return result
	}
	return {
		run,
		async type(line) {
			const { stdout, stderr } = await run(line)
			return stdout + stderr
		},
		settle: () => sandbox.setClock({ jumpTo: sandbox.now() + 3_600_000 }),
		[Symbol.dispose]: () => void server.close(),
	}
}

interface World {
	sandbox: Sandbox
	keys: Record<string, string>
	home: SessionFiles
}

function sceneOf(place: string | Scene): Scene {
	if (typeof place !== 'string') return place
	const lab = labs.find((one) => one.lab.id === place)?.lab
	if (!lab) throw new Error(`there is no open lab "${place}"; write run alone, or run="${labs[0]?.lab.id}"`)
	return lab
}

async function openScene(scene: Scene): Promise<World> {
	const host = {
		services: validated(services.values()),
		authorize,
		journal: new MemoryJournal(),
		realNow: () => 0,
	}
	const fresh = { seed: scene.id, number: 1n, startsAt: scene.startsAt, speed: 0 }
	const sandbox = await Sandbox.open(scene.id, host, new MemoryBlobs(), fresh)
	await openLab(scene, sandbox)
	return { sandbox, keys: environment(learnerKey(sandbox)), home: homeOf(startingFiles(scene)) }
}

async function openEmptyAccount(): Promise<World> {
	const { sandbox } = await openAccounts()
	let key = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateRootKey',
		(call) => {
			key = createRootKey(call, ACCOUNT)
		},
		WORLD_SCOPE,
	)
	return { sandbox, keys: environment(key), home: {} }
}

function environment(key: { accessKeyId: string; secretAccessKey: string }): Record<string, string> {
	return { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey }
}

function homeOf(files: Readonly<Record<string, string | Uint8Array>>): SessionFiles {
	return Object.fromEntries(
		Object.entries(files).map(([path, content]) => [
			`${HOME}/${path}`,
			Buffer.from(content as Uint8Array).toString('base64'),
		]),
	)
}
