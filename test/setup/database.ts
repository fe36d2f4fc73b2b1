/**
 * An isolated, migrated database for one test file, in memory.
 *
 *     import { testDatabase } from '#test/setup/database.ts'
 *
 *     const db = await testDatabase()   // PrismaClient, at the top of the file
 *
 *     test('…', async () => {
 *         await db.user.create({ data: { … } })
 *     })
 *
 * It also takes the place of the process's database: loaders, actions and
 * domain functions that call `getDatabase()` see it. Each call gives a new empty
 * one (about 0.3 s: a copy of a template that is migrated once for all files).
 */
import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, inject } from 'vitest'
import { type Database, openPGlite, substituteDatabase } from '#app/platform/db.server.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'

export async function testDatabase(): Promise<PrismaClient> {
	const { client } = await openTestDatabase()
	return client
}

/** The same with its driver and `close`, for tests of the platform itself. */
export async function openTestDatabase(): Promise<Database> {
	const template = new Blob([await readFile(inject('databaseTemplate'))])
	const database = openPGlite(new PGlite({ loadDataDir: template }))
	substituteDatabase(database)
	afterAll(() => database.close())
	return database
}
