import type { Json } from '../../../world/json.ts'
import { runtimeError } from './states-error.ts'

// Reference paths, and of JSONPath what selects by name, index and `*`:
// https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html

const TOKEN = /\.([A-Za-z_$À-ɏ][\w$À-ɏ-]*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]|(\.\*|\[\*\])/y

/** The limit is ours. */
const PATH_CHARACTERS = 500

type Token = string | number | typeof EVERY
const EVERY = Symbol('*')

/** What a path selects step by step, or undefined when it is none of those that are understood. */
export function parsePath(path: string): ReadonlyArray<Token> | undefined {
	const start = path.startsWith('$$') ? 2 : path.startsWith('$') ? 1 : undefined
	if (start === undefined || path.length > PATH_CHARACTERS) return
	const tokens: Array<Token> = []
	TOKEN.lastIndex = start
	while (TOKEN.lastIndex < path.length) {
		const [, name, quoted, index, every] = TOKEN.exec(path) ?? []
		if (name !== undefined) tokens.push(name)
		else if (quoted !== undefined) tokens.push(quoted.replaceAll(/\\(.)/g, '$1'))
		else if (index !== undefined) tokens.push(Number(index))
		else if (every !== undefined) tokens.push(EVERY)
		else return
	}
	return tokens
}

/** What paths are read from: the state's input, and the context object. */
export interface Sources {
	input: Json
	context: Json
}

/** The value that a path selects, or undefined; with `*`, a list of those that there are. */
export function select(path: string, { input, context }: Sources): Json | undefined {
	const tokens = parsePath(path)
	if (!tokens) throw runtimeError(`Invalid path '${path}'`)
	let found: Array<Json> = [path.startsWith('$$') ? context : input]
	let isList = false
	for (const token of tokens) {
		isList ||= token === EVERY
		found = found.flatMap((value) => childrenOf(value, token))
	}
	return isList ? found : found[0]
}

/** The same, where there must be something. */
export function require(path: string, sources: Sources): Json {
	const value = select(path, sources)
	if (value !== undefined) return value
	throw runtimeError(
		`The JSONPath '${path}' specified for the field could not be found in the input '${JSON.stringify(sources.input).slice(0, 1_000)}'`,
	)
}

function childrenOf(value: Json, token: Token): Array<Json> {
	if (typeof value !== 'object' || value === null) return []
	if (token === EVERY) return Object.values(value) as Array<Json>
	const child = Object.hasOwn(value, token) ? (value as Record<string, Json>)[token] : undefined
	return child === undefined ? [] : [child]
}

/** The input with a value put where a reference path says. Throws States.ResultPathMatchFailure. */
export function withValue(path: string, input: Json, value: Json): Json {
	const tokens = parsePath(path) ?? []
	return placed(input, tokens, value)
}

function placed(at: Json | undefined, [first, ...rest]: ReadonlyArray<Token>, value: Json): Json {
	if (first === undefined) return value
	if (typeof first === 'symbol' || typeof first === 'number')
		throw runtimeError('A ResultPath names members and nothing else')
	const known =
		typeof at === 'object' && at !== null && !Array.isArray(at) ? (at as Record<string, Json>) : {}
	return { ...known, [first]: placed(Object.hasOwn(known, first) ? known[first] : undefined, rest, value) }
}
