import { services } from '#labs/aws/services.ts'
import {
	loadModel,
	membersOf,
	type ServiceModel,
	type Shape,
	type ShapeRef,
	shapeOf,
} from '#labs/aws/wire/model.ts'
import type { Target } from '../target.ts'

/** Bytes, about, that the inputs below have; a form takes three for one of them. */
const BYTES = 900_000
const FORM_BYTES = 300_000
/** Levels that are filled in. */
const DEPTH = 5

/** A value of a shape whose lists and maps share so many bytes. */
function filled(model: ServiceModel, ref: ShapeRef, bytes: number, depth: number): unknown {
	const shape = shapeOf(model, ref)
	switch (shape.type) {
		case 'structure':
			return structure(model, shape, bytes, depth)
		case 'list': {
			const one = filled(model, shape.member as ShapeRef, 0, depth + 1)
			return Array.from({ length: Math.max(1, Math.floor(bytes / sizeOf(one))) }, () => one)
		}
		case 'map': {
			const one = filled(model, shape.value as ShapeRef, 0, depth + 1)
			const length = Math.max(1, Math.floor(bytes / (sizeOf(one) + 12)))
			return Object.fromEntries(Array.from({ length }, (_, at) => [`k${at}`, one]))
		}
		case 'boolean':
			return true
		case 'timestamp':
			return new Date(0)
		case 'blob':
			return new Uint8Array(bytes)
		case 'string':
			return shape.enum?.[0] ?? 'a'.repeat(Math.max(bytes, shape.min ?? 1))
		default:
			return 1
	}
}

/** The widest member gets the room: the first that is a list or a map, or holds one; else all texts are long. */
function structure(model: ServiceModel, shape: Shape, bytes: number, depth: number): Record<string, unknown> {
	if (depth > DEPTH) return {}
	// What travels in a header or an address has no room for many.
	const members = membersOf(shape).filter(([, ref]) => ref.location === undefined || ref.location === 'uri')
	const wide = members.find(([, ref]) => ['list', 'map'].includes(shapeOf(model, ref).type))
	const room = wide ?? members.find(([, ref]) => shapeOf(model, ref).type === 'structure')
	const few = members.filter(([name]) => shape.required?.includes(name) || name === room?.[0] || depth < 2)
	return Object.fromEntries(
		few.map(([name, ref]) => {
			const share = room ? (name === room[0] ? bytes : 0) : Math.floor(bytes / few.length)
			return [name, filled(model, ref, share, depth + 1)]
		}),
	)
}

function sizeOf(value: unknown): number {
	return JSON.stringify(value)?.length ?? 1
}

/** Makes ready a call of each operation of a service, with as much of what it takes many of as there is room for. */
export function largeCalls(target: Target, service: string): Array<{ name: string; send: () => unknown }> {
	const model = loadModel(service)
	const bytes = model.metadata.protocol === 'query' ? FORM_BYTES : BYTES
	return Object.keys(services.get(service)?.operations ?? {}).flatMap((name) => {
		const input = model.operations[name]?.input
		if (!input) return []
		return { name, send: target.call(service, name, filled(model, input, bytes, 0) as object) }
	})
}
