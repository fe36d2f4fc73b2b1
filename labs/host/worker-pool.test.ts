import { fork } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { type PoolOptions, WorkerPool } from './worker-pool.ts'

interface Order {
	order: 'answer' | 'exit' | 'hang' | 'fill'
}

function openPool(options: Partial<PoolOptions> = {}) {
	const pool = new WorkerPool<Order, { id: number; pid: number }>({
		size: 1,
		perOwnerRunning: 1,
		perOwner: 10,
		inAll: 100,
		start: () =>
			fork(new URL('./echo-worker.fixture.ts', import.meta.url), {
				execArgv: ['--max-old-space-size=32'],
				stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
			}),
		...options,
	})
	onTestFinished(() => pool.close())
	return pool
}

async function pidOf(pool: ReturnType<typeof openPool>): Promise<number> {
	const ending = await pool.run('ada', { order: 'answer' }, 5_000)
	if (!('answer' in ending)) throw new Error(`No answer: ${ending.failure}`)
	return ending.answer.pid
}

/** Kills a process and comes back once it is gone. */
async function kill(pid: number): Promise<void> {
	process.kill(pid, 'SIGKILL')
	await expect.poll(() => isThere(pid)).toBe(false)
}

function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch {
		return false
	}
}

test('a worker serves one request after another', async () => {
	const pool = openPool()
	expect(await pidOf(pool)).toBe(await pidOf(pool))
})

test('a worker that dies idle is forgotten, and its next request goes to another', async () => {
	const pool = openPool()
	const first = await pidOf(pool)
	await kill(first)
	expect(await pidOf(pool)).not.toBe(first)
})

test('a request that comes before the death is noticed is not lost', async () => {
	const pool = openPool()
	const first = await pidOf(pool)
	process.kill(first, 'SIGKILL')
	const endings = await Promise.all([
		pool.run('ada', { order: 'answer' }, 5_000),
		pool.run('ada', { order: 'answer' }, 5_000),
	])
	// Whether the first had reached the dying process is not ours to say; the second goes to another.
	expect(endings[1]).toHaveProperty('answer')
})

test.for([
	['exit', 'died'],
	['fill', 'memory'],
	['hang', 'timeout'],
] as const)('a request that ends its worker by %s ends alone', async ([order, failure]) => {
	const pool = openPool()
	expect(await pool.run('ada', { order }, order === 'fill' ? 20_000 : 100)).toEqual({ failure })
	expect(await pidOf(pool)).toBeGreaterThan(0)
})

test('an owner runs few at a time, whatever is free', async () => {
	const pool = openPool({ size: 3, perOwner: 2 })
	const hung = pool.run('ada', { order: 'hang' }, 100)
	const waiting = [1, 2].map(() => pool.run('ada', { order: 'answer' }, 5_000))
	expect(await pool.run('ada', { order: 'answer' }, 5_000)).toEqual({ failure: 'busy' })
	expect(await pool.run('zoe', { order: 'answer' }, 5_000)).toHaveProperty('answer')
	expect(await hung).toEqual({ failure: 'timeout' })
	for (const ending of await Promise.all(waiting)) expect(ending).toHaveProperty('answer')
})

test('a pool that closes tells all who wait', async () => {
	const pool = openPool()
	const hung = pool.run('ada', { order: 'hang' }, 5_000)
	const waiting = pool.run('zoe', { order: 'answer' }, 5_000)
	pool.close()
	expect(await waiting).toEqual({ failure: 'closed' })
	expect(await pool.run('zoe', { order: 'answer' }, 5_000)).toEqual({ failure: 'closed' })
	expect(await hung).toEqual({ failure: 'died' })
})
