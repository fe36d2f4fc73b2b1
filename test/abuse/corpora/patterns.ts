import { siteDemo } from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import { variableCheck } from '#labs/aws/services/codepipeline/rules/variable-check.ts'
import { admitsEvent } from '#labs/aws/services/codepipeline/triggers/filters.ts'
import { compilePattern } from '#labs/aws/services/events/patterns/pattern.ts'
import { loadModel, modelNames } from '#labs/aws/wire/model.ts'
import { constraintsOf } from '#labs/aws/wire/protocols/constraints.ts'
import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

/** Makes ready a webhook with one filter, and a payload of so many bytes; to be delivered for its status. */
async function delivering(target: Target, jsonPath: string, bytes: number) {
	await target.pipeline('CreatePipeline', { pipeline: siteDemo() })
	const definition = {
		...{ name: 'abuse', targetPipeline: 'site-demo', targetAction: 'Fetch', filters: [{ jsonPath }] },
		...{ authentication: 'UNAUTHENTICATED', authenticationConfiguration: {} },
	}
	type Put = { webhook: { url: string } }
	const { webhook } = await target.pipeline<Put>('PutWebhook', { webhook: definition })
	const token = webhook.url.slice(webhook.url.lastIndexOf('/') + 1)
	const items = Array.from({ length: Math.floor(bytes / 40) }, (_, at) => `{"a":{"b":[${at},"xxxxxxxxxx"]}}`)
	const body = Buffer.from(`[${items.join(',')}]`)
	return () => target.deliver(token, body)
}

/** Texts that expressions back up over, and end in what none of them takes. */
const TEXTS = [' ', 'a', '-', 'a-', 'a.', 'a/', 'arn:aws:', '/a', '::', '1', '*a', '=1:A'].map(
	(unit) => `${unit.repeat(2_048).slice(0, 2_000)}\u0001`,
)

function filePaths(filter: number) {
	const patterns = (letter: string) =>
		Array.from({ length: 8 }, (_, at) => `${`**${letter}`.repeat(80)}${filter}${at}`)
	return { includes: patterns('a'), excludes: patterns('b') }
}

export const patterns = [
	abuse('a webhook filter of 48 descents', 400, (target) =>
		delivering(target, `$${'..*'.repeat(48)}`, 900_000),
	),
	abuse('a webhook payload of 3 MB', 413, (target) => delivering(target, '$..a', 3_000_000)),
	abuse('path filters of a trigger over 100 long paths', false, () => {
		const push = [0, 1, 2].map((filter) => ({ filePaths: filePaths(filter) }))
		const files = Array.from({ length: 100 }, (_, at) => `${'ab'.repeat(1_000)}${at}`)
		return () =>
			admitsEvent({ sourceActionName: 'a', push }, { kind: 'push', branch: 'main', commitId: 'c', files })
	}),
	abuse('a pattern of events with stars over a long text', false, () => {
		const matches = compilePattern(JSON.stringify({ a: [{ wildcard: `${'*a'.repeat(200)}b` }] }))
		return () => matches({ a: 'a'.repeat(150_000) })
	}),
	abuse('a variable held against nested repetitions', 'Failed', () => {
		const configuration = { Variable: 'a'.repeat(100_000), Operator: 'MATCHES', Value: '(a{0,30}){0,30}b' }
		const run = { check: { configuration } } as unknown as Parameters<typeof variableCheck.evaluate>[0]
		return async () => ((await variableCheck.evaluate(run)) as { status?: string }).status
	}),
	...modelNames().map((name) =>
		abuse(`texts that the patterns of ${name} back up over`, undefined, () => {
			const shapes = Object.values(loadModel(name).shapes).filter(({ pattern }) => pattern !== undefined)
			return async () => {
				for (const shape of shapes)
					for (const text of TEXTS) {
						constraintsOf(shape, text)
						await new Promise(setImmediate)
					}
			}
		}),
	),
]
