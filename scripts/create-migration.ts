// `npm run db:migration -- add_notes`: writes the migration from the migrations
// folder's end state to prisma/schema.prisma. Needs no running database.
import { PGlite } from '@electric-sql/pglite'
import { openPGlite } from '#app/platform/db.server.ts'
import { createMigration } from '#app/platform/migrate.server.ts'

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
	console.error('Usage : npm run db:migration -- nom_de_la_migration')
	process.exit(1)
}
const database = openPGlite(new PGlite())
const folder = await createMigration(database, name, new Date())
console.log(
	folder ? `prisma/migrations/${folder}/migration.sql` : 'Rien à migrer : le schéma n’a pas changé.',
)
await database.close()
