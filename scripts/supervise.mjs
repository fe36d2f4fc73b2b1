// Keeps the server of `npm start` running: one that dies is started again, with
// why it died left on the screen.

import { say } from './machine.mjs'

/** Ends that starting again does not mend: the cause has a code of its own, or somebody wanted it. */
const MEANT = new Set([0, 10, 11, 12, 13, 14, 15])
/** A server that lives longer than this has started well. */
const HEALTHY_MS = 60_000
/** Early deaths in a row before it is given up. */
const TRIES = 5

/**
 * Starts the server and starts it again when it dies; resolves with the exit
 * code of the end that is final. `start` gives a child process, `wait` a pause in milliseconds.
 */
export async function supervise(start, { now = Date.now, wait = pause } = {}) {
	for (let early = 0; ; ) {
		const startedAt = now()
		const { code, signal, stopping } = await ended(start())
		if (stopping || MEANT.has(code)) return code ?? 0
		early = now() - startedAt < HEALTHY_MS ? early + 1 : 1
		const cause = signal ? `le signal ${signal}` : `le code ${code}`
		if (early >= TRIES) {
			say(
				`Le serveur s’est arrêté ${TRIES} fois de suite dès son départ (${cause}). La cause est affichée plus haut.`,
			)
			return code ?? 1
		}
		const seconds = 2 ** (early - 1)
		say(
			`Le serveur s’est arrêté avec ${cause}. Il redémarre dans ${seconds} s ; ce qu’il a enregistré est gardé.`,
		)
		await wait(seconds * 1000)
	}
}

function ended(child) {
	return new Promise((resolve) => {
		child.on('error', () => resolve({ code: 1, signal: null, stopping: false }))
		child.on('close', (code, signal) => resolve({ code, signal, stopping: child.stopping === true }))
	})
}

function pause(ms) {
	return new Promise((resolve) => setTimeout(resolve, ms))
}
