import { AwsError } from '../aws-error.ts'
import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { type ParsedRequest, parseQuery, utf8 } from './message.ts'
import { type Protocol, wireError } from './protocol.ts'
import { readScalar } from './scalars.ts'
import { checkInput } from './validate.ts'
import { isFlattened } from './xml-reader.ts'
import { escapeXml, textElement, writeContent } from './xml-writer.ts'

/** Parameters that one form may hold. */
const PARAMETERS = 10_000
/** Levels that the name of one parameter may have. */
const DEPTH = 64

/** A form in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const query: Protocol = {
	signatureStyle: 'query',

	findOperation(model, request) {
		const form = new Map(formOf(request))
		const name = form.get('Action')
		const version = form.get('Version')
		if (name === undefined) {
			throw new AwsError('MissingAction', 'Could not find operation, no Action parameter was given', 400)
		}
		const known = Object.hasOwn(model.operations, name) ? model.operations[name] : undefined
		if (known && (version === undefined || version === model.metadata.apiVersion)) return known
		const message = `Could not find operation ${name} for version ${version ?? 'NO_VERSION_SPECIFIED'}`
		throw new AwsError('InvalidAction', message, 400)
	},

	parseInput(model, operation, request) {
		if (!operation.input) return {}
		const root = nest(formOf(request))
		return readNode(model, shapeOf(model, operation.input), root) as Record<string, unknown>
	},

	checkInput(model, operation, input) {
		checkInput(model, operation, input, 'ValidationError')
	},

	formatOutput(model, { name, output: ref }, output, requestId) {
		const content = ref ? writeContent(model, shapeOf(model, ref), output) : ''
		const wrapper = ref?.resultWrapper
		const result = wrapper ? `<${wrapper}>${content}</${wrapper}>` : content
		const metadata = `<ResponseMetadata>${textElement('RequestId', requestId)}</ResponseMetadata>`
		const body = `<${name}Response${namespaceOf(model)}>${result}${metadata}</${name}Response>`
		return { status: 200, headers: headersOf(requestId), body: utf8(body) }
	},

	formatError(model, error, requestId) {
		const { code, status } = wireError(model, error)
		const type = status >= 500 ? 'Receiver' : 'Sender'
		const detail =
			textElement('Type', type) + textElement('Code', code) + textElement('Message', error.message)
		const body = `<ErrorResponse${namespaceOf(model)}><Error>${detail}</Error>${textElement('RequestId', requestId)}</ErrorResponse>`
		return { status, headers: headersOf(requestId), body: utf8(body) }
	},
}

function namespaceOf(model: ServiceModel): string {
	const { xmlNamespace } = model.metadata
	return xmlNamespace ? ` xmlns="${escapeXml(xmlNamespace)}"` : ''
}

function headersOf(requestId: string): Record<string, string> {
	return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }
}

/** The parameters of a request: the form that it carries, or those of its address. */
function formOf(request: ParsedRequest): ReadonlyArray<readonly [string, string]> {
	const inBody = request.method === 'POST' && request.body.byteLength > 0
	const form = inBody ? parseQuery(Buffer.from(request.body).toString('utf8'), true) : request.query
	if (form.length > PARAMETERS) throw malformed('Too many parameters')
	return form
}

function malformed(message: string): AwsError {
	return new AwsError('MalformedInput', message, 400)
}

interface FormNode {
	text?: string
	children: Map<string, FormNode>
}
const NOTHING: FormNode = { text: '', children: new Map() }

/** `Tags.member.1.Key=x` as a tree by its dots. */
function nest(form: ReadonlyArray<readonly [string, string]>): FormNode {
	const root: FormNode = { children: new Map() }
	for (const [path, text] of form) {
		const parts = path.split('.')
		if (parts.length > DEPTH) throw malformed('Nesting is too deep')
		let node = root
		for (const part of parts) {
			let child = node.children.get(part)
			if (!child) {
				child = { children: new Map() }
				node.children.set(part, child)
			}
			node = child
		}
		node.text = text
	}
	return root
}

function readNode(model: ServiceModel, shape: Shape, node: FormNode): unknown {
	switch (shape.type) {
		case 'structure': {
			const result: Record<string, unknown> = {}
			for (const [name, ref] of membersOf(shape)) {
				const child = shapeOf(model, ref)
				const flat = isFlattened(ref, child)
				const wire = (flat ? child.member?.locationName : undefined) ?? ref.locationName ?? name
				const found = node.children.get(wire)
				if (found) result[name] = readMember(model, child, found, flat)
			}
			return result
		}
		case 'list':
		case 'map':
			return readMember(model, shape, node, shape.flattened ?? false)
		default: {
			const value = readScalar(shape, node.text ?? '')
			if (value === undefined) throw malformed(`'${node.text}' is not a valid ${shape.type}`)
			return value
		}
	}
}

function readMember(model: ServiceModel, shape: Shape, node: FormNode, flattened: boolean): unknown {
	if (shape.type === 'list') {
		const ref = shape.member as ShapeRef
		const item = shapeOf(model, ref)
		// `List=` alone is how a client says that a list is empty.
		const holder = flattened ? node : node.children.get(ref.locationName ?? 'member')
		return numbered(holder).map((child) => readNode(model, item, child))
	}
	if (shape.type !== 'map') return readNode(model, shape, node)
	const item = shapeOf(model, shape.value as ShapeRef)
	const entries = numbered(flattened ? node : node.children.get('entry'))
	return Object.fromEntries(
		entries.map(({ children }) => [
			children.get(shape.key?.locationName ?? 'key')?.text ?? '',
			readNode(model, item, children.get(shape.value?.locationName ?? 'value') ?? NOTHING),
		]),
	)
}

/** Children named 1, 2, 3…, in the order of their numbers; gaps are closed. */
function numbered(node: FormNode | undefined): Array<FormNode> {
	const items = [...(node?.children ?? [])].filter(([name]) => /^\d{1,9}$/.test(name))
	return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item)
}
