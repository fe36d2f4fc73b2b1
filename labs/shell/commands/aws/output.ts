import jmespath from 'jmespath'
import { UsageError } from './usage-error.ts'

/** An answer as the CLI shows it: dates as text, no transport metadata, bodies left out. */
export function plainOutput(value: unknown): unknown {
	if (value instanceof Date) return value.toISOString().replace('Z', '000+00:00')
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
	if (Array.isArray(value)) return value.map(plainOutput)
	if (value === null || typeof value !== 'object') return value
	const entries = Object.entries(value).filter(([name, child]) => name !== '$metadata' && child !== undefined)
	return Object.fromEntries(entries.map(([name, child]) => [name, plainOutput(child)]))
}

/** IAM sends policies percent-encoded; the CLI shows them as documents. */
export function decodePolicies(value: unknown): unknown {
	if (typeof value === 'string' && value.startsWith('%7B')) return JSON.parse(decodeURIComponent(value))
	if (Array.isArray(value)) return value.map(decodePolicies)
	if (value === null || typeof value !== 'object') return value
	return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, decodePolicies(child)]))
}

/** The text that the CLI prints for an answer. */
export function formatOutput(answer: unknown, format: string, query?: string): string {
	const selected = query === undefined ? answer : select(answer, query)
	switch (format) {
		case 'json':
			return isEmpty(selected) ? '' : `${JSON.stringify(selected ?? null, null, 4)}\n`
		case 'text':
			return textOutput(selected)
		case 'table':
			return tableOutput(selected)
		default:
			throw new UsageError(
				`aws: error: argument --output: Invalid choice, valid choices are:\n\njson | text | table`,
			)
	}
}

function select(answer: unknown, query: string): unknown {
	try {
		return jmespath.search(answer as object, query)
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error)
		throw new UsageError(`Bad value for --query ${query}: ${reason}`)
	}
}

function isEmpty(value: unknown): boolean {
	return (
		value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0
	)
}

function scalarText(value: unknown): string {
	if (value === null || value === undefined) return 'None'
	if (value === true) return 'True'
	if (value === false) return 'False'
	return String(value)
}

function isScalar(value: unknown): boolean {
	return value === null || typeof value !== 'object'
}

/** Tab-separated rows, nested values on rows of their own that start with their name in capitals. */
function textOutput(value: unknown): string {
	const rows: Array<string> = []
	function write(node: unknown, name?: string): void {
		const start = name === undefined ? [] : [name.toUpperCase()]
		if (isScalar(node)) {
			rows.push([...start, scalarText(node)].join('\t'))
		} else if (Array.isArray(node)) {
			if (node.length > 0 && node.every(isScalar)) rows.push([...start, ...node.map(scalarText)].join('\t'))
			else for (const item of node) write(item, name)
		} else {
			const entries = Object.entries(node as object).sort(([a], [b]) => (a < b ? -1 : 1))
			const scalars = entries.filter(([, child]) => isScalar(child)).map(([, child]) => scalarText(child))
			if (scalars.length > 0) rows.push([...start, ...scalars].join('\t'))
			for (const [key, child] of entries) if (!isScalar(child)) write(child, key)
		}
	}
	write(value)
	return rows.length > 0 ? `${rows.join('\n')}\n` : ''
}

/** A table for lists of objects, and name/value rows for one object. */
function tableOutput(value: unknown): string {
	if (isScalar(value)) return `${scalarText(value)}\n`
	const list = Array.isArray(value) ? value : Object.values(value as object).find(Array.isArray)
	const rows: Array<Array<string>> = Array.isArray(list)
		? listRows(list)
		: Object.entries(value as object).map(([name, child]) => [name, cell(child)])
	const widths = rows.reduce<Array<number>>(
		(known, row) => row.map((text, index) => Math.max(known[index] ?? 0, text.length)),
		[],
	)
	const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`
	const lines = rows.map(
		(row) => `|${row.map((text, index) => ` ${text.padEnd(widths[index] ?? 0)} `).join('|')}|`,
	)
	const [header = '', ...body] = lines
	const hasHeader = Array.isArray(list) && !isScalar(list[0]) && !Array.isArray(list[0])
	return `${(hasHeader ? [rule, header, rule, ...body, rule] : [rule, ...lines, rule]).join('\n')}\n`
}

function listRows(list: ReadonlyArray<unknown>): Array<Array<string>> {
	const [first] = list
	if (isScalar(first)) return list.map((item) => [cell(item)])
	if (Array.isArray(first)) return list.map((row) => (Array.isArray(row) ? row.map(cell) : [cell(row)]))
	const names = [...new Set(list.flatMap((item) => Object.keys(item as object)))]
	const rows = list.map((item) => names.map((name) => cell((item as Record<string, unknown>)[name])))
	return [names, ...rows]
}

function cell(value: unknown): string {
	return isScalar(value) ? scalarText(value) : JSON.stringify(value)
}
