import { redirect } from 'react-router'
import type { CurrentUser } from '#app/accounts/current-user.ts'
import { getUser } from '#app/accounts/guards.server.ts'

/** The signed-in person; anyone else is sent to sign in and then back. */
export async function requireLearner(request: Request): Promise<CurrentUser> {
	const user = await getUser(request)
	if (user) return user
	const { pathname } = new URL(request.url)
	throw redirect(`/connexion?retour=${encodeURIComponent(pathname.replace(/\.data$/, ''))}`)
}

export function attemptNotFound(): Response {
	return new Response('Cette tentative n’existe pas, ou elle n’est pas la vôtre.', { status: 404 })
}
