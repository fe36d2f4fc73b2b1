import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** The built site as a process of its own, over a data folder that outlives it. */
export interface ServerProcess {
	origin: string
	pid: number
	/** Ends it as a power cut would. */
	kill(): Promise<void>
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0)
	await once(server, 'listening')
	const { port } = server.address() as AddressInfo
	server.close()
	await once(server, 'close')
	return port
}

/** Two ports that nobody listens on: of the site and of the emulator. */
export async function freePorts(): Promise<{ port: number; emulatorPort: number }> {
	return { port: await freePort(), emulatorPort: await freePort() }
}

/** Starts the site and waits until it says that it is ready. */
export async function startServer(
	dataDir: string,
	{ port, emulatorPort }: { port: number; emulatorPort: number },
): Promise<ServerProcess> {
	const origin = `http://localhost:${port}`
	const child = spawn(process.execPath, ['--max-semi-space-size=4', 'app/server/main.ts'], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			PORT: String(port),
			EMULATOR_PORT: String(emulatorPort),
			PUBLIC_URL: origin,
			DATA_DIR: dataDir,
			DATABASE_URL: '',
			LOG_LEVEL: 'error',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	await ready(child)
	return {
		origin,
		pid: child.pid ?? 0,
		async kill() {
			child.kill('SIGKILL')
			await once(child, 'exit')
		},
	}
}

function ready(child: ChildProcess): Promise<void> {
	return new Promise((resolve, reject) => {
		let said = ''
		const hear = (chunk: Buffer) => {
			said += chunk
			if (said.includes('Filière est prête')) resolve()
		}
		child.stdout?.on('data', hear)
		child.stderr?.on('data', hear)
		child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)))
	})
}
