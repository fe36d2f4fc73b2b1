import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import type { Database } from './db.server.ts'
import { withSchemaEngine } from './schema-engine.server.ts'

const nothingFiltered = { externalTables: [], externalEnums: [] }
const lockfile = '# Prisma reads the provider here.\nprovider = "postgresql"\n'

/** Applies the migrations that `database` has not seen yet, and returns their names. */
export async function migrate(database: Database, prismaDir = 'prisma'): Promise<Array<string>> {
	const migrationsList = await readMigrations(prismaDir)
	return withSchemaEngine(database, await readSchema(prismaDir), async (engine) => {
		const { appliedMigrationNames } = await engine.applyMigrations({
			migrationsList,
			filters: nothingFiltered,
		})
		return appliedMigrationNames
	})
}

/** The SQL that leads from a migrated database, as it is, to the schema; '' when they are equal. */
export async function pendingSql(database: Database, prismaDir = 'prisma'): Promise<string> {
	const content = await readSchema(prismaDir)
	const files = [{ path: 'schema.prisma', content }]
	return withSchemaEngine(database, content, async (engine) => {
		const { stdout, exitCode } = await engine.diff({
			from: { tag: 'schemaDatasource', files, configDir: prismaDir },
			to: { tag: 'schemaDatamodel', files },
			script: true,
			exitCode: true,
			filters: nothingFiltered,
		})
		return exitCode === 0 ? '' : (stdout ?? '')
	})
}

/**
 * Writes the migration that brings the migrations folder to the schema and
 * returns its folder's name; undefined when there is nothing to write. Brings
 * `database` to the end of the migrations first.
 */
export async function createMigration(
	database: Database,
	name: string,
	at: Date,
	prismaDir = 'prisma',
): Promise<string | undefined> {
	await migrate(database, prismaDir)
	const sql = await pendingSql(database, prismaDir)
	if (!sql) return
	const folder = `${at.toISOString().replaceAll(/\D/g, '').slice(0, 14)}_${name}`
	await mkdir(join(prismaDir, 'migrations', folder), { recursive: true })
	await writeFile(join(prismaDir, 'migrations', folder, 'migration.sql'), sql)
	await writeFile(join(prismaDir, 'migrations', 'migration_lock.toml'), lockfile)
	return folder
}

function readSchema(prismaDir: string): Promise<string> {
	return readFile(join(prismaDir, 'schema.prisma'), 'utf8')
}

async function readMigrations(prismaDir: string): Promise<MigrationList> {
	const baseDir = resolve(prismaDir, 'migrations')
	const entries = await readdir(baseDir, { withFileTypes: true }).catch(() => [])
	const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
	return {
		baseDir,
		lockfile: { path: 'migration_lock.toml', content: lockfile },
		shadowDbInitScript: '',
		migrationDirectories: await Promise.all(
			folders.toSorted().map(async (path) => ({
				path,
				migrationFile: {
					path: 'migration.sql',
					content: {
						tag: 'ok' as const,
						value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8'),
					},
				},
			})),
		),
	}
}
