import { AwsError } from '../../../aws-error.ts'

export interface Token {
	kind: 'name' | 'number' | 'text' | 'regex' | 'symbol' | 'end'
	text: string
	at: number
	/** Of a regular expression. */
	flags?: string
	/** A name in backticks is never a word of the language. */
	isQuoted?: boolean
}

/** One alternative for each kind of token, and comments, which run to the end of their line. */
const TOKEN =
	/\s+|#[^\n]*|(?<number>\d+(?:\.\d+)?(?:ms|[smhdw](?!\w))?)|(?<name>@?[A-Za-z_][\w@]*(?:\.(?:[A-Za-z_@][\w@]*|\d+))*)|`(?<quoted>[^`]*)`|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|\/(?<regex>(?:[^/\\\n]|\\.)+)\/(?<flags>i?)|(?<symbol>!=|<=|>=|=~|[=<>+\-*/%^(),[\]|])/y

const OPERAND = new Set(['name', 'number', 'text'])

/** Whether a `/` divides what stands before it; behind `like`, `parse @field` and all else it begins a regular expression. */
function divides(tokens: ReadonlyArray<Token>): boolean {
	const [before, last] = [tokens.at(-2), tokens.at(-1)]
	if (!last || /^(like|parse)$/i.test(last.text) || before?.text.toLowerCase() === 'parse') return false
	return OPERAND.has(last.kind) || last.text === ')'
}

/** Reads a query into its tokens; throws MalformedQueryException. The model bounds its length at 10,000 characters. */
export function readTokens(query: string): Array<Token> {
	const tokens: Array<Token> = []
	let at = 0
	while (at < query.length) {
		if (query[at] === '/' && divides(tokens)) {
			tokens.push({ kind: 'symbol', text: '/', at })
			at++
			continue
		}
		TOKEN.lastIndex = at
		const groups = TOKEN.exec(query)?.groups
		if (!groups) throw malformed(`unexpected symbol found ${query[at]}`, query, at)
		const token = tokenOf(groups, at)
		if (token) tokens.push(token)
		at = TOKEN.lastIndex
	}
	tokens.push({ kind: 'end', text: '', at: query.length })
	return tokens
}

function tokenOf(groups: Record<string, string | undefined>, at: number): Token | undefined {
	const { number, name, quoted, double, single, regex, flags, symbol } = groups
	if (number !== undefined) return { kind: 'number', text: number, at }
	if (name !== undefined) return { kind: 'name', text: name, at }
	if (quoted !== undefined) return { kind: 'name', text: quoted, at, isQuoted: true }
	if (regex !== undefined) return { kind: 'regex', text: regex, at, flags: flags ?? '' }
	if (symbol !== undefined) return { kind: 'symbol', text: symbol, at }
	const text = double ?? single
	return text === undefined ? undefined : { kind: 'text', text: text.replace(/\\(["'\\])/g, '$1'), at }
}

/** A query that cannot be read, and where. The wording is ours but for its form. */
export function malformed(why: string, query: string, at: number): AwsError {
	const lines = query.slice(0, at).split('\n')
	const message = `${why} at line ${lines.length} and position ${lines.at(-1)?.length ?? 0}`
	const location = { startCharOffset: at, endCharOffset: at }
	return new AwsError('MalformedQueryException', message, 400, { queryCompileError: { location, message } })
}
