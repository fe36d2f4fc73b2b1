import { expect, onTestFinished, test, vi } from 'vitest'
import { withRequestContext } from '#app/platform/request-context.server.ts'
import * as account from '#app/routes/accounts/account.tsx'
import * as forgotten from '#app/routes/accounts/forgotten-password.tsx'
import * as mailbox from '#app/routes/accounts/local-mailbox.tsx'
import * as newPassword from '#app/routes/accounts/new-password.tsx'
import * as signIn from '#app/routes/accounts/sign-in.tsx'
import * as signOut from '#app/routes/accounts/sign-out.ts'
import * as signUp from '#app/routes/accounts/sign-up.tsx'
import * as verify from '#app/routes/accounts/verify-address.tsx'
import { TestBrowser } from '#test/setup/browser.ts'
import { testDatabase } from '#test/setup/database.ts'
import { createAccount } from './create-account.server.ts'
import { getUser, requireRole, requireUser } from './guards.server.ts'

const db = await testDatabase()
const PASSWORD = 'une phrase assez longue'

test('a visitor signs up, signs in, signs out, and signs in again', async () => {
	const browser = new TestBrowser()
	const fields = { name: 'Zoé Martin', email: 'Zoe@Exemple.fr', password: PASSWORD }
	expect(await browser.post(signUp.action, '/inscription?retour=/ateliers', fields)).toMatchObject({
		status: 302,
		location: '/connexion?compte=demande&retour=%2Fateliers',
	})
	const entered = { email: 'zoe@exemple.fr', password: PASSWORD }
	expect((await browser.post(signIn.action, '/connexion?retour=/ateliers', entered)).location).toBe(
		'/ateliers',
	)
	expect(await getUser(browser.request('/'))).toMatchObject({
		name: 'Zoé Martin',
		email: 'zoe@exemple.fr',
		role: 'learner',
	})

	expect(await browser.post(signOut.action, '/deconnexion', {})).toMatchObject({ location: '/' })
	expect(await getUser(browser.request('/'))).toBeNull()
	expect(await db.session.count({ where: { user: { email: 'zoe@exemple.fr' } } })).toBe(0)

	const again = await browser.post(signIn.action, '/connexion?retour=/examen', {
		email: 'zoe@exemple.fr',
		password: PASSWORD,
	})
	expect(again.location).toBe('/examen')
	expect(await getUser(browser.request('/'))).toMatchObject({ email: 'zoe@exemple.fr' })
})

test('the session cookie is out of reach of scripts and of other sites', async () => {
	await createAccount({ name: 'Ana', email: 'cookie@exemple.fr', password: PASSWORD })
	const request = new TestBrowser().request('/connexion', {
		method: 'POST',
		body: new URLSearchParams({ email: 'cookie@exemple.fr', password: PASSWORD }),
	})
	const response = (await signIn.action({ request } as never)) as Response
	const [cookie] = response.headers.getSetCookie()
	expect(cookie).toMatch(/^filiere\.session_token=/)
	expect(cookie).toMatch(/HttpOnly/)
	expect(cookie).toMatch(/SameSite=Lax/)
})

test('a refused form shows what was typed, except the password', async () => {
	const fields = { name: '', email: 'pas-une-adresse', password: 'court' }
	const { status, data } = await new TestBrowser().post(signUp.action, '/inscription', fields)
	expect(status).toBe(400)
	expect(Object.keys(data.errors)).toEqual(['name', 'email', 'password'])
	expect(data.values).toEqual({ name: '', email: 'pas-une-adresse' })
})

test('a wrong password and an unknown address are refused in the same words', async () => {
	await createAccount({ name: 'Ana', email: 'ana@exemple.fr', password: PASSWORD })
	const browser = new TestBrowser()
	const wrong = await browser.post(signIn.action, '/connexion', {
		email: 'ana@exemple.fr',
		password: 'autre chose encore',
	})
	const unknown = await browser.post(signIn.action, '/connexion', {
		email: 'inconnu@exemple.fr',
		password: PASSWORD,
	})
	expect(wrong.status).toBe(401)
	expect(unknown).toEqual({ ...wrong, data: { ...wrong.data, values: { email: 'inconnu@exemple.fr' } } })
	expect(browser.cookie).toBe('')
})

test('nobody becomes an administrator by asking', async () => {
	const browser = new TestBrowser()
	const fields = { name: 'Eve', email: 'eve@exemple.fr', password: PASSWORD, role: 'admin' }
	await browser.post(signUp.action, '/inscription', fields)
	await browser.post(signIn.action, '/connexion', { email: fields.email, password: PASSWORD })
	await browser.post(account.action, '/compte', { intent: 'name', name: 'Eve', role: 'admin' })
	expect(await db.user.findUnique({ where: { email: 'eve@exemple.fr' } })).toMatchObject({ role: 'learner' })
	await expect(requireRole(browser.request('/'), 'admin', 'trainer')).rejects.toMatchObject({ status: 403 })
})

test('the link of the mail confirms the address', async () => {
	const browser = new TestBrowser()
	await browser.post(signUp.action, '/inscription', {
		name: 'Luc',
		email: 'luc@exemple.fr',
		password: PASSWORD,
	})
	const token = await mailedToken('luc@exemple.fr', '/verification-adresse')
	expect((await browser.get(verify.loader, '/verification-adresse?jeton=faux')).status).toBe(400)
	expect((await browser.get(verify.loader, `/verification-adresse?jeton=${token}`)).status).toBe(200)
	expect(await db.user.findUnique({ where: { email: 'luc@exemple.fr' } })).toMatchObject({
		emailVerified: true,
	})
})

test('a forgotten password is replaced by a link that serves once, and every session ends', async () => {
	await createAccount({ name: 'Ida', email: 'ida@exemple.fr', password: PASSWORD })
	const browser = new TestBrowser()
	await browser.post(signIn.action, '/connexion', { email: 'ida@exemple.fr', password: PASSWORD })
	await browser.post(forgotten.action, '/mot-de-passe-oublie', { email: 'ida@exemple.fr' })
	const token = await mailedToken('ida@exemple.fr', '/nouveau-mot-de-passe')

	const fields = { token, password: 'une autre phrase longue' }
	expect((await browser.post(newPassword.action, '/nouveau-mot-de-passe', fields)).status).toBe(302)
	expect(await getUser(browser.request('/'))).toBeNull()
	expect((await browser.post(newPassword.action, '/nouveau-mot-de-passe', fields)).status).toBe(400)
	const old = await browser.post(signIn.action, '/connexion', { email: 'ida@exemple.fr', password: PASSWORD })
	expect(old.status).toBe(401)
	const fresh = await browser.post(signIn.action, '/connexion', {
		email: 'ida@exemple.fr',
		password: fields.password,
	})
	expect(fresh.status).toBe(302)
})

test('asking for a new password says the same whether the account exists or not', async () => {
	await createAccount({ name: 'Rita', email: 'rita@exemple.fr', password: PASSWORD })
	const browser = new TestBrowser()
	const known = await browser.post(forgotten.action, '/mot-de-passe-oublie', { email: 'rita@exemple.fr' })
	const unknown = await browser.post(forgotten.action, '/mot-de-passe-oublie', {
		email: 'personne@exemple.fr',
	})
	expect(known).toMatchObject({ status: 200, data: { sent: true } })
	expect({ ...unknown, data: { ...unknown.data, values: {} } }).toEqual({
		...known,
		data: { ...known.data, values: {} },
	})
	expect(await db.localMail.count({ where: { to: 'personne@exemple.fr' } })).toBe(0)
})

test('changing the password asks for the old one and ends the other sessions', async () => {
	await createAccount({ name: 'Max', email: 'max@exemple.fr', password: PASSWORD })
	const [here, elsewhere] = [new TestBrowser(), new TestBrowser()]
	for (const browser of [here, elsewhere]) {
		await browser.post(signIn.action, '/connexion', { email: 'max@exemple.fr', password: PASSWORD })
	}
	const change = {
		intent: 'password',
		currentPassword: 'pas le bon mot',
		newPassword: 'encore une phrase longue',
	}
	expect((await here.post(account.action, '/compte', change)).status).toBe(400)
	expect(await here.post(account.action, '/compte', { ...change, currentPassword: PASSWORD })).toMatchObject({
		status: 302,
		location: '/compte?fait=mot-de-passe',
	})
	// The page that follows is the one that a browser without script asks for next.
	const page = await here.get(account.loader, '/compte?fait=mot-de-passe')
	expect(page.data.done).toMatch(/^Votre mot de passe est changé/)
	expect(await getUser(here.request('/'))).toMatchObject({ email: 'max@exemple.fr' })
	expect(await getUser(elsewhere.request('/'))).toBeNull()
})

test('a session that ends in the middle of a form leads to the sign-in page and back', async () => {
	await createAccount({ name: 'Tom', email: 'tom@exemple.fr', password: PASSWORD })
	const browser = new TestBrowser()
	await browser.post(signIn.action, '/connexion', { email: 'tom@exemple.fr', password: PASSWORD })
	await db.session.updateMany({
		where: { user: { email: 'tom@exemple.fr' } },
		data: { expiresAt: new Date('2020-01-01T00:00:00Z') },
	})
	const answer = await browser.post(account.action, '/compte', { intent: 'name', name: 'Tom' })
	expect(answer).toMatchObject({ status: 302, location: '/connexion?retour=%2Fcompte&session=terminee' })
	const page = await browser.get(signIn.loader, answer.location ?? '')
	expect(page.data).toMatchObject({ back: '/compte', ended: true })
})

test('the way back from an address without a page is the page that held the form', async () => {
	const post = (referer: string) =>
		requireUser(
			new Request('http://localhost:3000/examen/1/reponse', { method: 'POST', headers: { referer } }),
		).catch((response: Response) => response.headers.get('location'))
	expect(await post('http://localhost:3000/examen/1/question/2')).toBe(
		'/connexion?retour=%2Fexamen%2F1%2Fquestion%2F2&session=terminee',
	)
	expect(await post('https://attaque.example/piege')).toBe(
		'/connexion?retour=%2Fexamen%2F1%2Freponse&session=terminee',
	)
})

test('a script without a session gets a status, not a page', async () => {
	const request = new Request('http://localhost:3000/ateliers/a/flux', {
		headers: { accept: 'text/event-stream' },
	})
	await expect(requireUser(request)).rejects.toMatchObject({ status: 401 })
})

test('a forged session cookie opens nothing', async () => {
	const request = new Request('http://localhost:3000/', {
		headers: { cookie: 'filiere.session_token=abc.def' },
	})
	expect(await getUser(request)).toBeNull()
})

test('too many attempts from one address are refused in French; another address is not', async () => {
	let person = 0
	const attempt = (clientAddress: string) =>
		withRequestContext({ id: 'test', clientAddress }, () =>
			new TestBrowser().post(signIn.action, '/connexion', {
				email: `x${++person}@exemple.fr`,
				password: 'au hasard encore',
			}),
		)
	const statuses: Array<number> = []
	for (let time = 0; time < 31; time++) statuses.push((await attempt('203.0.113.7')).status)
	expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401))
	expect(statuses[30]).toBe(429)
	expect((await attempt('203.0.113.7')).data.message).toMatch(/Trop d’essais/)
	expect((await attempt('203.0.113.8')).status).toBe(401)
	expect(await db.rateLimit.count({ where: { key: { contains: '203.0.113.7' } } })).toBe(1)
})

test('the local mailbox shows the mail of the demo', async () => {
	const { data } = await new TestBrowser().get(mailbox.loader, '/boite-locale')
	expect(data.mails.length).toBeGreaterThan(0)
})

test('the other sessions of an account can be closed from one of them', async () => {
	await createAccount({ name: 'Lou', email: 'lou@exemple.fr', password: PASSWORD })
	const [here, elsewhere] = [new TestBrowser(), new TestBrowser()]
	for (const browser of [here, elsewhere]) {
		await browser.post(signIn.action, '/connexion', { email: 'lou@exemple.fr', password: PASSWORD })
	}
	expect((await here.get(account.loader, '/compte')).data).toMatchObject({ otherSessions: 1 })
	await here.post(account.action, '/compte', { intent: 'sessions' })
	expect((await here.get(account.loader, '/compte')).data).toMatchObject({ otherSessions: 0 })
	expect(await getUser(elsewhere.request('/'))).toBeNull()
})

test('what is posted but is no form is refused as such', async () => {
	const request = new Request('http://localhost:3000/connexion', {
		method: 'POST',
		body: '{"email":',
		headers: { 'content-type': 'application/json' },
	})
	await expect(signIn.action({ request } as never)).rejects.toMatchObject({ status: 400 })
})

/** The token of the last link of that page that was mailed. */
async function mailedToken(to: string, path: string): Promise<string> {
	const mails = await db.localMail.findMany({ where: { to }, orderBy: { sentAt: 'desc' } })
	const text = mails.map((mail) => mail.text).find((body) => body.includes(path)) ?? ''
	return decodeURIComponent(text.match(/jeton=(\S+)/)?.[1] ?? '')
}

test('signing up answers the same whether the address has an account or not, and tells its owner by mail', async () => {
	await createAccount({ name: 'Noé', email: 'noe@exemple.fr', password: PASSWORD })
	const asked = (email: string) =>
		new TestBrowser().post(signUp.action, '/inscription', { name: 'Noé', email, password: PASSWORD })
	expect(await asked('noe@exemple.fr')).toEqual(await asked('nouvelle@exemple.fr'))
	expect(await db.user.count({ where: { email: 'noe@exemple.fr' } })).toBe(1)
	const mail = await db.localMail.findFirstOrThrow({ where: { to: 'noe@exemple.fr' } })
	expect(mail.subject).toBe('Vous avez déjà un compte')
})

test('tries at one account are few, from however many addresses, and its owner is never shut out for good', async () => {
	await createAccount({ name: 'Gil', email: 'gil@exemple.fr', password: PASSWORD })
	let address = 0
	const attempt = (password: string) =>
		withRequestContext({ id: 'test', clientAddress: `198.51.100.${++address}` }, () =>
			new TestBrowser().post(signIn.action, '/connexion', { email: 'gil@exemple.fr', password }),
		)
	vi.useFakeTimers({ toFake: ['Date'] })
	onTestFinished(() => void vi.useRealTimers())
	const statuses: Array<number> = []
	for (let time = 0; time < 20; time++) statuses.push((await attempt('au hasard encore')).status)
	expect(statuses).toEqual([...Array(10).fill(401), ...Array(10).fill(429)])
	expect((await attempt(PASSWORD)).data.message).toContain('Trop d’essais pour ce compte')
	vi.setSystemTime(Date.now() + 61_000)
	expect((await attempt(PASSWORD)).status).toBe(302)
	expect((await attempt('au hasard encore')).status).toBe(401)
})
