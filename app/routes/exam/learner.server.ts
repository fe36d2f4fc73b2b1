import { redirect } from 'react-router'
import { getReader, type Reader } from '#app/course/reader.server.ts'

/** The signed-in person; anyone else is sent to sign in and then back. */
export async function requireLearner(request: Request): Promise<Reader> {
	const reader = await getReader(request)
	if (reader) return reader
	const { pathname } = new URL(request.url)
	throw redirect(`/connexion?retour=${encodeURIComponent(pathname.replace(/\.data$/, ''))}`)
}

export function attemptNotFound(): Response {
	return new Response('Cette tentative n’existe pas, ou elle n’est pas la vôtre.', { status: 404 })
}
