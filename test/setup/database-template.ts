/** Vitest global setup: migrates one database, which every test file then copies. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { openPGlite } from '#app/platform/db.server.ts'
import { migrate, pendingSql } from '#app/platform/migrate.server.ts'

declare module 'vitest' {
	export interface ProvidedContext {
		databaseTemplate: string
	}
}

export async function setup(project: TestProject) {
	const file = resolve('.cache', `database-${await schemaHash()}.tar`)
	if (!existsSync(file)) await buildTemplate(file)
	project.provide('databaseTemplate', file)
}

async function buildTemplate(file: string) {
	const pglite = new PGlite()
	const database = openPGlite(pglite)
	await migrate(database)
	// While a change of the schema has no migration yet, its tests can run already;
	// migrate.test.ts is what refuses to leave it so.
	const pending = await pendingSql(database)
	if (pending) await pglite.exec(pending)
	const dump = await pglite.dumpDataDir('none')
	await mkdir('.cache', { recursive: true })
	const draft = `${file}.${process.pid}`
	await writeFile(draft, Buffer.from(await dump.arrayBuffer()))
	await rename(draft, file)
	await database.close()
}

async function schemaHash(): Promise<string> {
	const files = ['schema.prisma']
	for await (const path of glob('migrations/*/migration.sql', { cwd: 'prisma' })) files.push(path)
	const hash = createHash('sha256')
	for (const path of files.toSorted()) hash.update(path).update(await readFile(join('prisma', path)))
	return hash.digest('hex').slice(0, 16)
}
