import { DataDirInUseError } from '#app/platform/data-dir-lock.server.ts'
import { openedDatabase } from '#app/platform/db.server.ts'
import { diskIsFull } from '#app/platform/disk.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import { seedDemo } from '#prisma/seed.ts'

/** The database cannot be used; the message says why and what to do, `reason` which exit code is meant. */
export class DatabaseUnavailableError extends Error {
	override name = 'DatabaseUnavailableError'
	readonly reason: 'database' | 'disk'

	constructor(reason: 'database' | 'disk', message: string, options: ErrorOptions) {
		super(message, options)
		this.reason = reason
	}
}

/** Opens the database, brings it to the current schema and seeds it when it is empty. */
export async function prepareDatabase(): Promise<void> {
	try {
		const database = openedDatabase()
		await database.client.$queryRaw`SELECT 1`
		const applied = await migrate(database)
		if (applied.length > 0) log.info({ migrations: applied }, 'database migrated')
	} catch (error) {
		const isFull = !env.databaseUrl && (isNoSpace(error) || (await diskIsFull(env.dataDir)))
		if (!isFull) throw new DatabaseUnavailableError('database', explain(error), { cause: error })
		const message = `Le disque de ${env.dataDir} est plein. Libérez de la place, puis relancez la commande\u00a0: rien n’est perdu.`
		throw new DatabaseUnavailableError('disk', message, { cause: error })
	}
	await seedDemo()
}

/** PGlite words it as the file system does. */
function isNoSpace(error: unknown): boolean {
	return error instanceof Error && /ENOSPC|No space left/.test(`${error.message} ${error.cause ?? ''}`)
}

function explain(error: unknown): string {
	if (error instanceof DataDirInUseError) return error.message
	// Prisma puts the query before the reason; the reason is the last line.
	const reason = (error instanceof Error ? error.message : String(error)).split('\n').at(-1)
	if (!env.databaseUrl) return `La base de données de ${env.dataDir} n’a pas pu être ouverte\u00a0: ${reason}`
	const { host, pathname } = new URL(env.databaseUrl)
	return (
		`La base de données PostgreSQL ${host}${pathname} n’a pas pu être ouverte\u00a0: ${reason}\n` +
		'Vérifiez qu’elle est démarrée et que DATABASE_URL est exacte.'
	)
}
