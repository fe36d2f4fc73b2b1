import { randomUUID } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'

export type { Page }
export { expect }

/** Every journey; one whose pages complain in the console fails, even if all it looked at was there. */
export const test = base.extend<{ complaints: Array<string>; stranger: Page }>({
	complaints: [
		async ({ context }, use) => {
			const complaints: Array<string> = []
			listen(context, complaints)
			await use(complaints)
			expect(complaints).toEqual([])
		},
		{ auto: true },
	],
	/** Its modules come after the first paint: what a journey presses must already answer. */
	page: async ({ page, javaScriptEnabled }, use) => {
		const goto = page.goto.bind(page)
		page.goto = async (url, options) => {
			const response = await goto(url, options)
			if (javaScriptEnabled !== false) await ready(page)
			return response
		}
		await use(page)
	},
	/** A page of someone else's browser, who has never been here. */
	stranger: async ({ browser, complaints }, use) => {
		const context = await browser.newContext()
		listen(context, complaints)
		await use(await context.newPage())
		await context.close()
	},
})

/** Waits until the page answers by script; a page without one is ready. */
async function ready(page: Page): Promise<void> {
	let x = 0
	await expect(async () => {
		// A lesson's modules are asked for at the first sign of a hand.
		await page.mouse.move(++x % 100, 1)
		expect(await page.evaluate(isReady)).toBe(true)
	}).toPass({ intervals: [50] })
}

const isReady = () =>
	'ready' in document.documentElement.dataset || !document.querySelector('script[type="later"]')

function listen(context: BrowserContext, complaints: Array<string>): void {
	context.on('console', (message) => {
		if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
	})
	context.on('weberror', (error) => complaints.push(error.error().stack ?? String(error.error())))
}

export interface Person {
	name: string
	email: string
	password: string
}

/** Signs up by the form as someone new; ends on the page that sent there, the outline otherwise. */
export async function signUp(page: Page, back?: string): Promise<Person> {
	const person = {
		name: 'Zoé Lefèvre',
		email: `${randomUUID()}@example.org`,
		password: 'une phrase à retenir',
	}
	await page.goto(back ? `/inscription?retour=${encodeURIComponent(back)}` : '/inscription')
	await page.getByLabel('Nom', { exact: true }).fill(person.name)
	await page.getByLabel('Adresse électronique').fill(person.email)
	await page.getByLabel('Mot de passe').fill(person.password)
	await page.getByRole('button', { name: 'Créer mon compte' }).click()
	await page.waitForURL('**/connexion?compte=demande*')
	await page.getByLabel('Adresse électronique').fill(person.email)
	await page.getByLabel('Mot de passe').fill(person.password)
	await page.getByRole('button', { name: 'Se connecter' }).click()
	await page.waitForURL(`**${back ?? '/cours'}`)
	return person
}

/** Holds the page as it stands against WCAG 2.2 AA, in the light and in the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme })
		await settle(page)
		const { violations } = await new AxeBuilder({ page })
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
			.analyze()
		const found = violations.map(({ id, nodes }) => ({
			id,
			nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
		}))
		expect.soft(found, `${page.url()} (${colorScheme})`).toEqual([])
	}
	await page.emulateMedia({ colorScheme: 'light' })
}

/** Waits until the colours have stopped changing. */
async function settle(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
		await Promise.allSettled(transitions.map(({ finished }) => finished))
	})
}

/** Confirms a person's address by the link of the local mailbox, then goes to a page. */
export async function confirmAddress(page: Page, person: Person, next: string): Promise<void> {
	await page.goto('/boite-locale')
	const mail = page.getByRole('article').filter({ hasText: person.email })
	await mail.getByRole('link').click()
	await page.getByText('Adresse confirmée').waitFor()
	await page.goto(next)
}
