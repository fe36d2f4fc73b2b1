import fc from 'fast-check'
import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'

// Inputs that are valid, or nearly: of a shape's types and bounds, and about
// things that the world of these tests holds, so that many calls do something.

/** Values by the name of the member that they are for, in any service. */
export type Vocabulary = Readonly<Record<string, ReadonlyArray<unknown>>>

/** Inputs of a shape. */
export function inputsOf(
	model: ServiceModel,
	shape: Shape,
	words: Vocabulary,
	depth = 0,
): fc.Arbitrary<Record<string, unknown>> {
	const required = shape.required ?? []
	const members = membersOf(shape).filter(([name]) => depth < 5 || required.includes(name))
	const values = new Map(
		members.map(([name, ref]) => [name, () => valuesOf(model, name, ref, words, depth + 1)]),
	)
	// An optional member is left out more often than not, lest none be valid.
	const optional = members.map(([name]) => name).filter((name) => !required.includes(name))
	return fc.subarray(optional, { maxLength: Math.min(3, optional.length) }).chain((kept) => {
		const names = [...required, ...kept]
		const record = names.map((name) => [name, values.get(name)?.() ?? fc.constant(undefined)])
		return fc.record(Object.fromEntries(record), { noNullPrototype: true })
	}) as fc.Arbitrary<Record<string, unknown>>
}

function valuesOf(
	model: ServiceModel,
	name: string,
	ref: ShapeRef,
	words: Vocabulary,
	depth: number,
): fc.Arbitrary<unknown> {
	const shape = shapeOf(model, ref)
	const known = Object.hasOwn(words, name) ? words[name] : undefined
	const own = () => ownValues(model, shape, name, words, depth)
	if (!known) return own()
	return shape.type === 'structure'
		? fc.constantFrom(...known)
		: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, own())
}

function ownValues(
	model: ServiceModel,
	shape: Shape,
	name: string,
	words: Vocabulary,
	depth: number,
): fc.Arbitrary<unknown> {
	const { min = 0, max = min + 3 } = shape
	switch (shape.type) {
		case 'structure':
			return inputsOf(model, shape, words, depth)
		case 'list': {
			const length = { minLength: Math.min(min, 3), maxLength: Math.max(1, Math.min(max, 3)) }
			// The members of a list of names are named like the list, without its plural.
			const singular = name.replace(/s$/, '')
			return fc.array(valuesOf(model, singular, shape.member as ShapeRef, words, depth + 1), length)
		}
		case 'map':
			return fc.dictionary(
				fc.constantFrom('a', 'b', 'S3Bucket', 'equipe'),
				valuesOf(model, name, shape.value as ShapeRef, words, depth + 1),
				{
					maxKeys: 2,
					noNullPrototype: true,
				},
			)
		case 'boolean':
			return fc.boolean()
		case 'timestamp':
			return fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => new Date(seconds * 1000))
		case 'blob':
			return fc.uint8Array({ maxLength: 40 })
		case 'integer':
		case 'long':
			return fc.integer({ min, max: shape.max ?? 1000 })
		case 'float':
		case 'double':
			return fc.double({ min: 0, max: 100, noNaN: true })
		default:
			if (shape.enum) return fc.constantFrom(...shape.enum)
			return fc.constantFrom('a', 'demo', 'x'.repeat(Math.min(Math.max(min, 1), 64)), '/', '1')
	}
}
