import { redirect } from 'react-router'
import { requestContext } from '#app/platform/request-context.server.ts'
import { getAuth } from './auth.server.ts'
import type { CurrentUser, Role } from './current-user.ts'
import { userOfFreshSession } from './fresh-session.server.ts'
import { hasSessionCookie, withoutDoubtfulSession } from './session-cookie.ts'

/**
 * A request has one user, however many loaders ask. React Router hands each of
 * them a copy of the request, so the host's own context is what they share.
 */
const asked = new WeakMap<object, Promise<CurrentUser | null>>()

/** Who is signed in, or null for a visitor. */
export function getUser(request: Request): Promise<CurrentUser | null> {
	const shared = requestContext() ?? request
	const known = asked.get(shared)
	if (known) return known
	const user = readUser(request)
	asked.set(shared, user)
	return user
}

/** Has the user be read anew, after an action changed the account or the session. */
export function forgetUser(request: Request): void {
	asked.delete(requestContext() ?? request)
}

async function readUser(request: Request): Promise<CurrentUser | null> {
	const cookie = withoutDoubtfulSession(request.headers.get('cookie') ?? '')
	// A visitor without a session costs no query.
	if (!hasSessionCookie(cookie)) return null
	const user = (await userOfFreshSession(cookie)) ?? (await userOfSession(cookie))
	const context = requestContext()
	if (context && user) context.userId = user.id
	return user
}

async function userOfSession(cookie: string): Promise<CurrentUser | null> {
	const { response: session, headers: answer } = await getAuth().api.getSession({
		headers: new Headers({ cookie }),
		returnHeaders: true,
	})
	// A session that is renewed has its cookie last as long as itself; one that ended takes it away.
	for (const cookie of answer.getSetCookie()) requestContext()?.sendCookie?.(cookie)
	if (!session) return null
	const { id, name, email, emailVerified, role } = session.user
	return { id, name, email, emailVerified, role: (role ?? 'learner') as Role }
}

/**
 * The signed-in user; a visitor, or someone whose session has ended, is sent to
 * sign in and comes back. A script that asked for JSON or events gets a 401.
 */
export async function requireUser(request: Request): Promise<CurrentUser> {
	const user = await getUser(request)
	if (user) return user
	const accept = request.headers.get('accept') ?? ''
	if (/application\/json|text\/event-stream/.test(accept) && !accept.includes('text/html')) {
		throw Response.json({ message: 'Votre session est terminée. Reconnectez-vous.' }, { status: 401 })
	}
	const ended = request.method !== 'GET' || hasSessionCookie(request.headers.get('cookie'))
	throw redirect(
		`/connexion?retour=${encodeURIComponent(wayBack(request))}${ended ? '&session=terminee' : ''}`,
	)
}

/** The page to come back to. The address that a form posts to may have no page: then the page that held the form. */
function wayBack(request: Request): string {
	const url = new URL(request.url)
	const referer = request.headers.get('referer')
	const page = request.method !== 'GET' && referer && URL.canParse(referer) ? new URL(referer) : url
	const { pathname, search } = page.host === url.host ? page : url
	return `${pathname.replace(/\.data$/, '')}${search}`
}

/** The signed-in user with one of the roles; anyone else gets a 403 that says what is missing. */
export async function requireRole(request: Request, ...roles: Array<Role>): Promise<CurrentUser> {
	const user = await requireUser(request)
	if (roles.includes(user.role)) return user
	throw new Response(
		'Cette page est réservée à un autre rôle que le vôtre. Demandez l’accès à l’administration.',
		{
			status: 403,
		},
	)
}
