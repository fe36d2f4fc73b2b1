import { alarmName } from '../arns.ts'
import { validationError } from '../cloudwatch-error.ts'
import type { StateValue } from '../collections.ts'

/** A rule on other alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export interface Rule {
	/** Names of the alarms that it looks at. */
	alarms: ReadonlySet<string>
	holds(stateOf: (name: string) => StateValue | undefined): boolean
}

const ALARMS_AT_MOST = 100
const ELEMENTS_AT_MOST = 500
const DEPTH_AT_MOST = 50

const TOKEN =
	/\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^()"']*?))\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))/y

type Holds = Rule['holds']
type Token = { symbol: string } | { state: StateValue; name: string }

/** Reads a rule; throws AwsError. The model bounds its length at 10,240 characters. */
export function parseRule(text: string): Rule {
	const tokens = readTokens(text)
	const alarms = new Set(tokens.flatMap((token) => ('name' in token ? [token.name] : [])))
	if (alarms.size > ALARMS_AT_MOST)
		throw validationError(`AlarmRule must not reference more than ${ALARMS_AT_MOST} alarms`)
	if (tokens.length > ELEMENTS_AT_MOST) throw validationError('AlarmRule has too many elements')
	let at = 0
	const takes = (symbol: string) => {
		const token = tokens[at]
		if (!token || !('symbol' in token) || token.symbol !== symbol) return false
		at++
		return true
	}
	function either(depth: number): Holds {
		const parts = [all(depth)]
		while (takes('OR')) parts.push(all(depth))
		return (stateOf) => parts.some((part) => part(stateOf))
	}
	function all(depth: number): Holds {
		const parts = [one(depth)]
		while (takes('AND')) parts.push(one(depth))
		return (stateOf) => parts.every((part) => part(stateOf))
	}
	function one(depth: number): Holds {
		if (depth > DEPTH_AT_MOST) throw invalidRule('it has too many levels')
		if (takes('NOT')) {
			const inner = one(depth + 1)
			return (stateOf) => !inner(stateOf)
		}
		if (takes('(')) {
			const inner = either(depth + 1)
			if (!takes(')')) throw invalidRule('a parenthesis is not closed')
			return inner
		}
		if (takes('TRUE')) return () => true
		if (takes('FALSE')) return () => false
		const token = tokens[at++]
		if (!token || !('name' in token)) throw invalidRule('an alarm or a parenthesis is expected')
		return (stateOf) => stateOf(token.name) === token.state
	}
	const holds = either(0)
	if (at < tokens.length) throw invalidRule('AND or OR is expected')
	return { alarms, holds }
}

function readTokens(text: string): Array<Token> {
	const tokens: Array<Token> = []
	const end = text.trimEnd().length
	let at = 0
	while (at < end) {
		TOKEN.lastIndex = at
		const match = TOKEN.exec(text)
		if (!match) throw invalidRule(`${text.slice(at).trim().slice(0, 50)} cannot be read`)
		const [, state, double, single, bare, word, symbol] = match
		const name = double ?? single ?? bare ?? ''
		if (state !== undefined && name === '') throw invalidRule('an alarm has no name')
		if (state !== undefined) tokens.push({ state: state as StateValue, name: alarmName(name) })
		else tokens.push({ symbol: word ?? symbol ?? '' })
		at = TOKEN.lastIndex
	}
	return tokens
}

/** The wording is ours but for its beginning. */
function invalidRule(why: string) {
	return validationError(`Error in AlarmRule [${why}]`)
}
