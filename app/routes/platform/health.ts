import { databaseHealth, type Health } from '#app/platform/database-health.server.ts'

const TOLD: Readonly<Record<Health, string>> = {
	ok: 'ok',
	database: 'la base de données refuse les écritures ou ne répond pas',
	disk: 'le disque est plein',
}

/** For whoever watches the server: 200 when the database takes writes and there is room for more. */
export async function loader() {
	const health = await databaseHealth()
	return new Response(TOLD[health], {
		status: health === 'ok' ? 200 : 503,
		headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
	})
}
