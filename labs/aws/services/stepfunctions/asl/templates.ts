import type { Json } from '../../../world/json.ts'
import { type Chance, evaluate, parseIntrinsic } from './intrinsics.ts'
import { require, type Sources } from './paths.ts'
import { runtimeError, StatesError } from './states-error.ts'

/** Bytes that a state may take or give: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const DATA_BYTES = 262_144

/** Refuses data that is too large. */
export function assertSize(value: Json, what: string): Json {
	if (JSON.stringify(value).length <= DATA_BYTES) return value
	throw new StatesError(
		'States.DataLimitExceeded',
		`The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
	)
}

/** Parameters, or a selector, with the members that end in `.$` filled in. What it copies is bounded on the way. */
export function fill(template: Json, sources: Sources, chance: Chance): Json {
	let left = 2 * DATA_BYTES
	const spend = (value: Json) => {
		left -= JSON.stringify(value).length
		if (left < 0) throw new StatesError('States.DataLimitExceeded', 'The parameters are too large')
		return value
	}
	function visit(value: Json): Json {
		if (Array.isArray(value)) return value.map(visit)
		if (typeof value !== 'object' || value === null) return value
		return Object.fromEntries(
			Object.entries(value).map(([name, member]) =>
				name.endsWith('.$')
					? [name.slice(0, -2), spend(resolved(member as Json))]
					: [name, visit(member as Json)],
			),
		)
	}
	function resolved(expression: Json): Json {
		if (typeof expression !== 'string')
			throw runtimeError('The value of a field that ends in .$ must be a string')
		if (expression.startsWith('$')) return require(expression, sources)
		const parsed = parseIntrinsic(expression)
		if (!parsed) throw runtimeError(`Invalid expression '${expression}'`)
		return evaluate(parsed, sources, chance, spend)
	}
	return visit(template)
}
