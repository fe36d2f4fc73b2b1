import { expect, onTestFinished, test, vi } from 'vitest'
import { type Database, openPostgres, substituteDatabase } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { openTestDatabase } from '#test/setup/database.ts'
import { startPostgres } from '#test/setup/postgres.ts'
import { forget, forgetPast, type Pace, peekWait, waitFor } from './pace.server.ts'

const PACE: Pace = { free: 3, pauseMs: 60_000, forgottenMs: 10 * 60_000 }

const embedded = await openTestDatabase()

async function openServer(): Promise<Database> {
	const server = await startPostgres()
	onTestFinished(() => server[Symbol.asyncDispose]())
	const database = openPostgres(await server.createDatabase())
	onTestFinished(() => database.close())
	await migrate(database)
	return database
}

test.for([
	['the embedded database', () => embedded],
	['PostgreSQL', openServer],
] as const)('so many come at once, then one in each pause, until all is forgotten: %s', async ([, open]) => {
	substituteDatabase(await open())
	onTestFinished(() => substituteDatabase(embedded))
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-01T10:00:00Z') })
	onTestFinished(() => void vi.useRealTimers())
	const later = (ms: number) => vi.setSystemTime(Date.now() + ms)

	// At the same time, as over several processes: the row is counted up by the database.
	const waits = await Promise.all(Array.from({ length: 10 }, () => waitFor('porte', PACE)))
	expect(waits.toSorted((a, b) => a - b)).toEqual([0, 0, 0, ...Array(7).fill(60)])
	expect(await peekWait('porte', PACE)).toBe(60)
	expect(await waitFor('autre porte', PACE)).toBe(0)

	// What came too early is not held against the next.
	later(59_000)
	expect(await waitFor('porte', PACE)).toBe(1)
	later(1_000)
	expect(await peekWait('porte', PACE)).toBe(0)
	expect(await waitFor('porte', PACE)).toBe(0)
	expect(await waitFor('porte', PACE)).toBe(60)

	later(PACE.forgottenMs)
	expect(await Promise.all([1, 2, 3].map(() => waitFor('porte', PACE)))).toEqual([0, 0, 0])
	expect(await waitFor('porte', PACE)).toBe(60)
	await forget('porte')
	expect(await waitFor('porte', PACE)).toBe(0)
})

test('rows of past days are taken away, those of today are not', async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-12-01T10:00:00Z') })
	onTestFinished(() => void vi.useRealTimers())
	await waitFor('hier', PACE)
	vi.setSystemTime(new Date('2026-12-02T11:00:00Z'))
	await waitFor('aujourd’hui', PACE)
	await forgetPast()
	const kept = await embedded.client.rateLimit.findMany()
	expect(kept.map(({ lastRequest }) => new Date(Number(lastRequest)).getUTCDate())).toEqual([2])
})
