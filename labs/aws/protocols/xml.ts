import { XMLParser } from 'fast-xml-parser'
import type { ServiceModel, Shape, ShapeReference } from '../model.ts'
import { formatTimestamp, malformed, parseBlob, parseNumber, parseTimestamp } from './wire-values.ts'

/** Levels of nesting that a document may have. */
const DEPTH = 100

// Only text and elements are read. Doctypes are refused before parsing, so no
// entity can be declared, let alone expanded.
const parser = new XMLParser({
	ignoreAttributes: false,
	attributeNamePrefix: '@',
	parseTagValue: false,
	parseAttributeValue: false,
	trimValues: false,
	ignoreDeclaration: true,
	removeNSPrefix: true,
	processEntities: true,
	maxNestedTags: DEPTH,
})

type Node = string | { [name: string]: Node | Array<Node> }

/** The root element of a document: its name and what it holds. */
export function parseXml(bytes: Uint8Array): { root: string; node: Node } {
	let text: string
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		throw malformed('The XML is not valid UTF-8.')
	}
	if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw malformed('A document type declaration is not allowed.')
	let document: Record<string, Node>
	try {
		document = parser.parse(text, true)
	} catch {
		throw malformed(
			'The XML you provided was not well-formed or did not validate against our published schema',
		)
	}
	const [root] = Object.keys(document).filter((name) => name !== '#text')
	const node = root === undefined ? undefined : document[root]
	if (root === undefined || node === undefined) throw malformed('The XML document is empty.')
	return { root, node }
}

function children(node: Node, name: string): Array<Node> {
	if (typeof node === 'string') return []
	const found = node[name]
	if (found === undefined) return []
	return Array.isArray(found) ? found : [found]
}

function textOf(node: Node): string {
	if (typeof node === 'string') return node
	const text = node['#text']
	return typeof text === 'string' ? text : ''
}

/** Reads an element as a shape. */
export function readXml(model: ServiceModel, name: string, node: Node, depth = 0): unknown {
	const shape = model.shapes[name]
	if (!shape) return undefined
	if (depth > DEPTH) throw malformed('Nesting is too deep.')
	switch (shape.type) {
		case 'structure': {
			const result: Record<string, unknown> = {}
			for (const [member, reference] of Object.entries(shape.members ?? {})) {
				if (reference.location) continue
				const value = readMember(model, member, reference, node, depth)
				if (value !== undefined) result[member] = value
			}
			return result
		}
		case 'list':
			return children(node, shape.member?.locationName ?? 'member').map((item) =>
				readXml(model, shape.member?.shape ?? '', item, depth + 1),
			)
		case 'map':
			return readMap(model, shape, children(node, 'entry'), depth)
		default:
			return readScalar(shape, textOf(node))
	}
}

function readMember(
	model: ServiceModel,
	member: string,
	reference: ShapeReference,
	node: Node,
	depth: number,
) {
	const shape = model.shapes[reference.shape]
	if (reference.xmlAttribute) {
		const [attribute] = children(node, `@${(reference.locationName ?? member).split(':').at(-1)}`)
		return attribute === undefined ? undefined : textOf(attribute)
	}
	const flattened = reference.flattened ?? shape?.flattened
	const elementName =
		reference.locationName ??
		(flattened && shape?.type === 'list' ? (shape.member?.locationName ?? member) : member)
	const found = children(node, elementName)
	if (found.length === 0) return
	if (flattened && shape?.type === 'list') {
		return found.map((item) => readXml(model, shape.member?.shape ?? '', item, depth + 1))
	}
	if (flattened && shape?.type === 'map') return readMap(model, shape, found, depth)
	return readXml(model, reference.shape, found[0] ?? '', depth + 1)
}

function readMap(model: ServiceModel, shape: Shape, entries: Array<Node>, depth: number) {
	return Object.fromEntries(
		entries.map((entry) => [
			textOf(children(entry, shape.key?.locationName ?? 'key')[0] ?? ''),
			readXml(
				model,
				shape.value?.shape ?? '',
				children(entry, shape.value?.locationName ?? 'value')[0] ?? '',
				depth + 1,
			),
		]),
	)
}

/** Reads a scalar from text: XML, a form and a header write them alike. */
export function readScalar(shape: Shape, text: string): unknown {
	switch (shape.type) {
		case 'boolean':
			if (text !== 'true' && text !== 'false') throw malformed(`'${text}' is not a valid boolean`)
			return text === 'true'
		case 'integer':
		case 'long':
			return parseNumber(text, true)
		case 'float':
		case 'double':
			return parseNumber(text, false)
		case 'timestamp':
			return parseTimestamp(text)
		case 'blob':
			return parseBlob(text)
		default:
			return text
	}
}

const ESCAPES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\r': '&#13;',
}

/** Text that may stand between tags or in an attribute. */
export function escapeXml(text: string): string {
	return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character)
}

function element(name: string, content: string, attributes = ''): string {
	return `<${name}${attributes}>${content}</${name}>`
}

/** The children of a structure, as XML, by the model; unknown members never leave. */
export function writeXmlMembers(model: ServiceModel, name: string, value: object): string {
	const shape = model.shapes[name]
	const parts: Array<string> = []
	for (const [member, child] of Object.entries(value)) {
		const reference = shape?.members?.[member]
		if (!reference || reference.location || reference.xmlAttribute || child === undefined || child === null)
			continue
		parts.push(writeMember(model, member, reference, child))
	}
	return parts.join('')
}

function writeMember(model: ServiceModel, member: string, reference: ShapeReference, value: unknown): string {
	const shape = model.shapes[reference.shape]
	if (!shape) return ''
	const flattened = reference.flattened ?? shape.flattened
	if (flattened && shape.type === 'list') {
		const name = reference.locationName ?? shape.member?.locationName ?? member
		return (value as Array<unknown>)
			.map((item) => writeXml(model, shape.member?.shape ?? '', name, item))
			.join('')
	}
	return writeXml(model, reference.shape, reference.locationName ?? member, value)
}

/** One element that holds a value of a shape. */
export function writeXml(model: ServiceModel, shapeName: string, name: string, value: unknown): string {
	const shape = model.shapes[shapeName]
	if (!shape || value === undefined || value === null) return ''
	switch (shape.type) {
		case 'structure':
			return element(
				name,
				writeXmlMembers(model, shapeName, value as object),
				attributesOf(shape, value as object),
			)
		case 'list': {
			const member = shape.member
			const items = (value as Array<unknown>).map((item) =>
				writeXml(model, member?.shape ?? '', member?.locationName ?? 'member', item),
			)
			return element(name, items.join(''))
		}
		case 'map': {
			const entries = Object.entries(value).map(([key, item]) =>
				element(
					'entry',
					element(shape.key?.locationName ?? 'key', escapeXml(key)) +
						writeXml(model, shape.value?.shape ?? '', shape.value?.locationName ?? 'value', item),
				),
			)
			return element(name, entries.join(''))
		}
		default:
			return element(name, escapeXml(writeScalar(shape, value, 'iso8601')))
	}
}

function attributesOf(shape: Shape, value: object): string {
	const attributes = Object.entries(shape.members ?? {}).filter(([, reference]) => reference.xmlAttribute)
	return attributes
		.map(([member, reference]) => {
			const given = (value as Record<string, unknown>)[member]
			if (given === undefined) return ''
			const namespace = reference.locationName?.startsWith('xsi:')
				? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
				: ''
			return `${namespace} ${reference.locationName ?? member}="${escapeXml(String(given))}"`
		})
		.join('')
}

/** A scalar as text. */
export function writeScalar(shape: Shape, value: unknown, timestamps: 'iso8601' | 'rfc822'): string {
	if (value instanceof Date) return String(formatTimestamp(value, shape.timestampFormat ?? timestamps))
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
	return String(value)
}
