import { expect, expectAccessible, test } from './journey.ts'

const LESSON = '/cours/introduction/anatomie-d-un-pipeline'

test('the text of a lesson comes with the page, and once', async ({ page }) => {
	const scripts: Array<string> = []
	page.on('response', (response) => {
		if (response.request().resourceType() === 'script') scripts.push(new URL(response.url()).pathname)
	})
	const document = await (await page.goto(LESSON))?.text()
	// They wait for the first paint.
	expect(document).not.toMatch(/<link rel="modulepreload"|<script[^>]* type="module"/)
	await expect.poll(() => scripts.length).toBeGreaterThan(0)
	await expect(page.getByRole('button', { name: 'Copier' }).first()).toBeVisible()
	const sentence = /<p>([^<]{60,})/.exec(document?.split('class="prose"')[1] ?? '')?.[1] ?? 'no sentence'
	expect(document?.split(sentence)).toHaveLength(2)
	expect(scripts.filter((path) => /anatomie|code-block|pipeline/i.test(path))).toEqual([])
})

test('a lesson asks for no script before somebody uses it, and what is pressed first is not lost', async ({
	stranger,
}) => {
	const scripts: Array<string> = []
	stranger.on('request', (request) => {
		if (request.resourceType() === 'script') scripts.push(request.url())
	})
	await stranger.goto(LESSON, { waitUntil: 'networkidle' })
	await expect(stranger.locator('html')).toHaveAttribute('data-fonts')
	expect(scripts).toEqual([])
	const [copy] = await stranger.getByRole('button', { name: 'Copier' }).all()
	await copy?.click()
	await expect(stranger.getByRole('button', { name: 'Copié' })).toBeVisible()
	expect(scripts.length).toBeGreaterThan(0)
})

test('a lesson reached from another page shows its text, and its links lead on without a full load', async ({
	page,
}) => {
	await page.goto('/cours')
	await page.evaluate(() => Object.assign(window, { stayed: true }))
	await page.getByRole('main').getByRole('link', { name: 'Anatomie d’un pipeline' }).click()
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Anatomie d’un pipeline')
	await expect(page.locator('.prose h2').first()).toBeVisible()
	await page.locator('.term-link').first().click()
	await expect(page).toHaveURL(/\/glossaire#/)
	await page.goBack()
	await expect(page.locator('.prose h2').first()).toBeVisible()
	expect(await page.evaluate(() => 'stayed' in window)).toBe(true)
})

test('the map of the course leads on without a full load, and says where the reader is', async ({ page }) => {
	await page.goto(LESSON)
	await expect(page.getByRole('button', { name: 'Copier' }).first()).toBeVisible()
	await page.evaluate(() => Object.assign(window, { stayed: true }))
	const map = page.getByRole('navigation', { name: 'Plan du cours' })
	const here = map.locator('[aria-current="page"]')
	await expect(here).toHaveText('Anatomie d’un pipeline')
	await map.getByRole('link', { name: 'Quiz de fin de partie' }).click()
	await expect(page).toHaveURL(/\/quiz$/)
	await expect(here).toHaveText('Quiz de fin de partie')
	await map.getByText('Toutes les parties').click()
	await map.getByRole('listitem').getByRole('link').last().click()
	await expect(page).not.toHaveURL(/introduction/)
	expect(await page.evaluate(() => 'stayed' in window)).toBe(true)
})

test('code is copied, and the button says so', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write'])
	await page.goto(LESSON)
	const block = page.locator('.prose .code-block').first()
	await block.getByRole('button', { name: 'Copier' }).click()
	await expect(block.getByRole('button')).toHaveText('Copié')
	const copied = await page.evaluate(() => navigator.clipboard.readText())
	expect(copied).toBe(await block.locator('code').textContent())
})

test('Escape puts a definition away, and coming back shows it again', async ({ page }) => {
	await page.goto(LESSON)
	const term = page.locator('.term').first()
	const definition = term.getByRole('tooltip', { includeHidden: true })
	await term.getByRole('link').focus()
	await expect(definition).toBeVisible()
	// The script may still be on its way.
	await expect(async () => {
		await page.keyboard.press('Escape')
		await expect(definition).toBeHidden({ timeout: 100 })
	}).toPass()
	await term.getByRole('link').blur()
	await term.getByRole('link').focus()
	await expect(definition).toBeVisible()
})

test('ways of doing the same thing are tabs, by pointer and by keyboard', async ({ page }) => {
	await page.goto('/cours/premier-pipeline/creer-le-pipeline')
	const tabs = page.locator('.prose .tabs').first()
	const first = tabs.getByRole('tab').nth(0)
	const second = tabs.getByRole('tab').nth(1)
	await expect(first).toHaveAttribute('aria-selected', 'true')
	await expect(tabs.getByRole('tabpanel')).toHaveCount(1)
	await second.click()
	await expect(tabs.getByRole('tabpanel')).toHaveAccessibleName((await second.textContent()) ?? '')
	await page.keyboard.press('ArrowLeft')
	await expect(first).toBeFocused()
	await expect(first).toHaveAttribute('aria-selected', 'true')
	await expectAccessible(page)
})
