import { XMLParser } from 'fast-xml-parser'
import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { occursMore } from './occurrences.ts'
import { readScalar } from './scalars.ts'

/** Levels of nesting that a document may have. */
const DEPTH = 64
/** Tags, attributes and references that a document may have: room for 1,000 objects to delete, with all that can be said of each. */
const TAGS = 16_000
const ATTRIBUTES = 2_000
const REFERENCES = 16_000

// Document types are refused before parsing, so no entity can be declared, let alone expanded.
const parser = new XMLParser({
	ignoreAttributes: false,
	attributeNamePrefix: '@',
	parseTagValue: false,
	parseAttributeValue: false,
	trimValues: false,
	ignoreDeclaration: true,
	ignorePiTags: true,
	removeNSPrefix: true,
	// For numeric references such as &#13;, by which clients write control characters.
	htmlEntities: true,
	maxNestedTags: DEPTH,
})

/** Thrown when bytes are not the XML that a shape asks for. */
export class XmlError extends Error {
	override readonly name = 'XmlError'
}

type XmlNode = string | { [name: string]: XmlNode | Array<XmlNode> }

/** The root element of a document. Throws XmlError. */
export function parseXml(bytes: Uint8Array): { name: string; node: XmlNode } {
	let text: string
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		throw new XmlError('Not UTF-8')
	}
	if (/<!(?!--|\[CDATA\[)/.test(text)) throw new XmlError('Declarations are not allowed')
	assertAffordable(text)
	let document: Record<string, XmlNode>
	try {
		document = parser.parse(text, true)
	} catch (error) {
		throw new XmlError(error instanceof Error ? error.message : 'Not well-formed')
	}
	const [root, ...more] = Object.entries(document).filter(([name]) => name !== '#text')
	if (!root || more.length > 0 || Array.isArray(root[1])) throw new XmlError('Not one root element')
	return { name: root[0], node: root[1] }
}

/** Refuses a document that takes long to parse, by what it is made of. Throws XmlError. */
function assertAffordable(text: string): void {
	if (occursMore(text, '<', TAGS)) throw new XmlError(`More than ${TAGS} tags`)
	if (occursMore(text, '="', ATTRIBUTES) || occursMore(text, "='", ATTRIBUTES))
		throw new XmlError(`More than ${ATTRIBUTES} attributes`)
	if (occursMore(text, '&', REFERENCES)) throw new XmlError(`More than ${REFERENCES} references`)
}

function childrenOf(node: XmlNode, name: string): Array<XmlNode> {
	if (typeof node === 'string' || !Object.hasOwn(node, name)) return []
	const found = node[name] as XmlNode | Array<XmlNode>
	return Array.isArray(found) ? found : [found]
}

/** The text directly inside an element. */
function textOf(node: XmlNode): string {
	if (typeof node === 'string') return node
	return childrenOf(node, '#text').map(String).join('')
}

/** Reads an element as a shape. Throws XmlError. */
export function readXml(model: ServiceModel, shape: Shape, node: XmlNode): unknown {
	switch (shape.type) {
		case 'structure': {
			const result: Record<string, unknown> = {}
			for (const [name, ref] of membersOf(shape)) {
				if (ref.location) continue
				const value = readMember(model, name, ref, node)
				if (value !== undefined) result[name] = value
			}
			return result
		}
		case 'list': {
			const ref = shape.member as ShapeRef
			return readAll(model, ref, childrenOf(node, ref.locationName ?? 'member'))
		}
		case 'map':
			return readEntries(model, shape, childrenOf(node, 'entry'))
		default: {
			const value = readScalar(shape, shape.type === 'string' ? textOf(node) : textOf(node).trim())
			if (value === undefined) throw new XmlError(`'${textOf(node)}' is not a ${shape.type}`)
			return value
		}
	}
}

function readMember(model: ServiceModel, name: string, ref: ShapeRef, node: XmlNode): unknown {
	const shape = shapeOf(model, ref)
	if (ref.xmlAttribute) {
		// Prefixes are taken off when parsing: xsi:type is read as type.
		const [attribute] = childrenOf(node, `@${(ref.locationName ?? name).split(':').at(-1)}`)
		return attribute === undefined ? undefined : textOf(attribute)
	}
	const found = childrenOf(node, elementName(name, ref, shape))
	const [first] = found
	if (first === undefined) return
	if (isFlattened(ref, shape)) {
		return shape.type === 'list'
			? readAll(model, shape.member as ShapeRef, found)
			: readEntries(model, shape, found)
	}
	return readXml(model, shape, first)
}

function readAll(model: ServiceModel, ref: ShapeRef, nodes: ReadonlyArray<XmlNode>): Array<unknown> {
	const shape = shapeOf(model, ref)
	return nodes.map((node) => readXml(model, shape, node))
}

function readEntries(model: ServiceModel, shape: Shape, entries: ReadonlyArray<XmlNode>) {
	const item = shapeOf(model, shape.value as ShapeRef)
	const part = (entry: XmlNode, ref: ShapeRef | undefined, name: string) =>
		childrenOf(entry, ref?.locationName ?? name)[0] ?? ''
	return Object.fromEntries(
		entries.map((entry) => [
			textOf(part(entry, shape.key, 'key')),
			readXml(model, item, part(entry, shape.value, 'value')),
		]),
	)
}

/** Whether a list or map has no element of its own around its members. */
export function isFlattened(ref: ShapeRef, shape: Shape): boolean {
	return (shape.type === 'list' || shape.type === 'map') && (ref.flattened ?? shape.flattened ?? false)
}

/** The element of a structure's member; forms name members the same way. */
export function elementName(name: string, ref: ShapeRef, shape: Shape): string {
	const member = isFlattened(ref, shape) ? shape.member?.locationName : undefined
	return member ?? ref.locationName ?? ref.queryName ?? name
}
