import { RE2JS, RE2JSSyntaxException } from 're2js'
import { type RuleProvider, ruleFailed, ruleSucceeded } from './rule.ts'

export const OPERATORS = ['EQ', 'NE', 'CONTAINS', 'MATCHES'] as const

type Operator = (typeof OPERATORS)[number]

/** States of a compiled expression times characters: what one comparison may cost, some 20 ms. */
const STEPS_AT_MOST = 3_000_000

/** Why a regular expression cannot be used, or undefined. AWS's are Java's; RE2 reads them in linear time. */
export function patternComplaint(pattern: string): string | undefined {
	try {
		RE2JS.compile(pattern)
	} catch (error) {
		if (error instanceof RE2JSSyntaxException) return error.message
		throw error
	}
}

/** `MATCHES` asks for the whole value, as Java's `String.matches` does. */
function holds(variable: string, operator: Operator, value: string): boolean {
	switch (operator) {
		case 'EQ':
			return variable === value
		case 'NE':
			return variable !== value
		case 'CONTAINS':
			return variable.includes(value)
		case 'MATCHES':
			return RE2JS.compile(value).matches(variable)
	}
}

/** Whether an expression is worth more steps on a text than are taken for it. */
function isTooCostly(pattern: string, text: string): boolean {
	return RE2JS.compile(pattern).programSize() * text.length > STEPS_AT_MOST
}

/** Holds the value of a variable against another: rule-reference-VariableCheck. */
export const variableCheck: RuleProvider = {
	evaluate({ check: { configuration } }) {
		const { Variable = '', Operator = 'EQ', Value = '' } = configuration
		const complaint = Operator === 'MATCHES' ? patternComplaint(Value) : undefined
		// The wording is ours, as of the summary.
		if (complaint) return ruleFailed('ConfigurationError', `Value is not a regular expression: ${complaint}`)
		if (Operator === 'MATCHES' && isTooCostly(Value, Variable))
			return ruleFailed('ConfigurationError', 'Value is too costly a regular expression for this variable')
		const comparison = `'${Variable}' ${Operator} '${Value}'`
		return holds(Variable, Operator as Operator, Value)
			? ruleSucceeded(`Variable check passed: ${comparison}`)
			: ruleFailed('JobFailed', `Variable check failed: ${comparison}`)
	},
}
