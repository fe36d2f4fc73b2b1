import type { BrowserContext } from '@playwright/test'
import { DEMO_PASSWORD } from '#app/accounts/demo-accounts.ts'
import { publishHostilePage } from './hostile-page.ts'
import { expect, type Page, test } from './journey.ts'

const ADMIN = 'admin@demo.filiere.local'

test('a page that a learner published takes nothing from an administrator who opens it', async ({
	page,
	browser,
	baseURL,
}) => {
	const site = baseURL ?? ''
	const hostile = await publishHostilePage(page, site)
	// Not the journey's own browser: what the attack complains of there is what it fails at.
	const context = await browser.newContext()
	const admin = await context.newPage()
	await signIn(admin)
	const session = await sessionOf(context, site)
	// Without TLS, a browser sends the site's cookies to the emulator's port too.
	expect(await sessionOf(context, new URL(hostile.telltale).origin)).toBe(session)

	for (const address of hostile.shared) {
		const taken = await open(admin, address)
		expect(new Set(Object.values(taken)), `${address} ${JSON.stringify(taken)}`).toEqual(new Set(['']))
	}
	const { storage, worker, ...taken } = await open(admin, hostile.own)
	expect({ storage, worker }, 'what a website has of its own').toEqual({
		storage: 'taken',
		worker: 'registered',
	})
	expect(new Set(Object.values(taken)), JSON.stringify(taken)).toEqual(new Set(['']))

	const told = await admin.goto(hostile.telltale)
	expect(await told?.text()).toContain('<CanonicalRequest>')
	expect(await told?.text()).not.toContain(session)

	expect((await context.cookies()).filter(({ value }) => value === 'tossed')).toEqual([])
	await admin.goto('/compte')
	await expect(admin.getByRole('heading', { name: 'Mon compte' })).toBeVisible()
	expect(await sessionOf(context, site)).toBe(session)
	await context.close()
})

async function signIn(page: Page): Promise<void> {
	await page.goto('/connexion')
	await page.getByLabel('Adresse électronique').fill(ADMIN)
	await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD)
	await page.getByRole('button', { name: 'Se connecter' }).click()
	await page.waitForURL('**/cours')
}

async function sessionOf(context: BrowserContext, url: string): Promise<string> {
	const session = (await context.cookies(url)).find(({ name }) => name.endsWith('.session_token'))
	if (!session) throw new Error(`No session goes to ${url}`)
	return session.value
}

/** Opens the hostile page and waits until it has tried everything. */
async function open(page: Page, address: string): Promise<Record<string, string>> {
	await page.goto(address)
	await page.waitForFunction(() => 'taken' in window)
	return page.evaluate(() => (window as unknown as { taken: Record<string, string> }).taken)
}
