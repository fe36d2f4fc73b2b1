import type { ServiceModel } from '#labs/aws/wire/model.ts'
import { findViolations } from '#labs/aws/wire/protocols/validate.ts'
import { coerceInput } from '#labs/shell/commands/aws/coerce.ts'
import { type Problem, problem } from './problem.ts'

/**
 * What keeps a value from being of a shape: first what the CLI refuses to send,
 * then what AWS refuses. A `fragment` may leave out members that its whole has.
 */
export function shapeProblems(
	model: ServiceModel,
	shapeName: string,
	value: unknown,
	{ fragment = false } = {},
): Array<Problem> {
	const { input, complaints } = coerceInput(model, shapeName, value)
	const refused = complaints.filter(
		(complaint) => !fragment || !complaint.startsWith('Missing required parameter in input:'),
	)
	if (refused.length > 0) return refused.map((text) => problem(text, 'ParamValidation'))
	const shape = model.shapes[shapeName]
	const violations =
		shape?.type === 'structure'
			? findViolations(model, shape, input as object)
			: findViolations(
					model,
					{ type: 'structure', members: { value: { shape: shapeName } } },
					{ value: input },
				)
	return violations
		.filter((violation) => !fragment || !/^Value null at '\w+' failed/.test(violation))
		.map((text) => problem(text, 'ValidationException'))
}

/** Whether an object's keys are all members of a structure. */
export function isMadeOf(model: ServiceModel, shapeName: string, value: object): boolean {
	const members = model.shapes[shapeName]?.members ?? {}
	const keys = Object.keys(value)
	return keys.length > 0 && keys.every((key) => Object.hasOwn(members, key))
}
