import { readFileSync } from 'node:fs'
import { solution } from '#labs/01-mon-premier-pipeline/solution.ts'
import type { Learner } from '#labs/solution.ts'
import { expect, expectAccessible, type Page, signUp, test } from './journey.ts'

const LAB = '/ateliers/mon-premier-pipeline'
const HOME = 'labs/01-mon-premier-pipeline/files/home'
const SUCCESSES =
	"aws codepipeline list-pipeline-executions --pipeline-name site-demo --query 'pipelineExecutionSummaries[].status' --output text"

test('a learner does lab A1 by terminal and editor, then starts over', async ({ page }) => {
	test.setTimeout(120_000)
	await signUp(page, LAB)
	await page.getByRole('button', { name: 'Démarrer l’atelier' }).click()
	await expect(page.getByText('Aucun pipeline pour le moment')).toBeVisible()
	await expectAccessible(page)
	await verify(page)
	await expect(page.getByText('À reprendre').first()).toBeVisible()
	await expect(page.getByText('Atelier réussi')).toBeHidden()

	await type(page, 'aws s3 ls | wc -l && ls && jq -r .pipeline.name pipeline.json')
	await expect(terminal(page)).toContainText('site-demo')

	// The pipeline is created from the edited file and fails under the learner's eyes.
	await follow(page, 'creer')
	await openTab(page, 'Pipeline')
	const deploy = page
		.getByRole('figure', { name: 'Pipeline site-demo' })
		.locator('.pipeline-stage', { hasText: 'PublierSurS3' })
	await expect(deploy).toContainText('en échec', { timeout: 20_000 })
	await expect(deploy).toContainText('s3:PutObject')

	await follow(page, 'autoriser')
	await follow(page, 'relancer')
	await openTab(page, 'Pipeline')
	await expect(deploy).not.toContainText('en échec', { timeout: 20_000 })
	await expect(deploy).toContainText('réussie', { timeout: 20_000 })

	await follow(page, 'publier')
	await expect(async () => {
		await type(page, SUCCESSES)
		await expect(terminal(page)).toContainText(/Succeeded\s+Succeeded/, { timeout: 500 })
	}).toPass({ timeout: 20_000 })
	await openTab(page, 'Journal')
	await expect(page.getByRole('tabpanel', { name: 'Journal' })).toContainText('StartPipelineExecution')

	await verify(page)
	await expect(page.getByText('Atelier réussi')).toBeVisible()
	await expect(page.getByText('À reprendre')).toHaveCount(0)
	await expectAccessible(page)

	await page.getByText('Recommencer l’atelier').click()
	await page.getByRole('button', { name: 'Effacer et recommencer' }).click()
	await expect(page.getByText('Aucun pipeline pour le moment')).toBeVisible()
	await expect(page.getByText('Atelier réussi')).toBeHidden()
	await openTab(page, 'Éditeur')
	await page.getByRole('button', { name: 'Zone de texte simple' }).click()
	await page.getByLabel('Fichier').selectOption('pipeline.json')
	await expect(page.getByLabel('Contenu de pipeline.json')).toHaveValue(/A_COMPLETER/)
})

/** One task of the published solution: its files by the editor's text area, its commands by the terminal. */
async function follow(page: Page, task: string): Promise<void> {
	const step = solution.find((one) => one.task === task)
	if (!step) throw new Error(`The solution has no step ${task}`)
	const learner = { readText: (path) => readFileSync(`${HOME}/${path}`, 'utf8') } as Partial<Learner>
	for (const [path, text] of Object.entries(step.files?.(learner as Learner) ?? {}))
		await write(page, path, text)
	for (const command of step.commands) await type(page, command)
}

async function write(page: Page, path: string, text: string): Promise<void> {
	await openTab(page, 'Éditeur')
	const simple = page.getByRole('button', { name: 'Zone de texte simple' })
	if (await simple.isVisible()) await simple.click()
	await page.getByLabel('Fichier').selectOption(path)
	await expect(page.getByLabel(`Contenu de ${path}`)).toHaveValue(/A_COMPLETER/)
	await page.getByLabel(`Contenu de ${path}`).fill(text)
	await page.getByRole('button', { name: 'Enregistrer' }).click()
	await expect(page.getByText('enregistré', { exact: true })).toBeVisible()
}

/** Types a command at the prompt, and waits until the prompt is back. */
async function type(page: Page, command: string): Promise<void> {
	await openTab(page, 'Terminal')
	await expect(terminal(page)).toHaveText(/\$\s*$/)
	await page.getByTestId('terminal').click()
	await page.keyboard.type(command)
	const answered = page.waitForResponse((response) => response.url().endsWith('/terminal'))
	await page.keyboard.press('Enter')
	const { exitCode, stderr } = await (await answered).json()
	expect({ exitCode, stderr }, command).toEqual({ exitCode: 0, stderr: '' })
	await expect(terminal(page)).toHaveText(/\$\s*$/)
}

/** What the terminal shows, as assistive technology reads it. */
function terminal(page: Page) {
	return page.getByTestId('terminal').locator('.xterm-accessibility-tree')
}

async function openTab(page: Page, name: string): Promise<void> {
	await page.getByRole('tab', { name, exact: true }).click()
}

async function verify(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Vérifier' }).click()
	await expect(page.getByRole('heading', { name: 'Contrôles' })).toBeVisible()
}
