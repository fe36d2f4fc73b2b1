import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Pipeline } from './pipeline.tsx'
import { groupByRunOrder } from './pipeline-diagram.ts'

/** What a screen reader would read: the text, without what is hidden from it. */
function readAloud(markup: string) {
	return markup
		.replace(/<(\w+)[^>]*aria-hidden="true"[^>]*>.*?<\/\1>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim()
}

test('the drawing reads as a list of stages, actions and states in words', () => {
	const markup = renderToStaticMarkup(
		<Pipeline
			name="site"
			caption="Première exécution"
			stages={[
				{
					name: 'Source',
					status: 'succeeded',
					executions: [{ number: 2 }],
					actions: [
						{
							name: 'Bucket',
							category: 'Source',
							provider: 'Amazon S3',
							status: 'succeeded',
							outputs: ['Site'],
						},
					],
				},
				{
					name: 'Production',
					status: 'failed',
					actions: [
						{
							name: 'Web',
							category: 'Deploy',
							provider: 'Amazon S3',
							status: 'failed',
							detail: 'Accès refusé',
							inputs: ['Site'],
						},
					],
				},
			]}
		/>,
	)
	expect(readAloud(markup)).toBe(
		'Étape Source réussie exécution 2 Bucket Source, Amazon S3 réussie produit Site ' +
			'Transition activée vers Production ' +
			'Étape Production en échec Web Deploy, Amazon S3 en échec lit Site Accès refusé ' +
			'Première exécution',
	)
})

test('a closed transition says so, why, and which execution waits', () => {
	const markup = renderToStaticMarkup(
		<Pipeline
			name="site"
			stages={[
				{ name: 'Source', actions: [] },
				{
					name: 'Prod',
					transition: { enabled: false, reason: 'Gel' },
					waiting: [{ number: 7 }],
					actions: [],
				},
			]}
		/>,
	)
	expect(readAloud(markup)).toBe(
		'Étape Source Transition désactivée vers Prod exécution en attente 7 Gel Étape Prod',
	)
})

test('actions of one run order are read as parallel', () => {
	const markup = renderToStaticMarkup(
		<Pipeline
			name="site"
			stages={[
				{
					name: 'Test',
					actions: [
						{ name: 'Lint', category: 'Test', provider: 'AWS CodeBuild' },
						{ name: 'Unit', category: 'Test', provider: 'AWS CodeBuild' },
					],
				},
			]}
		/>,
	)
	expect(readAloud(markup)).toContain('en parallèle Lint Test, AWS CodeBuild Unit Test, AWS CodeBuild')
})

test('actions are grouped by run order, which is 1 when left out', () => {
	const action = (name: string, runOrder?: number) =>
		({ name, category: 'Test', provider: 'AWS CodeBuild', runOrder }) as const
	const groups = groupByRunOrder([action('e2e', 2), action('lint'), action('unit', 1)])
	expect(groups.map((group) => group.map(({ name }) => name))).toEqual([['lint', 'unit'], ['e2e']])
})
