import { AwsError } from '../../aws-error.ts'
import { type ParsedRequest, parseQuery } from './message.ts'
import { occursMore } from './occurrences.ts'
import { plainBody } from './plain-body.ts'

/** Parameters that one form may hold. */
const PARAMETERS = 10_000
/** Levels that the name of one parameter may have. */
const DEPTH = 64

/** The parameters of a request: the form that it carries, or those of its address. */
export function formOf(request: ParsedRequest): ReadonlyArray<readonly [string, string]> {
	const inBody = request.method === 'POST' && request.body.byteLength > 0
	if (!inBody) return limited(request.query)
	const body = plainBody(request)
	if (!body) throw malformed('The body is not compressed as its header says')
	const text = Buffer.from(body).toString('utf8')
	// Counted before they are taken apart.
	if (occursMore(text, '&', PARAMETERS)) throw tooMany()
	return limited(parseQuery(text, true))
}

function limited(form: ReadonlyArray<readonly [string, string]>): ReadonlyArray<readonly [string, string]> {
	if (form.length > PARAMETERS) throw tooMany()
	return form
}

function tooMany(): AwsError {
	return malformed('Too many parameters')
}

export function malformed(message: string): AwsError {
	return new AwsError('MalformedInput', message, 400)
}

export interface FormNode {
	text?: string
	children: Map<string, FormNode>
}

/** `Tags.member.1.Key=x` as a tree by its dots. */
export function nest(form: ReadonlyArray<readonly [string, string]>): FormNode {
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

/** Children named 1, 2, 3…, in the order of their numbers; gaps are closed. */
export function numbered(node: FormNode | undefined): Array<FormNode> {
	const items = [...(node?.children ?? [])].filter(([name]) => /^\d{1,9}$/.test(name))
	return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item)
}
