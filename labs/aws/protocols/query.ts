import type { AwsError } from '../aws-error.ts'
import type { ServiceModel, Shape } from '../model.ts'
import { errorStatus, type HttpRequest, type HttpResponse, type Input, type Protocol } from './protocol.ts'
import { malformed } from './wire-values.ts'
import { escapeXml, readScalar, writeXmlMembers } from './xml.ts'

/** Parameters that one form may hold. */
const PARAMETERS = 10_000
/** Members that one list may hold, by their numbers in the form. */
const LIST_MEMBERS = 1_000

/** awsQuery: a form in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const queryProtocol: Protocol = {
	operationOf(model, request) {
		const parameters = formOf(request)
		const name = parameters.get('Action')
		const version = parameters.get('Version')
		if (version !== undefined && version !== model.metadata.apiVersion) return
		return name && model.operations[name] ? name : undefined
	},

	parse(model, operation, request) {
		const shape = operation.input?.shape
		return shape ? ((readForm(model, shape, nest(formOf(request))) ?? {}) as Input) : {}
	},

	serialize(model, operation, output, requestId) {
		const { name, output: out } = operation
		const content = out ? writeXmlMembers(model, out.shape, output) : ''
		const result = out?.resultWrapper ? `<${out.resultWrapper}>${content}</${out.resultWrapper}>` : content
		const namespace = model.metadata.xmlNamespace ?? ''
		const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`
		const body = `<${name}Response xmlns="${escapeXml(namespace)}">${result}${metadata}</${name}Response>`
		return { status: 200, headers: xmlHeaders(requestId), body }
	},

	serializeError(model, error, requestId): HttpResponse {
		const status = errorStatus(model, error)
		const code = model?.shapes[error.code]?.error?.code ?? error.code
		const type = status >= 500 ? 'Receiver' : 'Sender'
		const namespace = escapeXml(model?.metadata.xmlNamespace ?? '')
		const detail = `<Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message>`
		const body = `<ErrorResponse xmlns="${namespace}"><Error>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`
		return { status, headers: xmlHeaders(requestId), body }
	},
}

function xmlHeaders(requestId: string): Record<string, string> {
	return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }
}

/** The parameters of a form, from the body, or from the address of a GET. */
export function formOf(request: HttpRequest): Map<string, string> {
	const query = request.target.split('?')[1] ?? ''
	const text = request.method === 'GET' ? query : new TextDecoder().decode(request.body)
	const parameters = new URLSearchParams(text)
	if (parameters.size > PARAMETERS) throw malformed('Too many parameters.')
	return new Map(parameters)
}

type FormNode = { text?: string; children: Map<string, FormNode> }

/** `Tags.member.1.Key=x` → a tree by the dots. */
function nest(parameters: ReadonlyMap<string, string>): FormNode {
	const root: FormNode = { children: new Map() }
	for (const [path, text] of parameters) {
		let node = root
		for (const part of path.split('.')) {
			const child = node.children.get(part) ?? { children: new Map() }
			node.children.set(part, child)
			node = child
		}
		node.text = text
	}
	return root
}

function readForm(model: ServiceModel, name: string, node: FormNode): unknown {
	const shape = model.shapes[name]
	if (!shape) return
	switch (shape.type) {
		case 'structure': {
			const result: Input = {}
			for (const [member, reference] of Object.entries(shape.members ?? {})) {
				const child = node.children.get(reference.locationName ?? member)
				if (child) result[member] = readForm(model, reference.shape, child)
			}
			return result
		}
		case 'list':
			return readList(model, shape, node)
		case 'map':
			return Object.fromEntries(
				numbered(shape.flattened ? node : (node.children.get('entry') ?? node)).map((entry) => [
					entry.children.get(shape.key?.locationName ?? 'key')?.text ?? '',
					readForm(
						model,
						shape.value?.shape ?? '',
						entry.children.get(shape.value?.locationName ?? 'value') ?? { children: new Map() },
					),
				]),
			)
		default:
			return readScalar(shape, node.text ?? '')
	}
}

function readList(model: ServiceModel, shape: Shape, node: FormNode): Array<unknown> {
	// `List=` alone is how a client says that a list is empty.
	const holder = shape.flattened ? node : (node.children.get(shape.member?.locationName ?? 'member') ?? node)
	return numbered(holder).map((item) => readForm(model, shape.member?.shape ?? '', item))
}

/** Children named 1, 2, 3…, in the order of their numbers. */
function numbered(node: FormNode): Array<FormNode> {
	const items = [...node.children].filter(([name]) => /^[1-9]\d*$/.test(name))
	if (items.length > LIST_MEMBERS) throw malformed('A list has too many members.')
	return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item)
}
