import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { FileBlobs } from '#app/labs/blobs/file-blobs.server.ts'
import { DatabaseJournal } from '#app/labs/database-journal.server.ts'
import { openPGlite } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { rootOf } from '#labs/aws/identity/credentials.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { atLeastRatio, type Figure, ratesInTurn } from './measure.ts'

const ACCOUNT = '111111111111'
const REGION = 'eu-west-3'
const BYTES = 1024

/** A journaled PutObject against a bare INSERT of the same bytes, through the same driver, on disk. */
export async function journalFigures(): Promise<Array<Figure>> {
	const folder = mkdtempSync(join(tmpdir(), 'filiere-bench-'))
	const database = openPGlite(new PGlite(join(folder, 'database')))
	await migrate(database)
	const { client } = database
	let row = 0
	const insert = () =>
		client.$executeRaw`INSERT INTO "Blob" ("world", "sha256", "size", "bytes") VALUES ('bare', ${String(row++)}, ${BYTES}, ${randomBytes(BYTES)})`
	const journal = new DatabaseJournal(client, new FileBlobs(join(folder, 'blobs')), {
		shared: false,
		onError: console.error,
	})
	const host = { services, authorize, journal, realNow: Date.now }
	const fresh = { seed: 'bench', number: 1n, startsAt: Date.now(), speed: 1 }
	const sandbox = await Sandbox.open('bench/1', host, journal.blobs('bench/1'), fresh)
	const call = (operation: string, input: object) =>
		sandbox.call({
			principal: rootOf(ACCOUNT),
			scope: { account: ACCOUNT, region: REGION },
			service: 's3',
			operation,
			input,
		})
	await call('CreateBucket', {
		Bucket: 'bench-bucket',
		CreateBucketConfiguration: { LocationConstraint: REGION },
	})
	let key = 0
	const put = () =>
		call('PutObject', { Bucket: 'bench-bucket', Key: `objet-${key++}`, Body: randomBytes(BYTES) })
	const [baseline = 0, rate = 0] = await ratesInTurn([insert, put])
	await journal.flush()
	await database.close()
	rmSync(folder, { recursive: true })
	return [atLeastRatio('A journaled PutObject of 1 KiB, against a bare INSERT', rate, baseline, 0.4)]
}
