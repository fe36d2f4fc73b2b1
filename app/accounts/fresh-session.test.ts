import { expect, test } from 'vitest'
import { withRequestContext } from '#app/platform/request-context.server.ts'
import * as signIn from '#app/routes/accounts/sign-in.tsx'
import { TestBrowser } from '#test/setup/browser.ts'
import { testDatabase } from '#test/setup/database.ts'
import { SESSION_RENEWED_AFTER_S, SESSION_S } from './auth.server.ts'
import { createAccount } from './create-account.server.ts'
import { userOfFreshSession } from './fresh-session.server.ts'
import { getUser } from './guards.server.ts'

const db = await testDatabase()
const PASSWORD = 'une phrase assez longue'

/** A browser where a new account has just signed in, and the cookies that it sends. */
async function signedIn(email: string): Promise<{ browser: TestBrowser; cookie: string }> {
	await createAccount({ name: 'Ana', email, password: PASSWORD })
	const browser = new TestBrowser()
	await browser.post(signIn.action, '/connexion', { email, password: PASSWORD })
	return { browser, cookie: browser.request('/').headers.get('cookie') ?? '' }
}

/** Moves the end of an account's session, in seconds from now. */
async function endSession(email: string, inSeconds: number): Promise<void> {
	const expiresAt = new Date(Date.now() + inSeconds * 1000)
	await db.session.updateMany({ where: { user: { email } }, data: { expiresAt } })
}

test('a session that has just begun tells whose it is', async () => {
	const { cookie } = await signedIn('fraiche@exemple.fr')
	expect(await userOfFreshSession(`theme=sombre; ${cookie}`)).toEqual({
		id: expect.any(String),
		name: 'Ana',
		email: 'fraiche@exemple.fr',
		emailVerified: true,
		role: 'learner',
	})
})

test('a cookie that was not signed here tells nothing, and opens nothing', async () => {
	const { cookie } = await signedIn('copie@exemple.fr')
	const [name, value = ''] = cookie.split('=')
	const [token = '', signature = ''] = decodeURIComponent(value).split('.')
	const other = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
	for (const forged of [
		token,
		`${token}.`,
		`${token}.${other}`,
		`${token}x.${signature}`,
		`.${signature}`,
		'%',
	]) {
		const sent = `${name}=${encodeURIComponent(forged)}`
		expect(await userOfFreshSession(sent), forged).toBeUndefined()
		expect(await getUser(new Request('http://localhost/', { headers: { cookie: sent } })), forged).toBeNull()
	}
	expect(await userOfFreshSession(`${name}=%E0%A4%A`)).toBeUndefined()
})

test('a session that has ended opens nothing, and is gone', async () => {
	const { browser, cookie } = await signedIn('finie@exemple.fr')
	await endSession('finie@exemple.fr', -1)
	expect(await userOfFreshSession(cookie)).toBeUndefined()
	expect(await getUser(browser.request('/'))).toBeNull()
	expect(await db.session.count({ where: { user: { email: 'finie@exemple.fr' } } })).toBe(0)
})

test('a session that was not renewed for a day is the library’s to renew, once', async () => {
	const { browser, cookie } = await signedIn('ancienne@exemple.fr')
	await endSession('ancienne@exemple.fr', SESSION_S - SESSION_RENEWED_AFTER_S - 60)
	expect(await userOfFreshSession(cookie)).toBeUndefined()
	const cookies: Array<string> = []
	const context = { id: 'r', clientAddress: '', sendCookie: (sent: string) => void cookies.push(sent) }
	expect(await withRequestContext(context, () => getUser(browser.request('/')))).toMatchObject({
		email: 'ancienne@exemple.fr',
	})
	expect(cookies).toEqual([expect.stringMatching(/^filiere-3000\.session_token=.*Max-Age=2592000/)])
	expect(await userOfFreshSession(cookie)).toMatchObject({ email: 'ancienne@exemple.fr' })
})
