import { RE2JS, RE2JSSyntaxException } from 're2js'
import { AwsError } from '../../../aws-error.ts'

/** Steps of a regular expression on one text: some 20 ms. What is behind them is not looked at. */
const STEPS_AT_MOST = 3_000_000

/** A `%…%` of a pattern. */
export interface Expression {
	cost: number
	/** Whether it is found anywhere in a text. */
	finds(text: string): boolean
}

/**
 * Compiles what stands between two `%`. AWS takes no parentheses; RE2 reads the
 * rest in linear time. Throws AwsError.
 */
export function compileExpression(text: string): Expression {
	if (/[()]/.test(text)) throw invalidExpression(text)
	try {
		const compiled = RE2JS.compile(text)
		const cost = compiled.programSize()
		const reach = Math.floor(STEPS_AT_MOST / cost)
		return { cost, finds: (subject) => compiled.matcher(subject.slice(0, reach)).find() }
	} catch (error) {
		if (error instanceof RE2JSSyntaxException) throw invalidExpression(text)
		throw error
	}
}

/** The wording is ours. */
function invalidExpression(text: string): AwsError {
	return new AwsError(
		'InvalidParameterException',
		`Invalid regular expression in the filter pattern: %${text}%`,
	)
}
