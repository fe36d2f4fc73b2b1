import { getDatabase } from '#app/platform/db.server.ts'

/** For whoever watches the server: 200 when the database answers. */
export async function loader() {
	const alive = await getDatabase().$queryRaw`SELECT 1`.then(
		() => true,
		() => false,
	)
	return new Response(alive ? 'ok' : 'base de données injoignable', {
		status: alive ? 200 : 503,
		headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
	})
}
