import { AwsError } from '../../aws-error.ts'
import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { type FormNode, formOf, malformed, nest, numbered } from './form.ts'
import { utf8 } from './message.ts'
import { faultOf, type Protocol, wireError } from './protocol.ts'
import { readScalar } from './scalars.ts'
import { checkInput } from './validate.ts'
import { elementName, isFlattened } from './xml-reader.ts'
import { escapeXml, textElement, writeContent } from './xml-writer.ts'

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
		const result = ref ? wrap(wrapperOf(model, name, ref), content) : content
		const metadata = `<ResponseMetadata>${textElement('RequestId', requestId)}</ResponseMetadata>`
		const body = `<${name}Response${namespaceOf(model)}>${result}${metadata}</${name}Response>`
		return { status: 200, headers: headersOf(requestId), body: utf8(body) }
	},

	formatError(model, error, requestId) {
		const wire = wireError(model, error)
		const detail =
			textElement('Type', faultOf(wire)) +
			textElement('Code', wire.code) +
			textElement('Message', error.message) +
			(wire.shape ? writeContent(model, wire.shape, error.fields) : '')
		const body = `<ErrorResponse${namespaceOf(model)}><Error>${detail}</Error>${textElement('RequestId', requestId)}</ErrorResponse>`
		return { status: wire.status, headers: headersOf(requestId), body: utf8(body) }
	},
}

/** The element around an answer. Models of services that left this protocol no longer name it. */
function wrapperOf({ metadata }: ServiceModel, operation: string, ref: ShapeRef): string | undefined {
	return ref.resultWrapper ?? (metadata.awsQueryCompatible ? `${operation}Result` : undefined)
}

function wrap(wrapper: string | undefined, content: string): string {
	return wrapper ? `<${wrapper}>${content}</${wrapper}>` : content
}

function namespaceOf(model: ServiceModel): string {
	const { xmlNamespace } = model.metadata
	return xmlNamespace ? ` xmlns="${escapeXml(xmlNamespace)}"` : ''
}

function headersOf(requestId: string): Record<string, string> {
	return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }
}

const NOTHING: FormNode = { text: '', children: new Map() }

function readNode(model: ServiceModel, shape: Shape, node: FormNode): unknown {
	switch (shape.type) {
		case 'structure': {
			const result: Record<string, unknown> = {}
			for (const [name, ref] of membersOf(shape)) {
				const child = shapeOf(model, ref)
				const found = node.children.get(elementName(name, ref, child))
				if (found) result[name] = readMember(model, child, found, isFlattened(ref, child))
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
