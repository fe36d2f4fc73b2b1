import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from '#app/platform/env.server.ts'
import { cookiePrefix } from './session-cookie.ts'

const YEAR_S = 365 * 24 * 3600

function cookieName(): string {
	return `${cookiePrefix(env.publicUrl)}.known`
}

/** The cookie by which a browser is known again to an account: of whoever signed in there, or reset its password. */
export function knownBrowserCookie(email: string): string {
	const id = randomBytes(16).toString('base64url')
	const secure = env.publicUrl.startsWith('https:') ? '; Secure' : ''
	return `${cookieName()}=${id}.${sign(email, id)}; Max-Age=${YEAR_S}; Path=/; HttpOnly; SameSite=Lax${secure}`
}

/** The id of a browser that an account knows, by a `Cookie` header; undefined for all others. */
export function knownBrowser(cookie: string | null, email: string): string | undefined {
	const pair = cookie?.split(/;\s*/).find((one) => one.startsWith(`${cookieName()}=`))
	const [, id, signature] = /=([\w-]{22})\.([\w-]{43})$/.exec(pair ?? '') ?? []
	if (id === undefined || signature === undefined) return
	return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(email, id))) ? id : undefined
}

function sign(email: string, id: string): string {
	return createHmac('sha256', env.appSecret).update(`known browser ${id} ${email}`).digest('base64url')
}
