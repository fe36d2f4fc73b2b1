import { redirect } from 'react-router'
import { getAuth } from './auth.server.ts'

export type Role = 'learner' | 'trainer' | 'admin'

/** The person who is signed in, as the site needs to know them. */
export interface CurrentUser {
	id: string
	name: string
	email: string
	emailVerified: boolean
	role: Role
}

/** A request has one user, however many loaders ask. */
const asked = new WeakMap<Request, Promise<CurrentUser | null>>()

/** Who is signed in, or null for a visitor. */
export function getUser(request: Request): Promise<CurrentUser | null> {
	const known = asked.get(request)
	if (known) return known
	const user = readUser(request)
	asked.set(request, user)
	return user
}

async function readUser(request: Request): Promise<CurrentUser | null> {
	// A visitor without a session costs no query.
	if (!request.headers.get('cookie')?.includes('filiere.session_token')) return null
	const session = await getAuth().api.getSession({ headers: request.headers })
	if (!session) return null
	const { id, name, email, emailVerified, role } = session.user
	return { id, name, email, emailVerified, role: (role ?? 'learner') as Role }
}

/** The signed-in user; a visitor, or someone whose session has ended, is sent to sign in and comes back. */
export async function requireUser(request: Request): Promise<CurrentUser> {
	const user = await getUser(request)
	if (user) return user
	const url = new URL(request.url)
	const back = request.method === 'GET' ? `${url.pathname}${url.search}` : url.pathname
	const reason = request.method === 'GET' ? '' : '&session=terminee'
	throw redirect(`/connexion?retour=${encodeURIComponent(back.replace(/\.data$/, ''))}${reason}`)
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
