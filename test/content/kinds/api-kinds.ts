import { globSync } from 'node:fs'
import { basename } from 'node:path'
import type { ServiceModel } from '#labs/aws/wire/model.ts'
import { isObject, type Kind, kind, type Problem } from '../problem.ts'
import { findModel } from '../service-models.ts'
import { isMadeOf, shapeProblems } from '../shape.ts'

type Candidate = { model: ServiceModel; service: string; operation: string; shape: string }

/** The course is about the first; the others follow in the order of the alphabet. */
const services = [
	'codepipeline',
	...globSync(['labs/aws/wire/models/*.json', 'test/fixtures/aws-models/*.json'])
		.map((file) => basename(file, '.json'))
		.filter((name) => name !== 'codepipeline')
		.toSorted(),
]

/** Inputs and outputs of API calls, told by their members. */
export const apiKinds: ReadonlyArray<Kind> = [
	kind<object>({
		name: 'input of an API call',
		matches: (value) => isObject(value) && candidates(value, 'input').length > 0,
		problems: (value) => bestProblems(value, 'input'),
	}),
	kind<object>({
		name: 'output of an API call',
		matches: (value) => isObject(value) && candidates(value, 'output').length > 0,
		problems: (value) => bestProblems(value, 'output'),
	}),
]

/** The operations whose input or output has all these members, and all that it must have. */
function candidates(value: object, side: 'input' | 'output'): Array<Candidate> {
	return services.flatMap((service) => {
		const model = findModel(service)
		if (!model) return []
		return Object.entries(model.operations).flatMap(([operation, definition]) => {
			const shape = definition[side]?.shape
			if (!shape || !isMadeOf(model, shape, value)) return []
			const required = model.shapes[shape]?.required ?? []
			return required.every((name) => name in value) ? [{ model, service, operation, shape }] : []
		})
	})
}

/** Nothing when one of the operations takes it; else what the likeliest says. */
function bestProblems(value: object, side: 'input' | 'output'): Array<Problem> {
	let best: Array<Problem> | undefined
	for (const { model, service, operation, shape } of candidates(value, side)) {
		const problems = shapeProblems(model, shape, value)
		if (problems.length === 0) return []
		best ??= problems.map(({ text, code }) => ({ text: `${service} ${operation}: ${text}`, code }))
	}
	return best ?? []
}
