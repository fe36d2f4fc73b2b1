import { type Aggregate, readAggregate } from './aggregate.ts'
import { type Expression, type Reader, readExpression, readRegex } from './expression.ts'
import { Parser } from './parser.ts'

/** A field that a command names, with what it is made of. */
export interface Column {
	name: string
	of: Expression
}

export type Command =
	| { kind: 'fields' | 'display'; columns: Array<Column> }
	| { kind: 'filter'; condition: Expression }
	| { kind: 'parse'; cost: number; fieldsOf(read: Reader): Record<string, string> | undefined }
	| { kind: 'stats'; aggregates: Array<Aggregate>; by: Array<Column> }
	| { kind: 'sort'; keys: Array<{ of: Expression; isDescending: boolean }> }
	| { kind: 'limit'; count: number }
	| { kind: 'dedup'; columns: Array<Column> }

const COMMANDS_AT_MOST = 50

/** Reads a query of CloudWatch Logs Insights, as far as `docs/emulator.md` lists it; throws MalformedQueryException. */
export function parseQuery(text: string): Array<Command> {
	const parser = new Parser(text)
	const commands: Array<Command> = []
	do {
		if (commands.length >= COMMANDS_AT_MOST) throw parser.complaint('too many commands')
		commands.push(readCommand(parser))
		if (!parser.isCommandOver) throw parser.complaint()
	} while (parser.takes('|'))
	return commands
}

function readCommand(parser: Parser): Command {
	if (parser.takesWord('fields')) return { kind: 'fields', columns: readColumns(parser) }
	if (parser.takesWord('display')) return { kind: 'display', columns: readColumns(parser) }
	if (parser.takesWord('filter') || parser.takesWord('where'))
		return { kind: 'filter', condition: readExpression(parser) }
	if (parser.takesWord('parse')) return readParse(parser)
	if (parser.takesWord('stats')) {
		const aggregates = parser.list(() => readAggregate(parser))
		return { kind: 'stats', aggregates, by: parser.takesWord('by') ? readColumns(parser) : [] }
	}
	if (parser.takesWord('sort')) return { kind: 'sort', keys: parser.list(() => readKey(parser)) }
	if (parser.takesWord('limit') || parser.takesWord('head'))
		return { kind: 'limit', count: Number(parser.expectKind('number').text) }
	if (parser.takesWord('dedup')) return { kind: 'dedup', columns: readColumns(parser) }
	throw parser.complaint()
}

function readColumns(parser: Parser): Array<Column> {
	return parser.list(() => {
		const from = parser.next.at
		const of = readExpression(parser)
		const written = parser
			.textSince(from)
			.replace(/,$/, '')
			.replace(/^`(.*)`$/, '$1')
			.trim()
		return { name: parser.takesWord('as') ? parser.expectKind('name').text : written, of }
	})
}

function readKey(parser: Parser) {
	const of = readExpression(parser)
	const isDescending = parser.takesWord('desc')
	if (!isDescending) parser.takesWord('asc')
	return { of, isDescending }
}

/** `parse @message "user=* took *ms" as user, ms`, or an expression with named groups. */
function readParse(parser: Parser): Command {
	const isNamed = parser.next.kind === 'name'
	const from: Expression = isNamed ? readExpression(parser) : { cost: 1, of: (read) => read('@message') }
	if (parser.next.kind === 'regex') {
		const { cost, matcher, names } = readRegex(parser)
		const groups = Object.keys(names)
		return {
			kind: 'parse',
			cost,
			fieldsOf(read) {
				const found = matcher(String(from.of(read) ?? ''))
				if (!found.find()) return
				return Object.fromEntries(groups.map((name) => [name, found.group(name) ?? '']))
			},
		}
	}
	const parts = parser.expectKind('text').text.split('*')
	if (!parser.takesWord('as')) throw parser.complaint()
	const names = parser.list(() => parser.expectKind('name').text)
	if (names.length !== parts.length - 1) throw parser.complaint('as many names as * are expected')
	return {
		kind: 'parse',
		cost: parts.length,
		fieldsOf: (read) => byGlob(String(from.of(read) ?? ''), parts, names),
	}
}

function byGlob(
	text: string,
	parts: Array<string>,
	names: Array<string>,
): Record<string, string> | undefined {
	let at = text.indexOf(parts[0] ?? '')
	if (at < 0) return
	at += parts[0]?.length ?? 0
	const fields: Record<string, string> = {}
	for (const [index, name] of names.entries()) {
		const part = parts[index + 1] ?? ''
		const end = part === '' && index === names.length - 1 ? text.length : text.indexOf(part, at)
		if (end < 0) return
		fields[name] = text.slice(at, end).replace(/\n$/, '')
		at = end + part.length
	}
	return fields
}
