import { expect, expectAccessible, signUp, test } from './journey.ts'

test('a visitor signs up, confirms the address, reads a lesson and answers the quiz', async ({ page }) => {
	await page.goto('/')
	const person = await signUp(page)
	await page.goto('/boite-locale')
	const mail = page.getByRole('article').filter({ hasText: person.email })
	await mail.getByRole('link').click()
	await expect(page.getByText('Adresse confirmée')).toBeVisible()
	await page.goto('/compte')
	await expect(page.getByText(`${person.email} (confirmée)`)).toBeVisible()

	await page.goto('/cours')
	await page
		.getByRole('main')
		.getByRole('link', { name: /Intégration et livraison continues/i })
		.first()
		.click()
	await page.getByRole('button', { name: 'Marquer comme lue' }).click()
	await expect(page.getByText('Leçon lue', { exact: true })).toBeVisible()
	await page.reload()
	await expect(page.getByText('Leçon lue', { exact: true })).toBeVisible()

	await page.goto('/cours/introduction/quiz')
	const questions = page.locator('fieldset.quiz-question')
	const count = await questions.count()
	expect(count).toBeGreaterThan(0)
	for (const question of await questions.all())
		await question.getByRole('radio').or(question.getByRole('checkbox')).first().check()
	await page.getByRole('button', { name: 'Voir les réponses' }).click()
	const score = page.getByRole('heading', { name: new RegExp(`bonnes? réponses? sur ${count}$`) })
	await expect(score).toBeFocused()
	const sentence = (await score.textContent()) ?? ''
	await expectAccessible(page)
	await page.reload()
	await expect(score).toHaveText(sentence)
})
