import { readdirSync } from 'node:fs'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { expect, expectAccessible, test } from './journey.ts'

const PUBLIC_PAGES = [
	'/',
	'/cours',
	'/cours/introduction',
	'/cours/introduction/anatomie-d-un-pipeline',
	'/cours/introduction/quiz',
	'/cours/composants-cles',
	'/cours/introduction/imprimer',
	'/cours/nouveautes',
	'/glossaire',
	'/glossaire?q=etape',
	'/recherche',
	'/recherche?q=retour%20arri%C3%A8re',
	'/recherche?q=xylophonique',
	'/examen',
	'/ateliers',
	'/ateliers/mon-premier-pipeline',
	'/bac-a-sable',
	'/bac-a-sable?exemple=anatomie-d-un-pipeline/1',
	'/inscription',
	'/connexion',
	'/mot-de-passe-oublie',
	'/nouveau-mot-de-passe',
	'/boite-locale',
	'/verifier',
	'/a-propos',
	'/accessibilite',
	'/confidentialite',
	'/mentions',
	'/hors-ligne',
]
const NARROWEST_PX = 360
const MODULES = new URL('../../content/modules/', import.meta.url)

/** The last lesson of each part, by its address: no other list names them. */
function lessonOfEachPart(): Array<string> {
	const name = (numbered: string) => numbered.replace(/^\d+-|\.mdx$/g, '')
	return readdirSync(MODULES).map((part) => {
		const lessons = readdirSync(new URL(part, MODULES)).filter((file) => /^\d+-.*\.mdx$/.test(file))
		return `/cours/${name(part)}/${name(lessons.sort().at(-1) ?? '')}`
	})
}

test('every public page is accessible in both themes, and fits the narrowest screen', async ({ page }) => {
	test.setTimeout(300_000)
	for (const path of PUBLIC_PAGES) {
		expect((await page.goto(path))?.status(), path).toBe(200)
		await expectAccessible(page)
		const size = page.viewportSize()
		await page.setViewportSize({ width: NARROWEST_PX, height: 720 })
		const width = await page.evaluate(() => document.documentElement.scrollWidth)
		expect.soft(width, `${path} scrolls sideways`).toBeLessThanOrEqual(NARROWEST_PX)
		if (size) await page.setViewportSize(size)
	}
})

test('a lesson of each part is accessible in both themes', async ({ page }) => {
	test.setTimeout(300_000)
	const lessons = lessonOfEachPart()
	expect(lessons.length).toBeGreaterThanOrEqual(12)
	for (const path of lessons) {
		expect((await page.goto(path))?.status(), path).toBe(200)
		await expectAccessible(page)
	}
})

test('a page that does not exist helps, and is accessible', async ({ page, complaints }) => {
	expect((await page.goto('/cours/nulle-part'))?.status()).toBe(404)
	await expect(page.getByRole('link', { name: /cours|accueil/i }).first()).toBeVisible()
	await expectAccessible(page)
	// The browser itself reports the status of the page.
	complaints.length = 0
})

test('a refused form says what is wrong beside its fields, and is accessible', async ({
	page,
	complaints,
}) => {
	await page.goto('/inscription')
	await page.getByLabel('Nom', { exact: true }).fill('Zoé')
	await page.getByLabel('Adresse électronique').fill('zoe@example.org')
	await page.getByLabel('Mot de passe').fill('court')
	await page.getByRole('button', { name: 'Créer mon compte' }).click()
	await expect(page.getByLabel('Mot de passe')).toHaveAccessibleDescription(
		/Choisissez au moins 10 caractères/,
	)
	await expect(page.getByLabel('Adresse électronique')).toHaveValue('zoe@example.org')
	await expectAccessible(page)
	// The browser itself reports the status of the refusal.
	complaints.length = 0
})

test('a demo account signs in, is sent back, and signs out', async ({ page }) => {
	await page.goto('/compte')
	await expect(page).toHaveURL(/\/connexion\?retour=%2Fcompte$/)
	await page.getByLabel('Adresse électronique').fill(demoAccounts[0]?.email ?? '')
	await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD)
	await page.getByRole('button', { name: 'Se connecter' }).click()
	await expect(page).toHaveURL(/\/compte$/)
	await expectAccessible(page)
	await page.getByRole('button', { name: 'Se déconnecter' }).click()
	await expect(page).toHaveURL(/\/$/)
	await page.goto('/compte')
	await expect(page).toHaveURL(/\/connexion/)
})
