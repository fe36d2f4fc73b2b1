import { expect, expectAccessible, type Page, signUp, test } from './journey.ts'

const READ = '/cours/introduction/anatomie-d-un-pipeline'
const UNREAD = '/cours/introduction/types-et-couts'

/** The paths that this browser keeps. */
function keptPaths(page: Page): Promise<Array<string>> {
	return page.evaluate(async () => {
		const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
		const requests = await Promise.all(caches_.map((cache) => cache.keys()))
		return requests.flat().map(({ url }) => new URL(url).pathname)
	})
}

async function expectKept(page: Page, path: string): Promise<void> {
	await expect.poll(() => keptPaths(page)).toContain(path)
}

test('a lesson that was read is read again without a network; another says why it is not there', async ({
	page,
	context,
	complaints,
}) => {
	await page.goto(READ)
	await expectKept(page, READ)
	await expectKept(page, '/hors-ligne')
	await context.setOffline(true)

	await page.goto(READ)
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anatomie d’un pipeline')
	await expect(page.getByRole('heading', { name: 'Les règles de forme' })).toBeVisible()
	const family = await page.locator('.prose').evaluate((prose) => getComputedStyle(prose).fontFamily)
	expect(family).toContain('Literata')

	await page.goto(UNREAD)
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vous êtes hors ligne')
	await expect(page.getByRole('link', { name: 'Réessayer' })).toHaveAttribute('href', UNREAD)
	await expectAccessible(page)
	await page.getByRole('link', { name: 'Anatomie d’un pipeline' }).click()
	await expect(page).toHaveURL(new RegExp(`${READ}$`))

	await page.goto('/examen')
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vous êtes hors ligne')

	await context.setOffline(false)
	await page.getByRole('link', { name: 'Réessayer' }).click()
	await expect(page).toHaveURL(/\/examen$/)
	// The browser itself reports what it could not load.
	complaints.length = 0
})

test('a lesson reached by a link is kept whole', async ({ page, context, complaints }) => {
	await page.goto('/cours')
	await expectKept(page, '/cours')
	await page.getByRole('main').getByRole('link', { name: 'Anatomie d’un pipeline' }).click()
	await expectKept(page, READ)
	await context.setOffline(true)
	await page.reload()
	await expect(page.getByRole('heading', { name: 'Les règles de forme' })).toBeVisible()
	complaints.length = 0
})

test('nothing of an account, a lab or an exam is kept, and signing out takes the pages away', async ({
	page,
}) => {
	const { name } = await signUp(page)
	await page.goto(READ)
	await expectKept(page, READ)
	for (const path of ['/compte', '/examen', '/ateliers', '/ateliers/mon-premier-pipeline'])
		await page.goto(path)
	await page.goto('/cours')
	await expectKept(page, '/cours')
	const kept = await keptPaths(page)
	expect(kept.filter((path) => /^\/(compte|examen|ateliers|connexion|inscription)/.test(path))).toEqual([])

	await page.getByText(name).first().click()
	await page.getByRole('button', { name: 'Se déconnecter' }).click()
	await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible()
	await expect.poll(() => keptPaths(page)).not.toContain(READ)
})
