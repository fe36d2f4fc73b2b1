import type { Pool } from 'pg'
import type { LargeBlobs } from './large-blobs.ts'

/** Bytes of one row: what is sent or parsed in one go. */
const CHUNK_BYTES = 1024 * 1024
/** Columns of Prisma's are in UTC and do not say so. */
const NOW = `now() AT TIME ZONE 'UTC'`
const momentOf = (parameter: number) => `$${parameter}::timestamptz AT TIME ZONE 'UTC'`

/**
 * Large blobs in rows of one mebibyte, through the driver itself: a parameter
 * goes out as bytes. Chunk 0 stands for the whole blob, which several processes
 * may write and collect at the same time.
 */
export class TableBlobs implements LargeBlobs {
	readonly #pool: Pool

	constructor(pool: Pool) {
		this.#pool = pool
	}

	async write(world: string, sha256: string, bytes: Uint8Array): Promise<void> {
		const chunk = (position: number) =>
			Buffer.from(bytes.buffer, bytes.byteOffset + position * CHUNK_BYTES, chunkLength(bytes, position))
		const client = await this.#pool.connect()
		try {
			await client.query('BEGIN')
			const { rows } = await client.query<{ fresh: boolean }>(
				`INSERT INTO "BlobChunk" ("world", "sha256", "position", "bytes", "keptAt") VALUES ($1, $2, 0, $3, ${NOW})
				ON CONFLICT ("world", "sha256", "position") DO UPDATE SET "keptAt" = ${NOW} RETURNING xmax = 0 AS "fresh"`,
				[world, sha256, chunk(0)],
			)
			const chunks = rows[0]?.fresh ? Math.ceil(bytes.byteLength / CHUNK_BYTES) : 0
			for (let position = 1; position < chunks; position++) {
				await client.query(
					`INSERT INTO "BlobChunk" ("world", "sha256", "position", "bytes", "keptAt") VALUES ($1, $2, $3, $4, ${NOW})`,
					[world, sha256, position, chunk(position)],
				)
			}
			await client.query('COMMIT')
			client.release()
		} catch (error) {
			// A connection in the middle of a transaction serves nobody else.
			client.release(true)
			throw error
		}
	}

	async read(world: string, sha256: string, size: number): Promise<Uint8Array> {
		const whole = Buffer.allocUnsafe(size)
		for (let position = 0; position * CHUNK_BYTES < size; position++) {
			const { rows } = await this.#pool.query<{ bytes: Buffer }>(
				'SELECT "bytes" FROM "BlobChunk" WHERE "world" = $1 AND "sha256" = $2 AND "position" = $3',
				[world, sha256, position],
			)
			const [row] = rows
			if (row?.bytes.byteLength !== chunkLength(whole, position))
				throw new Error(`No chunk ${position} of blob ${sha256} in ${world}`)
			whole.set(row.bytes, position * CHUNK_BYTES)
		}
		return whole
	}

	async writtenBefore(world: string, moment: Date): Promise<Array<string>> {
		const { rows } = await this.#pool.query<{ sha256: string }>(
			`SELECT "sha256" FROM "BlobChunk" WHERE "world" = $1 AND "position" = 0 AND "keptAt" < ${momentOf(2)}`,
			[world, moment],
		)
		return rows.map(({ sha256 }) => sha256)
	}

	/** Chunk 0 goes if it is still old when its lock is had, and takes the others with it. */
	async remove(world: string, sha256: string, unlessSince: Date): Promise<void> {
		await this.#pool.query(
			`WITH "gone" AS (
				DELETE FROM "BlobChunk" WHERE "world" = $1 AND "sha256" = $2 AND "position" = 0 AND "keptAt" < ${momentOf(3)}
				RETURNING "world", "sha256"
			)
			DELETE FROM "BlobChunk" AS "rest" USING "gone"
			WHERE "rest"."world" = "gone"."world" AND "rest"."sha256" = "gone"."sha256" AND "rest"."position" > 0`,
			[world, sha256, unlessSince],
		)
	}

	async removeWorld(world: string): Promise<void> {
		await this.#pool.query('DELETE FROM "BlobChunk" WHERE "world" = $1', [world])
	}
}

function chunkLength({ byteLength }: Uint8Array, position: number): number {
	return Math.min(CHUNK_BYTES, byteLength - position * CHUNK_BYTES)
}
