import { invalidParameter } from '../logs-error.ts'
import { compileExpression } from './expression.ts'
import type { FilterPattern } from './filter-pattern.ts'

interface Term {
	/** `?`: one of these is enough; `-`: none of these. */
	sign: '' | '?' | '-'
	cost: number
	isIn(message: string): boolean
}

/** `ERROR "not found" -DEBUG`, `?ERROR ?WARN`, `%5\d\d%`; case counts. Nothing fits all events. */
export function compileTerms(text: string): FilterPattern {
	const terms = readTerms(text)
	const plain = terms.filter(({ sign }) => sign === '')
	const excluded = terms.filter(({ sign }) => sign === '-')
	const either = terms.filter(({ sign }) => sign === '?')
	// Beside a plain term AWS passes over all those with a question mark.
	const isEither = plain.length === 0 && either.length > 0
	return {
		cost: Math.max(
			1,
			terms.reduce((sum, { cost }) => sum + cost, 0),
		),
		matches: (message) =>
			plain.every(({ isIn }) => isIn(message)) &&
			!excluded.some(({ isIn }) => isIn(message)) &&
			(!isEither || either.some(({ isIn }) => isIn(message))),
		valuesOf: () => ({}),
	}
}

const TERM = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"%]+))/y

function readTerms(text: string): Array<Term> {
	const terms: Array<Term> = []
	TERM.lastIndex = 0
	let at = 0
	while (at < text.length) {
		TERM.lastIndex = at
		const match = TERM.exec(text)
		if (!match) throw invalidTerm(text.slice(at).trim())
		at = TERM.lastIndex
		terms.push(termOf(match))
	}
	return terms
}

function termOf([, sign = '', quoted, expression, bare = '']: RegExpExecArray): Term {
	const about = { sign: sign as Term['sign'] }
	if (expression !== undefined) {
		const { cost, finds } = compileExpression(expression)
		return { ...about, cost, isIn: finds }
	}
	if (quoted === undefined && !/^\w+$/.test(bare)) throw invalidTerm(`${sign}${bare}`)
	const words = quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1')
	// A phrase of a blank is AWS's own way to ask for all.
	return { ...about, cost: 1, isIn: (message) => words.trim() === '' || message.includes(words) }
}

/** As users report it: what is not a letter, a digit or a low line has to be in quotation marks. */
function invalidTerm(term: string) {
	return invalidParameter(`Invalid character(s) in term '${term}'`)
}
