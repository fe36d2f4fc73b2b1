import {
	membersOf,
	type ServiceModel,
	type Shape,
	type ShapeRef,
	shapeOf,
	type XmlNamespace,
} from '../model.ts'
import { writeScalar } from './scalars.ts'
import { elementName, isFlattened } from './xml-reader.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text that may stand between tags or in an attribute. */
export function escapeXml(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be written as references
	return text.replace(/[&<>"\u0000-\u0008\u000b-\u001f\u007f]/g, (character) => {
		return ESCAPES[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`
	})
}

/** One element that holds text. */
export function textElement(name: string, text: string): string {
	return `<${name}>${escapeXml(text)}</${name}>`
}

/** One element that holds a value of a shape. */
export function writeElement(
	model: ServiceModel,
	name: string,
	shape: Shape,
	value: unknown,
	namespace?: XmlNamespace,
): string {
	const attributes = namespaceAttribute(namespace ?? shape.xmlNamespace)
	if (shape.type !== 'structure')
		return `<${name}${attributes}>${writeContent(model, shape, value)}</${name}>`
	const own = attributesOf(shape, value as Record<string, unknown>)
	return `<${name}${attributes}${own}>${writeContent(model, shape, value)}</${name}>`
}

/** What stands inside the element of a value. Members that the model does not know never leave. */
export function writeContent(model: ServiceModel, shape: Shape, value: unknown): string {
	switch (shape.type) {
		case 'structure': {
			let text = ''
			for (const [name, ref] of membersOf(shape)) {
				const child = (value as Record<string, unknown>)[name]
				if (ref.location || ref.xmlAttribute || child === undefined || child === null) continue
				text += writeMember(model, name, ref, child)
			}
			return text
		}
		case 'list': {
			const ref = shape.member as ShapeRef
			return writeAll(model, ref.locationName ?? 'member', ref, value as ReadonlyArray<unknown>)
		}
		case 'map':
			return writeEntries(model, 'entry', shape, value as object)
		default:
			return escapeXml(writeScalar(shape, value, 'iso8601'))
	}
}

function writeMember(model: ServiceModel, name: string, ref: ShapeRef, value: unknown): string {
	const shape = shapeOf(model, ref)
	const element = elementName(name, ref, shape)
	if (!isFlattened(ref, shape)) return writeElement(model, element, shape, value, ref.xmlNamespace)
	return shape.type === 'list'
		? writeAll(model, element, shape.member as ShapeRef, value as ReadonlyArray<unknown>)
		: writeEntries(model, element, shape, value as object)
}

function writeAll(model: ServiceModel, name: string, ref: ShapeRef, values: ReadonlyArray<unknown>): string {
	const shape = shapeOf(model, ref)
	return values.map((value) => writeElement(model, name, shape, value)).join('')
}

function writeEntries(model: ServiceModel, name: string, shape: Shape, value: object): string {
	const item = shapeOf(model, shape.value as ShapeRef)
	return Object.entries(value)
		.map(([key, child]) => {
			const keyElement = textElement(shape.key?.locationName ?? 'key', key)
			return `<${name}>${keyElement}${writeElement(model, shape.value?.locationName ?? 'value', item, child)}</${name}>`
		})
		.join('')
}

function namespaceAttribute(namespace: XmlNamespace | undefined): string {
	if (!namespace) return ''
	return ` xmlns${namespace.prefix ? `:${namespace.prefix}` : ''}="${escapeXml(namespace.uri)}"`
}

function attributesOf(shape: Shape, value: Record<string, unknown>): string {
	let text = ''
	for (const [name, ref] of membersOf(shape)) {
		const given = value[name]
		if (!ref.xmlAttribute || given === undefined || given === null) continue
		text += ` ${ref.locationName ?? name}="${escapeXml(String(given))}"`
	}
	return text
}
