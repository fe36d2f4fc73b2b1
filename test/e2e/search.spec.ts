import { expect, expectAccessible, test } from './journey.ts'

test('results come while typing, and lead to the section that answers', async ({ page }) => {
	await page.goto('/cours')
	await page.getByRole('banner').getByRole('link', { name: 'Rechercher' }).click()
	const field = page.getByRole('searchbox')
	await field.pressSequentially('geler : fermer une transi')
	await expect(page.getByRole('status')).toHaveText(/résultats pour «\u00a0geler : fermer une transi\u00a0»/)
	await expect(field).toBeFocused()
	const section = page.getByRole('link', { name: /Geler : fermer une transition$/ })
	const result = page.getByRole('article').filter({ has: section })
	await expect(result).toContainText('Partie 4')
	await expect(result.locator('mark').first()).toBeVisible()
	await expectAccessible(page)
	await section.click()
	await expect(page).toHaveURL(
		/\/cours\/configurations-avancees\/arreter-et-geler#geler-fermer-une-transition$/,
	)
	await expect(page.getByRole('heading', { name: 'Geler : fermer une transition' })).toBeInViewport()
})

test('a question without an answer says what to try', async ({ page }) => {
	await page.goto('/recherche?q=xylophonique')
	await expect(page.getByRole('status')).toHaveText(/^Aucun résultat/)
	await expect(page.getByText('le terme anglais de la console')).toBeVisible()
})

test.describe('without a script', () => {
	test.use({ javaScriptEnabled: false })

	test('the form finds a lesson', async ({ page }) => {
		await page.goto('/recherche')
		await page.getByRole('searchbox').fill('runOrder')
		await page.getByRole('button', { name: 'Rechercher' }).click()
		await page
			.getByRole('link', { name: /^Actions parallèles et séquentielles/ })
			.first()
			.click()
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Actions parallèles et séquentielles')
	})
})
