import { env } from '#app/platform/env.server.ts'

/** Address under which the learner's own tools reach the emulator. */
export function emulatorUrl(): string {
	return env.emulatorUrl
}

/** Address under which the terminal's workers, on this machine, reach it. */
export function emulatorFromHere(): string {
	const host = env.host === undefined || env.host === '0.0.0.0' || env.host === '::' ? '127.0.0.1' : env.host
	return `http://${host.includes(':') ? `[${host}]` : host}:${env.emulatorPort}`
}
