import { expect, expectAccessible, test } from './journey.ts'

test('a part is one page for paper: its lessons in order, links that stay, a quiz without answers', async ({
	page,
}) => {
	await page.goto('/cours/introduction')
	const lessons = await page.locator('.part-lessons h3').allTextContents()
	await page.getByRole('link', { name: 'Toute la partie sur une page' }).click()
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Introduction à AWS CodePipeline')
	expect(await page.locator('.printed-lesson > header h2').allTextContents()).toEqual(lessons)
	const broken = await page.evaluate(() => {
		const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
		const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
		const lost = [...document.querySelectorAll('a[href^="#"]')]
			.map((link) => decodeURIComponent(link.getAttribute('href')?.slice(1) ?? ''))
			.filter((id) => !document.getElementById(id))
		return { twice, lost }
	})
	expect(broken).toEqual({ twice: [], lost: [] })
	const quiz = page.locator('.printed-quiz')
	await expect(quiz.locator('> ol > li').first()).toBeVisible()
	await expect(quiz).not.toContainText(/Juste|Faux\./)
	await expect(page.locator('.printed .check-explanation')).toHaveCount(0)
	await expectAccessible(page)
})
