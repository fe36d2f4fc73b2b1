import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { PGlite, types } from '@electric-sql/pglite'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { Pool } from 'pg'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { PrismaClient } from '#prisma/generated/client.ts'
import { lockDataDir } from './data-dir-lock.server.ts'
import { env } from './env.server.ts'

/** An open database: Prisma's client and, for migrations, the driver below it. */
export interface Database {
	client: PrismaClient
	factory: SqlMigrationAwareDriverAdapterFactory
	/** Connections to PostgreSQL; the embedded database has none. */
	pool?: Pool
	close(): Promise<void>
}

/** PostgreSQL at `url`, through a pool of connections. */
export function openPostgres(url: string): Database & { pool: Pool } {
	const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000 })
	const factory = new PrismaPg(pool)
	const client = new PrismaClient({ adapter: factory })
	return {
		client,
		factory,
		pool,
		async close() {
			await client.$disconnect()
			await pool.end()
		},
	}
}

/** The embedded database over `pglite`: one connection, in this process alone. */
export function openPGlite(pglite: PGlite): Database {
	const factory = new ScriptAwaitingPGlite(pglite)
	const client = new PrismaClient({ adapter: factory })
	return {
		client,
		factory,
		async close() {
			await client.$disconnect()
			await pglite.close()
		},
	}
}

/** The adapter starts a script without awaiting it, so a failed migration would count as applied. */
class ScriptAwaitingPGlite extends PrismaPGlite {
	readonly #pglite: PGlite
	constructor(pglite: PGlite) {
		super(keepParsers(pglite))
		this.#pglite = pglite
	}
	override async connect() {
		return awaitScripts(await super.connect(), this.#pglite)
	}
	override async connectToShadowDb() {
		const shadow = new PGlite()
		return awaitScripts(await new PrismaPGlite(shadow).connect(), shadow)
	}
}

/**
 * PGlite copies its table of parsers, one for each type there is, for a query
 * that brings its own. The adapter brings the same ones each time: they join
 * the table instead, which spares a page of six queries a millisecond.
 */
function keepParsers(pglite: PGlite): PGlite {
	pglite.serializers[types.BYTEA] = serializeBytes
	const query = pglite.query.bind(pglite)
	pglite.query = (sql, values, { parsers, ...options } = {}) => {
		Object.assign(pglite.parsers, parsers, { [types.BYTEA]: parseBytes })
		return query(sql, values, options)
	}
	return pglite
}

/** The library's own and the adapter's go byte by byte: half a second for a mebibyte. */
function serializeBytes(bytes: Uint8Array): string {
	return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

function parseBytes(text: string): Uint8Array {
	return Buffer.from(text.slice(2), 'hex')
}

function awaitScripts(adapter: Awaited<ReturnType<PrismaPGlite['connect']>>, pglite: PGlite) {
	adapter.executeScript = async (script) => {
		await pglite.exec(script)
	}
	return adapter
}

/**
 * PGlite in a folder. Every write has reached the file system when it is
 * acknowledged (no relaxed durability), so it survives kill -9.
 */
function openDataDir(dataDir: string): Database {
	const release = lockDataDir(dataDir)
	const folder = join(dataDir, 'database')
	if (!existsSync(folder)) createFolder(folder)
	const database = openPGlite(openSmall(folder))
	return {
		...database,
		async close() {
			await database.close()
			release()
		},
	}
}

/**
 * Makes the folder of a new database, whole or not at all. In a process of its
 * own: `initdb` brings two more PostgreSQLs, whose memory V8 would keep for long.
 */
function createFolder(folder: string): void {
	const draft = `${folder}.draft`
	rmSync(draft, { recursive: true, force: true })
	const script = `
		process.on('uncaughtException', (error) => {
			// Errors of PGlite's file system are a number without words; 51 is that of a full disk.
			console.error(error.message ?? (error.errno === 51 ? 'No space left on device' : String(error)))
			process.exit(1)
		})
		const { PGlite } = await import(process.argv[1])
		const pglite = new PGlite(process.argv[2])
		await pglite.waitReady
		await pglite.close()`
	const library = import.meta.resolve('@electric-sql/pglite')
	const { status, stderr } = spawnSync(
		process.execPath,
		['--input-type=module', '--eval', script, library, draft],
		{ stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
	)
	if (status !== 0) throw new Error(stderr.trim())
	renameSync(draft, folder)
}

/** PostgreSQL's own buffers are memory of this process, and the system caches the same files. */
const BUFFERS = ['-c', 'shared_buffers=16MB', '-c', 'wal_buffers=1MB']

/**
 * PGlite in as little memory as it works well in. V8's optimizing compiler takes
 * half a gigabyte for PostgreSQL's largest functions, and gains nothing that an
 * INSERT or a page shows: PGlite keeps the code of the baseline compiler, and
 * what is compiled after it is optimized as ever.
 */
function openSmall(folder: string): PGlite {
	for (const flag of ['wasm-tier-up', 'wasm-dynamic-tiering']) setFlagsFromString(`--no-${flag}`)
	const pglite = new PGlite(folder, { startParams: [...PGlite.defaultStartParams, ...BUFFERS] })
	const restore = () => {
		for (const flag of ['wasm-tier-up', 'wasm-dynamic-tiering']) setFlagsFromString(`--${flag}`)
	}
	pglite.waitReady.then(restore, restore)
	return pglite
}

/** Kept on globalThis: Vite reloads modules in development, and PGlite must be opened once. */
const shared = globalThis as { filiereDatabase?: Database }

/** The process's database, opened at first use. Throws DataDirInUseError. */
export function openedDatabase(): Database {
	shared.filiereDatabase ??= env.databaseUrl ? openPostgres(env.databaseUrl) : openDataDir(env.dataDir)
	return shared.filiereDatabase
}

/** Prisma's client over the process's database. */
export function getDatabase(): PrismaClient {
	return openedDatabase().client
}

/** Tests put their own database in the place of the process's. */
export function substituteDatabase(database: Database) {
	shared.filiereDatabase = database
}

/** Closes the process's database, if it was opened. */
export async function closeDatabase() {
	const database = shared.filiereDatabase
	shared.filiereDatabase = undefined
	await database?.close()
}
