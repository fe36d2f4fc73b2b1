import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { startPostgres } from '#test/setup/postgres.ts'
import { openPGlite, openPostgres } from './db.server.ts'
import { createMigration, migrate, pendingSql } from './migrate.server.ts'

test('the migrations lead to the schema, on PGlite', async () => {
	const database = openPGlite(new PGlite())
	await migrate(database)
	expect(await pendingSql(database)).toBe('')
	await database.close()
})

// The engine cannot read PostgreSQL's catalogue through the driver ("char" columns),
// so the two databases are compared by their own description of themselves.
test('the migrations lead to the same tables on PostgreSQL as on PGlite', async () => {
	await using server = await startPostgres()
	const url = await server.createDatabase()
	const database = openPostgres(url)
	expect(await migrate(database)).toEqual(await migrationNames())
	expect(await migrate(database)).toEqual([])
	// What another process would do at the same time: the lock must be free again.
	const other = openPostgres(url)
	expect(await migrate(other)).toEqual([])
	await writeAndRead(database)
	const embedded = openPGlite(new PGlite())
	await migrate(embedded)
	expect(await tablesOf(database)).toEqual(await tablesOf(embedded))
	await Promise.all([database.close(), other.close(), embedded.close()])
})

test('a migrated PGlite answers queries, and is not migrated twice', async () => {
	const database = openPGlite(new PGlite())
	expect(await migrate(database)).toEqual(await migrationNames())
	expect(await migrate(database)).toEqual([])
	await writeAndRead(database)
	await database.close()
})

test('a change of the schema becomes a migration, which is then applied', async () => {
	const prismaDir = await copyOfPrismaDir()
	const schema = await readFile(join(prismaDir, 'schema.prisma'), 'utf8')
	await writeFile(join(prismaDir, 'schema.prisma'), `${schema}\nmodel Probe {\n  id String @id\n}\n`)
	const database = openPGlite(new PGlite())

	const at = new Date('2027-01-02T03:04:05Z')
	expect(await createMigration(database, 'add_probes', at, prismaDir)).toBe('20270102030405_add_probes')
	expect(await createMigration(database, 'again', at, prismaDir)).toBeUndefined()
	expect(await database.client.$queryRaw`SELECT count(*)::int AS probes FROM "Probe"`).toEqual([
		{ probes: 0 },
	])
	await database.close()
})

test('a migration that fails stops the start, and is not counted as applied', async () => {
	const prismaDir = await copyOfPrismaDir()
	const folder = join(prismaDir, 'migrations', '20990101000000_broken')
	await cp(join(prismaDir, 'migrations', (await migrationNames())[0] ?? ''), folder, { recursive: true })
	await writeFile(join(folder, 'migration.sql'), 'ALTER TABLE "Nowhere" ADD COLUMN "x" TEXT;')
	const database = openPGlite(new PGlite())
	await expect(migrate(database, prismaDir)).rejects.toThrow(/20990101000000_broken/)
	const [row] = await database.client.$queryRaw<Array<{ finished_at: Date | null }>>`
		SELECT finished_at FROM _prisma_migrations WHERE migration_name = '20990101000000_broken'`
	expect(row).toEqual({ finished_at: null })
	await database.close()
})

async function migrationNames(): Promise<Array<string>> {
	const entries = await readdir('prisma/migrations', { withFileTypes: true })
	return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

async function copyOfPrismaDir(): Promise<string> {
	const directory = await mkdtemp(join(tmpdir(), 'filiere-prisma-'))
	await cp('prisma', directory, { recursive: true })
	return directory
}

/** Columns, indexes, constraints and enums, as PostgreSQL itself writes them. */
function tablesOf({ client }: { client: ReturnType<typeof openPostgres>['client'] }) {
	return client.$queryRaw<Array<{ object: string }>>`
		SELECT format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) AS object
			FROM information_schema.columns WHERE table_schema = 'public'
		UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
		UNION SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
			WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
		UNION SELECT format('%s %s', typname, enumlabel) FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
		ORDER BY object`
}

/** Types that the two drivers could read differently: dates, bytes, bigints, lists, JSON. */
async function writeAndRead({ client }: { client: ReturnType<typeof openPostgres>['client'] }) {
	const at = new Date('2026-11-23T10:11:12.345Z')
	await client.user.create({ data: { id: 'u1', name: 'Zoé', email: 'zoe@exemple.fr', createdAt: at } })
	await client.blob.create({
		data: { world: 'w/1', sha256: 'a', size: 3, bytes: new Uint8Array([0, 255, 10]) },
	})
	await client.rateLimit.create({ data: { id: 'r1', key: 'k', count: 1, lastRequest: 1_795_000_000_000n } })
	await client.auditEvent.create({ data: { at, action: 'a', subject: 's', detail: { é: [1, null] } } })
	await client.quizAnswer.create({
		data: {
			userId: 'u1',
			moduleSlug: 'm',
			questionId: 'q',
			choices: ['a', 'b,c'],
			correct: true,
			answeredAt: at,
		},
	})
	expect(await client.user.findUnique({ where: { id: 'u1' } })).toMatchObject({
		name: 'Zoé',
		createdAt: at,
		role: 'learner',
	})
	expect((await client.blob.findFirst())?.bytes).toEqual(new Uint8Array([0, 255, 10]))
	expect((await client.rateLimit.findFirst())?.lastRequest).toBe(1_795_000_000_000n)
	expect((await client.auditEvent.findFirst())?.detail).toEqual({ é: [1, null] })
	expect((await client.quizAnswer.findFirst())?.choices).toEqual(['a', 'b,c'])
	await expect(
		client.user.create({ data: { id: 'u2', name: 'Z', email: 'zoe@exemple.fr' } }),
	).rejects.toMatchObject({
		code: 'P2002',
	})
}
