import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { FileBlobs } from '#app/labs/blobs/file-blobs.server.ts'
import type { LargeBlobs } from '#app/labs/blobs/large-blobs.ts'
import { TableBlobs } from '#app/labs/blobs/table-blobs.server.ts'
import { DatabaseJournal } from '#app/labs/database-journal.server.ts'
import { type Database, openPGlite, openPostgres } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { rootOf } from '#labs/aws/identity/credentials.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { startPostgres } from '#test/setup/postgres.ts'
import { atMostMs, type Figure } from './measure.ts'

const MEBIBYTES = 60
const ROUNDS = 5
/** MiB a second that storing and reading reach at least. */
const RATE = 100
/** Milliseconds that the event loop is held at most. */
const HELD_MS = 20
const ACCOUNT = '111111111111'
const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }

/** An object of 60 MiB put and read over a journal: the median rate, and the longest that the loop was held. */
async function objects(where: string, database: Database, large: LargeBlobs): Promise<Array<Figure>> {
	await migrate(database)
	const journal = new DatabaseJournal(database.client, large, { shared: false, onError: console.error })
	const host = { services, authorize, journal, realNow: Date.now }
	const fresh = { seed: 'bench', number: 1n, startsAt: Date.now(), speed: 1 }
	const sandbox = await Sandbox.open('bench/1', host, journal.blobs('bench/1'), fresh)
	const call = (operation: string, input: object) =>
		sandbox.call({ principal: rootOf(ACCOUNT), scope: SCOPE, service: 's3', operation, input })
	const CreateBucketConfiguration = { LocationConstraint: SCOPE.region }
	await call('CreateBucket', { Bucket: 'bench-bucket', CreateBucketConfiguration })
	const times = { put: [] as number[], get: [] as number[] }
	let held = 0
	for (let round = 0; round < ROUNDS; round++) {
		const object = { Bucket: 'bench-bucket', Key: `${round}` }
		const Body = randomBytes(MEBIBYTES * 1024 * 1024)
		// What made the bytes is not to be counted.
		await setImmediate()
		// A monitor that pauses counts the pause: each round has its own.
		const delay = monitorEventLoopDelay({ resolution: 1 })
		delay.enable()
		const started = performance.now()
		await call('PutObject', { ...object, Body })
		const stored = performance.now()
		await call('GetObject', object)
		times.get.push(performance.now() - stored)
		times.put.push(stored - started)
		delay.disable()
		held = Math.max(held, delay.max / 1e6)
	}
	await journal.flush()
	return [
		atLeastRate(`Storing an object of ${MEBIBYTES} MiB, ${where}`, times.put),
		atLeastRate(`Reading it again, ${where}`, times.get),
		atMostMs(`The longest that either holds the event loop, ${where}`, held, HELD_MS),
	]
}

function atLeastRate(name: string, times: Array<number>): Figure {
	const ms = times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
	const rate = (MEBIBYTES * 1000) / ms
	return { name, value: `${rate.toFixed(0)} MiB/s`, target: `≥ ${RATE} MiB/s`, holds: rate >= RATE }
}

/** What large objects cost, on either database. */
export async function storageFigures(): Promise<Array<Figure>> {
	const folder = mkdtempSync(join(tmpdir(), 'filiere-bench-storage-'))
	const embedded = openPGlite(new PGlite(join(folder, 'database')))
	const inFiles = await objects(
		'beside the embedded database',
		embedded,
		new FileBlobs(join(folder, 'blobs')),
	)
	await embedded.close()
	rmSync(folder, { recursive: true })
	await using server = await startPostgres()
	const postgres = openPostgres(await server.createDatabase())
	const inRows = await objects('in PostgreSQL', postgres, new TableBlobs(postgres.pool))
	await postgres.close()
	return [...inFiles, ...inRows]
}
