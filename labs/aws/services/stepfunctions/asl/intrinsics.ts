import { createHash } from 'node:crypto'
import type { Json } from '../../../world/json.ts'
import { require, type Sources } from './paths.ts'
import { StatesError } from './states-error.ts'

// https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html

/** Calls inside calls: AWS's limit. */
const NESTED_AT_MOST = 10
const ITEMS_AT_MOST = 1_000
/** The limit is AWS's: https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const EXPRESSION_CHARACTERS = 10_000
const HASHES: Readonly<Record<string, string>> = {
	MD5: 'md5',
	'SHA-1': 'sha1',
	'SHA-256': 'sha256',
	'SHA-384': 'sha384',
	'SHA-512': 'sha512',
}

/** Where an intrinsic gets ids and chance from. */
export interface Chance {
	uuid(): string
	fraction(): number
}

/** A call of an intrinsic function, as read from a template. */
export type Expression =
	| { call: string; args: ReadonlyArray<Expression> }
	| { path: string }
	| { literal: Json }

/** Reads `States.Format('…', $.x)`; undefined when it cannot be read. */
export function parseIntrinsic(text: string): Expression | undefined {
	if (text.length > EXPRESSION_CHARACTERS) return
	let at = 0
	const space = () => {
		while (text[at] === ' ') at++
	}
	function expression(depth: number): Expression | undefined {
		space()
		if (depth > NESTED_AT_MOST) return
		const rest = text.slice(at)
		const [called, name] = /^(States\.[A-Za-z0-9]+)\(/.exec(rest) ?? []
		if (called !== undefined && name !== undefined) {
			at += called.length
			return argumentsOf(name, depth)
		}
		const [quoted, inner] = /^'((?:[^'\\]|\\.)*)'/.exec(rest) ?? []
		if (quoted !== undefined) {
			at += quoted.length
			return { literal: (inner ?? '').replaceAll(/\\([^{}])/g, '$1') }
		}
		const [word] = /^(?:\$[^,()\s]*|-?\d+(?:\.\d+)?|true|false|null)/.exec(rest) ?? []
		if (word === undefined) return
		at += word.length
		return word.startsWith('$') ? { path: word } : { literal: JSON.parse(word) as Json }
	}
	function argumentsOf(call: string, depth: number): Expression | undefined {
		if (!Object.hasOwn(FUNCTIONS, call)) return
		const args: Array<Expression> = []
		space()
		if (text[at] === ')') {
			at++
			return { call, args }
		}
		for (;;) {
			const arg = expression(depth + 1)
			if (!arg) return
			args.push(arg)
			space()
			const next = text[at++]
			if (next === ')') return { call, args }
			if (next !== ',') return
		}
	}
	const read = expression(0)
	space()
	return at === text.length && read && 'call' in read ? read : undefined
}

/** The value of an expression. `spend` counts what it takes of its sources, and throws when that is too much. Throws States.IntrinsicFailure. */
export function evaluate(
	expression: Expression,
	sources: Sources,
	chance: Chance,
	spend: (value: Json) => Json,
): Json {
	if ('literal' in expression) return expression.literal
	if ('path' in expression) return spend(require(expression.path, sources))
	const args = expression.args.map((arg) => evaluate(arg, sources, chance, spend))
	return FUNCTIONS[expression.call]?.(args, chance) ?? null
}

function failure(message: string): StatesError {
	return new StatesError('States.IntrinsicFailure', message)
}

const list = (value: Json | undefined): Array<Json> => {
	if (Array.isArray(value)) return value
	throw failure('An array is expected')
}
const text = (value: Json | undefined): string => {
	if (typeof value === 'string') return value
	throw failure('A string is expected')
}
const number = (value: Json | undefined): number => {
	if (typeof value === 'number') return value
	throw failure('A number is expected')
}
const same = (one: Json, other: Json) => JSON.stringify(one) === JSON.stringify(other)
const told = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value))

const FUNCTIONS: Readonly<Record<string, (args: Array<Json>, chance: Chance) => Json>> = {
	'States.Array': (args) => args,
	'States.ArrayContains': ([items, value]) => list(items).some((item) => same(item, value ?? null)),
	'States.ArrayGetItem': ([items, index]) => list(items)[number(index)] ?? null,
	'States.ArrayLength': ([items]) => list(items).length,
	'States.ArrayPartition': ([items, size]) => {
		const [all, each] = [list(items), Math.floor(number(size))]
		if (each < 1) throw failure('The chunk size must be positive')
		return Array.from({ length: Math.ceil(all.length / each) }, (_, at) =>
			all.slice(at * each, (at + 1) * each),
		)
	},
	'States.ArrayRange': ([first, last, step]) => {
		const [from, to, by] = [number(first), number(last), number(step)]
		const length = by === 0 ? 0 : Math.floor((to - from) / by) + 1
		if (by === 0 || length > ITEMS_AT_MOST) throw failure(`A range has at most ${ITEMS_AT_MOST} items`)
		return Array.from({ length: Math.max(0, length) }, (_, at) => from + at * by)
	},
	'States.ArrayUnique': ([items]) => {
		const seen = new Map(list(items).map((item) => [JSON.stringify(item), item]))
		return [...seen.values()]
	},
	'States.Base64Decode': ([data]) => Buffer.from(text(data), 'base64').toString('utf8'),
	'States.Base64Encode': ([data]) => Buffer.from(text(data)).toString('base64'),
	'States.Format': ([template, ...values]) => {
		const given = [...values]
		return text(template).replaceAll(/\\([{}\\'])|\{\}/g, (_, escaped: string | undefined) => {
			if (escaped !== undefined) return escaped
			const value = given.shift()
			if (value === undefined) throw failure('There are fewer arguments than {}')
			return told(value)
		})
	},
	'States.Hash': ([data, algorithm]) => {
		const known = HASHES[text(algorithm)]
		if (!known) throw failure(`Unknown algorithm ${algorithm}`)
		return createHash(known)
			.update(told(data ?? null))
			.digest('hex')
	},
	'States.JsonMerge': ([one, other]) => ({ ...(one as object), ...(other as object) }) as Json,
	'States.JsonToString': ([value]) => JSON.stringify(value ?? null),
	'States.MathAdd': ([one, other]) => Math.trunc(number(one)) + Math.trunc(number(other)),
	'States.MathRandom': ([from, to], chance) => {
		const low = Math.trunc(number(from))
		return low + Math.floor(chance.fraction() * (Math.trunc(number(to)) - low))
	},
	'States.StringSplit': ([data, splitter]) => {
		const marks = text(splitter)
		return [...text(data)]
			.map((one) => (marks.includes(one) ? '\0' : one))
			.join('')
			.split('\0')
			.filter((part) => part !== '')
	},
	'States.StringToJson': ([data]) => {
		try {
			return JSON.parse(text(data)) as Json
		} catch {
			throw failure('The string is not JSON')
		}
	},
	'States.UUID': (_, chance) => chance.uuid(),
}
