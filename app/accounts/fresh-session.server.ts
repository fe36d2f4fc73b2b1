import { createHmac, timingSafeEqual } from 'node:crypto'
import { getDatabase } from '#app/platform/db.server.ts'
import { getAuth, SESSION_RENEWED_AFTER_S, SESSION_S } from './auth.server.ts'
import type { CurrentUser } from './current-user.ts'

const shown = { id: true, name: true, email: true, emailVerified: true, role: true } as const

/**
 * The user of a session that began or was renewed within a day, by a `Cookie`
 * header whose signature is right. Undefined for all others: whether they are to be renewed, ended or
 * refused is better-auth's to say. Every page of a learner asks, and the library's
 * own way of asking costs twice this one.
 */
export async function userOfFreshSession(cookie: string): Promise<CurrentUser | undefined> {
	const token = await sessionTokenOf(cookie)
	if (token === undefined) return
	const session = await getDatabase().session.findUnique({
		where: { token, expiresAt: { gt: new Date(Date.now() + (SESSION_S - SESSION_RENEWED_AFTER_S) * 1000) } },
		select: { user: { select: shown } },
	})
	return session?.user
}

/** The token of the session that a `Cookie` header names under our signature, whether or not there still is one. */
export async function sessionTokenOf(cookie: string): Promise<string | undefined> {
	const { authCookies, secret } = await getAuth().$context
	return signedValue(cookie, authCookies.sessionToken.name, secret)
}

/** A cookie's value without its signature, as better-auth signs: `value.base64(HMAC-SHA-256)`, percent-encoded. */
function signedValue(cookie: string, name: string, secret: string): string | undefined {
	const pair = cookie.split(/;\s*/).find((part) => part.startsWith(`${name}=`))
	const [, value, signature] = /^(.+)\.([\w+/]{43}=)$/.exec(decode(pair?.slice(name.length + 1))) ?? []
	if (value === undefined || signature === undefined) return
	const expected = createHmac('sha256', secret).update(value).digest()
	return timingSafeEqual(Buffer.from(signature, 'base64'), expected) ? value : undefined
}

function decode(text = ''): string {
	try {
		return decodeURIComponent(text)
	} catch {
		return ''
	}
}
