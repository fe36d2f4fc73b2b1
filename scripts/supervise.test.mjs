import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { supervise } from './supervise.mjs'

vi.mock('./machine.mjs', () => ({ say: (line) => said.push(line) }))
const said = []

/** A server that ends in these ways, one after another, each after so many milliseconds. */
function server(...ends) {
	said.length = 0
	let clock = 0
	const waits = []
	const start = () => {
		const child = new EventEmitter()
		const { code = null, signal = null, after = 0, stopping } = ends.shift() ?? { code: 0 }
		if (stopping) child.stopping = true
		clock += after
		queueMicrotask(() => child.emit('close', code, signal))
		return child
	}
	return { waits, result: supervise(start, { now: () => clock, wait: async (ms) => waits.push(ms) }) }
}

test('a server that dies is started again, and the screen says how it died', async () => {
	const { waits, result } = server({ signal: 'SIGKILL', after: 90_000 }, { code: 1, after: 90_000 })
	expect(await result).toBe(0)
	expect(waits).toEqual([1000, 1000])
	expect(said).toEqual([
		'Le serveur s’est arrêté avec le signal SIGKILL. Il redémarre dans 1 s ; ce qu’il a enregistré est gardé.',
		'Le serveur s’est arrêté avec le code 1. Il redémarre dans 1 s ; ce qu’il a enregistré est gardé.',
	])
})

test('one that dies early each time is given up after five, ever more slowly', async () => {
	const { waits, result } = server(...Array.from({ length: 9 }, () => ({ code: 1 })))
	expect(await result).toBe(1)
	expect(waits).toEqual([1000, 2000, 4000, 8000])
	expect(said.at(-1)).toContain('5 fois de suite')
})

test.for([0, 11, 14, 15])('an end with a cause of its own is final: %i', async (code) => {
	const { waits, result } = server({ code })
	expect(await result).toBe(code)
	expect(waits).toEqual([])
})

test('who is asked to stop is not started again', async () => {
	const { result } = server({ signal: 'SIGTERM', stopping: true })
	expect(await result).toBe(0)
	expect(said).toEqual([])
})
