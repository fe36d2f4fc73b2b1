import type { Locator } from '@playwright/test'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { expect, expectAccessible, type Page, signUp, test } from './journey.ts'

const LESSON = '/cours/introduction/anatomie-d-un-pipeline'

test('a learner marks, notes, leaves and comes back to where they were', async ({ page }) => {
	test.setTimeout(120_000)
	await signUp(page, LESSON)
	await page.getByRole('button', { name: 'Ajouter un marque-page' }).click()
	await expect(page.getByRole('button', { name: 'Retirer le marque-page' })).toBeVisible()

	// A note on the passage being read, without leaving it.
	const heading = page.locator('.prose h2[id]').nth(2)
	const title = (await heading.textContent()) ?? ''
	const kept = positionKept(page)
	await toTop(heading)
	await kept
	await page.getByRole('button', { name: 'Noter ce passage' }).click()
	const dialog = page.getByRole('dialog', { name: 'Noter ce passage' })
	await expect(dialog.getByLabel('Passage').locator(':checked')).toHaveText(title)
	await expectAccessible(page)
	await dialog.getByLabel('Texte de la note').fill('Relire avant l’atelier')
	await dialog.getByRole('button', { name: 'Enregistrer la note' }).click()
	await expect(dialog).toBeHidden()
	const note = page.getByRole('article', { name: `Note sur ${title}` })
	await expect(note).toContainText('Relire avant l’atelier')

	await note.getByText('Modifier').click()
	await note.getByLabel('Texte de la note').fill('À relire')
	await note.getByRole('button', { name: 'Enregistrer la note' }).click()
	await expect(note).toContainText('À relire')

	await page.getByRole('radio', { name: 'Oui' }).check()
	await page.getByLabel(/Que faut-il garder/).fill('Le schéma est clair.')
	await page.getByRole('button', { name: 'Envoyer mon avis' }).click()
	await expect(page.getByText('Votre avis est gardé.')).toBeVisible()
	await expectAccessible(page)

	// Elsewhere, the place left is one press away.
	for (const path of ['/', '/cours/introduction', '/cours']) {
		await page.goto(path)
		await expect(page.getByRole('complementary', { name: 'Reprendre la lecture' })).toContainText(/Anatomie/i)
	}
	await expect(page.getByRole('heading', { name: 'Vos marque-pages' })).toBeVisible()
	await expectAccessible(page)
	await page.getByRole('complementary', { name: 'Reprendre la lecture' }).getByRole('link').click()
	await expect(page).toHaveURL(new RegExp(`${LESSON}#`))

	await page.goto('/cours/notes?q=a+RELIRE')
	await expect(page.getByRole('status')).toContainText('1 note sur 1')
	const download = page.waitForEvent('download')
	await page.getByRole('link', { name: 'Exporter en Markdown' }).click()
	expect((await download).suggestedFilename()).toBe('notes-filiere.md')
	await expectAccessible(page)
	await page.getByText('Supprimer', { exact: true }).click()
	await page.getByRole('button', { name: 'Supprimer la note' }).click()
	await expect(page.getByText('Aucune note pour le moment')).toBeVisible()
})

test('a visitor finds their place again in their own browser, and says what they think', async ({ page }) => {
	await page.goto(LESSON)
	await toTop(page.locator('.prose h2[id]').nth(1))
	await expect
		.poll(() => page.evaluate(() => localStorage.getItem('filiere-lecture')))
		.toContain('"heading":{"id"')
	await page.getByRole('radio', { name: 'Non' }).check()
	await page.getByRole('button', { name: 'Envoyer mon avis' }).click()
	await expect(page.getByText('Votre avis est gardé')).toBeVisible()
	await page.goto('/cours')
	await page.getByRole('complementary', { name: 'Reprendre la lecture' }).getByRole('link').click()
	await expect(page).toHaveURL(new RegExp(`${LESSON}#`))
})

test('an example of a lesson opens and runs in the free sandbox, which starts over', async ({ page }) => {
	test.setTimeout(120_000)
	await signUp(page, LESSON)
	await page.getByRole('link', { name: 'Essayer' }).first().click()
	await expectAccessible(page)
	await page.getByRole('button', { name: 'Ouvrir cet exemple' }).click()
	await expect(page.getByText('Aucun pipeline pour le moment')).toBeVisible()
	await expectAccessible(page)
	await page.getByRole('tab', { name: 'Terminal' }).click()
	const screen = page.getByTestId('terminal').locator('.xterm-accessibility-tree')
	await expect(screen).toHaveText(/~\/anatomie-d-un-pipeline \$\s*$/)
	await page.getByTestId('terminal').click()
	await page.keyboard.type(
		'aws codepipeline create-pipeline --cli-input-json file://pipeline.json --query pipeline.version',
	)
	const answered = page.waitForResponse((response) => response.url().endsWith('/terminal'))
	await page.keyboard.press('Enter')
	const { exitCode, stdout, stderr } = await (await answered).json()
	expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '1\n', stderr: '' })
	await page.getByRole('tab', { name: 'Pipeline' }).click()
	await expect(page.getByRole('figure', { name: 'Pipeline site-demo' })).toContainText('réussie', {
		timeout: 20_000,
	})
	await page.getByText('Remettre à l’état de départ').click()
	await page.getByRole('button', { name: 'Effacer et repartir de zéro' }).click()
	await expect(page.getByText('Aucun pipeline pour le moment')).toBeVisible()
})

test('the team reads what was said of the lessons', async ({ page, stranger }) => {
	await stranger.goto(LESSON)
	await stranger.getByRole('radio', { name: 'Non' }).check()
	await stranger.getByLabel(/Que faut-il garder/).fill('Trop de sigles.')
	await stranger.getByRole('button', { name: 'Envoyer mon avis' }).click()
	await expect(stranger.getByText('Votre avis est gardé')).toBeVisible()

	const trainer = demoAccounts.find(({ role }) => role === 'trainer')
	await page.goto('/connexion?retour=/equipe/retours')
	await page.getByLabel('Adresse électronique').fill(trainer?.email ?? '')
	await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD)
	await page.getByRole('button', { name: 'Se connecter' }).click()
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Retours sur les leçons')
	await page
		.getByText(/^Anatomie/)
		.last()
		.click()
	await expect(page.getByText('Trop de sigles.')).toBeVisible()
	await expectAccessible(page)
})

test.describe('without a script', () => {
	test.use({ javaScriptEnabled: false })

	test('notes, bookmarks and what one thinks of a lesson are kept', async ({ page }) => {
		await signUp(page, LESSON)
		await page.getByRole('button', { name: 'Ajouter un marque-page' }).click()
		await expect(page.getByRole('button', { name: 'Retirer le marque-page' })).toBeVisible()
		await page.getByText('Ajouter une note').click()
		await page.getByLabel('Texte de la note').fill('Écrite sans script')
		await page.getByLabel('Passage', { exact: true }).selectOption({ index: 1 })
		await page.getByRole('button', { name: 'Enregistrer la note' }).click()
		await expect(page.getByText('Écrite sans script').first()).toBeVisible()
		await page.getByRole('radio', { name: 'Oui' }).check()
		await page.getByRole('button', { name: 'Envoyer mon avis' }).click()
		await expect(page.getByText('Votre avis est gardé.')).toBeVisible()
		await page.getByRole('button', { name: 'Marquer comme lue' }).click()
		await page.goto('/cours')
		await expect(page.getByRole('complementary', { name: 'Reprendre la lecture' })).toContainText(
			'Leçon suivante',
		)
		await page.goto(LESSON)
		await page.getByRole('link', { name: 'Essayer' }).first().click()
		await page.getByRole('button', { name: 'Ouvrir cet exemple' }).click()
		await expect(page.getByRole('button', { name: 'Remettre les fichiers de la leçon' })).toBeVisible()
	})
})

/** Scrolls so that a heading is at the top, as it is when one reads under it. */
async function toTop(heading: Locator): Promise<void> {
	await heading.evaluate((element) => element.scrollIntoView())
}

/** Waits until the server has kept a place under a heading. */
function positionKept(page: Page) {
	return page.waitForResponse(
		(response) =>
			response.url().endsWith('/cours/position') &&
			response.status() === 204 &&
			/"anchor":"/.test(response.request().postData() ?? ''),
	)
}
