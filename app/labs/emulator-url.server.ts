import { env } from '#app/platform/env.server.ts'

/** Address under which the learner's own tools reach the emulator. */
export function emulatorUrl(): string {
	const url = new URL(env.publicUrl)
	url.port = String(env.emulatorPort)
	return url.origin
}
