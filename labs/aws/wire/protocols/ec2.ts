import { AwsError } from '../../aws-error.ts'
import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'
import { type FormNode, formOf, nest, numbered } from './form.ts'
import { utf8 } from './message.ts'
import { type Protocol, wireError } from './protocol.ts'
import { readScalar } from './scalars.ts'
import { findViolations } from './validate.ts'
import { escapeXml, textElement, writeContent } from './xml-writer.ts'

/**
 * EC2's own form of the query protocol: names with capitals, lists without an
 * element of their own, and errors in a list.
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export const ec2: Protocol = {
	signatureStyle: 'ec2',

	findOperation(model, request) {
		const name = formParameter(request, 'Action')
		if (name === undefined) {
			throw new AwsError('MissingAction', 'The request must contain the parameter Action', 400)
		}
		const known = Object.hasOwn(model.operations, name) ? model.operations[name] : undefined
		if (known) return known
		// EC2 has hundreds of operations; the model holds those that courses meet.
		const message = `ec2:${name} is not emulated. The list of what is: docs/emulator.md`
		throw new AwsError('NotImplemented', message, 501)
	},

	parseInput(model, operation, request) {
		if (!operation.input) return {}
		const root = nest(formOf(request))
		return readNode(model, shapeOf(model, operation.input), root, '') as Record<string, unknown>
	},

	// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
	checkInput(model, operation, input) {
		const shape = operation.input && shapeOf(model, operation.input)
		const missing = shape?.required?.find((name) => (input as Record<string, unknown>)[name] === undefined)
		if (missing) {
			throw new AwsError('MissingParameter', `The request must contain the parameter ${missing}`, 400)
		}
		const [violation] = shape ? findViolations(model, shape, input) : []
		// The wording is ours.
		if (violation) throw new AwsError('InvalidParameterValue', violation, 400)
	},

	formatOutput(model, { name, output: ref }, output, requestId) {
		const content = ref ? writeContent(model, shapeOf(model, ref), output) : '<return>true</return>'
		const head = textElement('requestId', requestId)
		const body = `<${name}Response${namespaceOf(model)}>${head}${content}</${name}Response>`
		return { status: 200, headers: headersOf(requestId), body: utf8(body) }
	},

	formatError(model, error, requestId) {
		const { code, status } = wireError(model, error)
		const detail = textElement('Code', code) + textElement('Message', error.message)
		const body = `<Response><Errors><Error>${detail}</Error></Errors>${textElement('RequestID', requestId)}</Response>`
		return { status, headers: headersOf(requestId), body: utf8(body) }
	},
}

function formParameter(request: Parameters<typeof formOf>[0], wanted: string): string | undefined {
	return formOf(request).find(([name]) => name === wanted)?.[1]
}

function namespaceOf({ metadata }: ServiceModel): string {
	return metadata.xmlNamespace ? ` xmlns="${escapeXml(`${metadata.xmlNamespace}/`)}"` : ''
}

function headersOf(requestId: string): Record<string, string> {
	return { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }
}

/** A member's name in a form: its own, or that of its element with a capital. */
function parameterName(name: string, { queryName, locationName }: ShapeRef): string {
	const element = locationName ?? name
	return queryName ?? element.charAt(0).toUpperCase() + element.slice(1)
}

function readNode(model: ServiceModel, shape: Shape, node: FormNode, path: string): unknown {
	if (shape.type === 'structure') {
		const result: Record<string, unknown> = {}
		for (const [name, ref] of membersOf(shape)) {
			const parameter = parameterName(name, ref)
			const found = node.children.get(parameter)
			const at = path === '' ? parameter : `${path}.${parameter}`
			if (found) result[name] = readNode(model, shapeOf(model, ref), found, at)
		}
		return result
	}
	if (shape.type === 'list') {
		const item = shapeOf(model, shape.member as ShapeRef)
		return numbered(node).map((child, index) => readNode(model, item, child, `${path}.${index + 1}`))
	}
	const value = readScalar(shape, node.text ?? '')
	// The wording is ours.
	if (value === undefined)
		throw new AwsError('InvalidParameterValue', `Value (${node.text}) for parameter ${path} is invalid`, 400)
	return value
}
