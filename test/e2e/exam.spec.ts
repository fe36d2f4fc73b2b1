import { readBank } from '#app/exam/bank.server.ts'
import { confirmAddress, expect, expectAccessible, type Page, signUp, test } from './journey.ts'

const bank = readBank()
const QUESTIONS = 16
const INTERRUPTED_AT = 8

test('a learner passes the exam in spite of an interruption; a stranger verifies the certificate', async ({
	page,
	stranger,
}) => {
	test.setTimeout(120_000)
	const person = await signUp(page, '/examen')
	const { name } = person
	await confirmAddress(page, person, '/examen')
	await page.getByRole('checkbox', { name: 'Je m’engage' }).check()
	await page.getByRole('button', { name: 'Commencer l’examen' }).click()

	for (let n = 1; n <= QUESTIONS; n++) {
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Question ${n} sur ${QUESTIONS}`)
		await answer(page)
		if (n === INTERRUPTED_AT) await comeBack(page)
		const onward = n === QUESTIONS ? 'Relire avant de remettre' : 'Question suivante'
		await page.getByRole('button', { name: onward }).click()
	}
	await expect(page.getByText(`${QUESTIONS} réponses complètes sur ${QUESTIONS}.`)).toBeVisible()
	await expectAccessible(page)
	await page.getByRole('checkbox', { name: 'Je remets mes réponses' }).check()
	await page.getByRole('button', { name: 'Remettre l’examen' }).click()
	await expect(page.getByRole('heading', { name: 'Examen réussi' })).toBeVisible()
	await expect(page.getByText(`${QUESTIONS} bonnes réponses sur ${QUESTIONS}.`)).toBeVisible()
	await expectAccessible(page)

	await page.getByRole('link', { name: 'Voir le certificat' }).click()
	await expect(page.getByRole('heading', { name: 'Votre certificat' })).toBeVisible()
	const address = page.url()

	await stranger.goto(address)
	await expect(stranger.getByText('Ce certificat est authentique et valable')).toBeVisible()
	await expect(stranger.getByRole('main')).toContainText(name)
	await expect(stranger.getByRole('heading', { name: 'Votre certificat' })).toBeHidden()
	await expectAccessible(stranger)

	const file = await (await stranger.request.get(`${address}.json`)).text()
	await paste(stranger, file)
	await expect(stranger.getByText('Ce certificat est authentique et valable')).toBeVisible()
	await paste(stranger, file.replace(name, 'Zoé Lefebvre'))
	await expect(stranger.getByText('Cette copie a été modifiée')).toBeVisible()
	await expect(stranger.getByText('Ce certificat est authentique et valable')).toBeHidden()
})

/** Chooses what the bank says is right, by the texts on the page, and waits until the server has it. */
async function answer(page: Page): Promise<void> {
	const question = page.getByRole('group')
	const prompt = plain(await question.locator('legend').textContent())
	const shown = (await question.locator('.choice').allTextContents()).map(plain)
	const item = bank.find(
		(one) =>
			rendered(one.prompt) === prompt &&
			shown.every((text) => one.options.some((option) => rendered(option.text) === text)),
	)
	if (!item) throw new Error(`No item of the bank reads: ${prompt}`)
	for (const { text } of item.options.filter(({ correct }) => correct)) {
		await question
			.getByRole(item.count === 1 ? 'radio' : 'checkbox')
			.nth(shown.indexOf(rendered(text)))
			.check()
	}
	await expect(page.getByText('Reçu du serveur')).toBeVisible()
}

/** Reloads, then closes the browser on the running attempt and resumes it from the exam's page. */
async function comeBack(page: Page): Promise<void> {
	await page.reload()
	await expect(page.getByRole('group').locator(':checked')).not.toHaveCount(0)
	await expectAccessible(page)
	await page.goto('/examen')
	await page.getByRole('link', { name: 'Reprendre' }).click()
	await page
		.getByRole('navigation')
		.getByRole('link', { name: new RegExp(`\\b${INTERRUPTED_AT}\\b`) })
		.click()
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		`Question ${INTERRUPTED_AT} sur ${QUESTIONS}`,
	)
	await expect(page.getByRole('group').locator(':checked')).not.toHaveCount(0)
}

async function paste(page: Page, text: string): Promise<void> {
	await page.goto('/verifier')
	await page.getByLabel('Ou collez son contenu').fill(text)
	await page.getByRole('button', { name: 'Vérifier', exact: true }).last().click()
}

/** A text of the bank as its page reads: without marks of code or emphasis. A `*` inside code stays: a cron has some. */
function rendered(text: string): string {
	const pieces = text.split(/(`[^`]+`)/)
	return plain(
		pieces.map((piece) => (piece.startsWith('`') ? piece.slice(1, -1) : piece.replaceAll('*', ''))).join(''),
	)
}

/** A text of the page, spaces as one. */
function plain(text: string | null): string {
	return (text ?? '').replace(/\s+/g, ' ').trim()
}
