import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { authorize } from '#labs/aws/authorize.ts'
import { MemoryBlobs } from '#labs/aws/blobs.ts'
import { createEmulator } from '#labs/aws/emulator.ts'
import { createEmulatorServer } from '#labs/aws/http.ts'
import { MemoryJournal } from '#labs/aws/journal.ts'
import { dueSteps, WORLD_SCOPE } from '#labs/aws/kernel.ts'
import { Sandbox } from '#labs/aws/sandbox.ts'
import { services } from '#labs/aws/services.ts'
import { freeSandbox } from '#labs/bac-a-sable/scene.ts'
import { learnerKey, openLab } from '#labs/lab.ts'
import { runCommand } from '#labs/shell/run-command.ts'
import { HOME } from '#labs/shell/session.ts'

/** Things due before everything is at rest; more is taken for a loop. */
const STEPS_AT_MOST = 500

export interface FreeTerminal extends AsyncDisposable {
	type(command: string): Promise<{ stdout: string; stderr: string; exitCode: number }>
	sandbox: Sandbox
}

/** A terminal in a new free sandbox, in a folder with these files; its clock moves on after each command. */
export async function openFreeTerminal(folder: string, files: Record<string, string>): Promise<FreeTerminal> {
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => 0 }
	const fresh = { seed: folder, number: 1n, startsAt: freeSandbox.startsAt, speed: 0 }
	const sandbox = await Sandbox.open(folder, host, new MemoryBlobs(), fresh)
	await openLab(freeSandbox, sandbox)
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
	const { accessKeyId, secretAccessKey } = learnerKey(sandbox)
	let session = {
		cwd: `${HOME}/${folder}`,
		env: {
			AWS_ACCESS_KEY_ID: accessKeyId,
			AWS_SECRET_ACCESS_KEY: secretAccessKey,
			AWS_REGION: freeSandbox.region,
		} as Readonly<Record<string, string>>,
		files: Object.fromEntries(
			Object.entries(files).map(([name, text]) => [
				`${HOME}/${folder}/${name}`,
				Buffer.from(text).toString('base64'),
			]),
		),
	}
	return {
		sandbox,
		async type(command) {
			const asked = { id: 1, line: command, endpoint, timeoutMs: 10_000, ...session }
			const { stdout, stderr, exitCode, cwd, env, written } = await runCommand(asked)
			session = { cwd, env, files: { ...session.files, ...written } }
			await settle(sandbox)
			return { stdout, stderr, exitCode }
		},
		async [Symbol.asyncDispose]() {
			server.close()
		},
	}
}

/** Lets everything happen that is due, one thing after the other. */
async function settle(sandbox: Sandbox): Promise<void> {
	for (let step = 0; step < STEPS_AT_MOST; step++) {
		const [next] = sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
		if (!next) return
		await sandbox.setClock({ jumpTo: next.at })
	}
	throw new Error('The sandbox does not come to rest')
}
