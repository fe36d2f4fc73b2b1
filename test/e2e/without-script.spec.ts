import { confirmAddress, expect, signUp, test } from './journey.ts'

test.use({ javaScriptEnabled: false })

test('the course reads, and its quiz answers, without a script', async ({ page }) => {
	await page.goto('/')
	await page.getByRole('main').getByRole('link', { name: /cours/i }).first().click()
	await page.goto('/cours')
	await page
		.getByRole('main')
		.getByRole('link', { name: /Intégration et livraison continues/i })
		.first()
		.click()
	await expect(page.getByRole('heading', { level: 1 })).toContainText('livraison continues')
	await expect(page.getByRole('heading', { name: 'Sources' })).toBeVisible()
	const words = ((await page.locator('.prose').textContent()) ?? '').split(/\s+/).length
	expect(words).toBeGreaterThan(500)
	await page.getByRole('link', { name: /Leçon suivante/ }).click()
	await expect(page.getByRole('heading', { level: 1 })).not.toContainText('livraison continues')

	await page.goto('/cours/introduction/quiz')
	const questions = page.locator('fieldset.quiz-question')
	const count = await questions.count()
	for (const question of await questions.all()) {
		await question.getByRole('radio').or(question.getByRole('checkbox')).first().check()
	}
	await page.getByRole('button', { name: 'Voir les réponses' }).click()
	await expect(page.getByRole('heading', { name: new RegExp(`sur ${count}$`) })).toBeVisible()
})

test('a lesson’s knowledge checks and its terms answer without a script', async ({ page }) => {
	await page.goto('/cours/introduction/anatomie-d-un-pipeline')
	const checks = page.getByRole('region', { name: 'Vérifiez que c’est acquis' })
	const right = checks.getByRole('group').filter({ hasText: 'Juste.' }).first()
	await expect(right.getByText('Juste.')).toBeHidden()
	await right.locator('summary').press('Enter')
	await expect(right.getByText('Juste.')).toBeVisible()

	const term = page.getByRole('link', { name: 'stages', exact: true })
	const definition = page.getByRole('tooltip').filter({ hasText: 'Un groupe d’actions' })
	await expect(definition).toBeHidden()
	await term.focus()
	await expect(definition).toBeVisible()
	await expect(term).toHaveAccessibleDescription(/Un groupe d’actions/)
	await term.click()
	await expect(page).toHaveURL(/\/glossaire#etape$/)
	await page.getByLabel('Chercher un terme').fill('mode execution')
	await page.getByRole('button', { name: 'Chercher' }).click()
	await expect(page.getByRole('status')).toHaveText(/termes? pour «\u00a0mode execution\u00a0»/)
	await expect(page.getByText('mode d’exécution', { exact: true }).first()).toBeVisible()
})

test('a visitor signs up and answers an exam question without a script', async ({ page }) => {
	await confirmAddress(page, await signUp(page, '/examen'), '/examen')
	await page.getByRole('checkbox', { name: 'Je m’engage' }).check()
	await page.getByRole('button', { name: 'Commencer l’examen' }).click()
	const options = page.getByRole('group').locator('input')
	const chosen = await options.first().getAttribute('value')
	await options.first().check()
	await page.getByRole('button', { name: 'Question suivante' }).click()
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Question 2 sur/)
	await page.getByRole('button', { name: 'Question précédente' }).click()
	await expect(page.getByRole('group').locator(':checked')).toHaveValue(chosen ?? '')
})
