import { type Location, membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import type { ParsedRequest } from './message.ts'
import { matchRoute } from './rest-routes.ts'
import { readScalar, writeScalar } from './scalars.ts'

// Members that travel in the path, the query string and the headers:
// https://smithy.io/2.0/spec/http-bindings.html

/**
 * Those members of an input that are not in the body. `unreadable` words the
 * refusal of text that does not fit its shape.
 */
export function readLocations(
	model: ServiceModel,
	shape: Shape,
	request: ParsedRequest,
	unreadable: (name: string, text: string) => Error,
): Record<string, unknown> {
	const input: Record<string, unknown> = {}
	for (const [member, ref] of membersOf(shape)) {
		if (!ref.location) continue
		const name = ref.locationName ?? member
		if (ref.location === 'headers') {
			const found = prefixed(request.headers, name)
			if (found.length > 0) input[member] = Object.fromEntries(found)
			continue
		}
		const texts = textsAt(model, ref.location, name, request)
		const [text] = texts
		if (text === undefined) continue
		const read = (one: string, of: Shape) => {
			const value = readScalar(of, one)
			if (value === undefined) throw unreadable(name, one)
			return value
		}
		const target = shapeOf(model, ref)
		if (target.type !== 'list') input[member] = read(text, target)
		else {
			const item = shapeOf(model, target.member as ShapeRef)
			// A header holds its values in one text, a query string repeats itself.
			const parts = ref.location === 'header' ? text.split(',').map((part) => part.trim()) : texts
			input[member] = parts.map((part) => read(part, item))
		}
	}
	return input
}

/** Headers whose names begin alike, by what follows. */
function prefixed(headers: ParsedRequest['headers'], prefix: string): Array<[string, string]> {
	const start = prefix.toLowerCase()
	return Object.entries(headers).flatMap(([name, text]): Array<[string, string]> => {
		return name.startsWith(start) ? [[name.slice(start.length), text]] : []
	})
}

function textsAt(
	model: ServiceModel,
	location: Location,
	name: string,
	request: ParsedRequest,
): Array<string> {
	if (location === 'querystring') {
		return request.query.flatMap(([given, text]) => (given === name ? [text] : []))
	}
	const text =
		location === 'uri'
			? matchRoute(model, request)?.labels[name]
			: location === 'header'
				? request.headers[name.toLowerCase()]
				: undefined
	return text === undefined ? [] : [text]
}

/** Writes the members of an output that are headers. */
export function writeHeaders(
	model: ServiceModel,
	shape: Shape,
	output: object,
	headers: Record<string, string>,
): void {
	for (const [member, ref] of membersOf(shape)) {
		const value = (output as Record<string, unknown>)[member]
		if (!ref.location || value === undefined || value === null) continue
		const name = (ref.locationName ?? member).toLowerCase()
		if (ref.location === 'headers') {
			for (const [key, text] of Object.entries(value))
				headers[name + key.toLowerCase()] = headerText(String(text))
		} else if (ref.location === 'header') {
			headers[name] = headerText(writeScalar(shapeOf(model, ref), value, 'rfc822'))
		}
	}
}

/** Text that a header can hold: bytes of UTF-8 for what is beyond Latin-1, no line breaks. */
function headerText(text: string): string {
	const line = text.replace(/[^\t\u0020-\u007e\u0080-\uffff]+/g, ' ')
	return /[\u0100-\uffff]/.test(line) ? Buffer.from(line, 'utf8').toString('latin1') : line
}
