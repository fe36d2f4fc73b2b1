import { compileExpression } from './expression.ts'

export const OPERATORS = ['!=', '<=', '>=', '=', '<', '>'] as const
export type Operator = (typeof OPERATORS)[number]

/** What a field is held against: a text with `*`, a number where it looks like one, or a `%…%`. */
export interface Comparison {
	cost: number
	holds(value: string | number): boolean
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/

/** Undefined for an operator that only numbers have, on what is none. Throws AwsError for a bad `%…%`. */
export function compileComparison(
	operator: Operator,
	raw: string,
	isQuoted: boolean,
): Comparison | undefined {
	const isEqual = operator === '='
	if (!isQuoted && /^%.*%$/s.test(raw) && raw.length > 2) {
		if (operator !== '=' && operator !== '!=') return
		const { cost, finds } = compileExpression(raw.slice(1, -1))
		return { cost, holds: (value) => finds(String(value)) === isEqual }
	}
	if (!isQuoted && NUMBER.test(raw)) return { cost: 1, holds: numeric(operator, Number(raw)) }
	if (operator !== '=' && operator !== '!=') return
	return { cost: 1 + raw.length / 16, holds: (value) => like(raw, String(value)) === isEqual }
}

function numeric(operator: Operator, number: number) {
	return (value: string | number): boolean => {
		if (typeof value === 'string' && !NUMBER.test(value)) return operator === '!='
		const given = Number(value)
		switch (operator) {
			case '=':
				return given === number
			case '!=':
				return given !== number
			case '<':
				return given < number
			case '>':
				return given > number
			case '<=':
				return given <= number
			case '>=':
				return given >= number
		}
	}
}

/** `*` stands for anything; a `?` is itself here. */
function like(pattern: string, value: string): boolean {
	if (!pattern.includes('*')) return pattern === value
	const parts = pattern.split('*')
	let at = 0
	for (const [index, part] of parts.entries()) {
		if (index === 0) {
			if (!value.startsWith(part)) return false
			at = part.length
			continue
		}
		if (index === parts.length - 1) return value.length - part.length >= at && value.endsWith(part)
		const found = value.indexOf(part, at)
		if (found < 0) return false
		at = found + part.length
	}
	return true
}
