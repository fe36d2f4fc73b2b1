import { invalidPattern } from '../logs-error.ts'
import { type Comparison, compileComparison, OPERATORS, type Operator } from './comparison.ts'

/** Reads the parts that patterns on JSON and on fields have in common. */
export class Scanner {
	readonly text: string
	at = 0

	constructor(text: string) {
		this.text = text
	}

	get isAtEnd(): boolean {
		this.skip()
		return this.at >= this.text.length
	}

	skip(): void {
		while (/\s/.test(this.text[this.at] ?? '')) this.at++
	}

	/** Takes a text if it comes next. */
	takes(expected: string): boolean {
		this.skip()
		if (!this.text.startsWith(expected, this.at)) return false
		this.at += expected.length
		return true
	}

	expect(expected: string): void {
		if (!this.takes(expected)) throw this.complaint(`${expected} is expected`)
	}

	/** Takes what a sticky expression finds next. */
	match(expression: RegExp): string | undefined {
		this.skip()
		expression.lastIndex = this.at
		const [found] = expression.exec(this.text) ?? []
		if (found !== undefined) this.at += found.length
		return found
	}

	/** An operator and what stands behind it. */
	comparison(): Comparison {
		const operator = OPERATORS.find((one) => this.takes(one))
		if (!operator) throw this.complaint('an operator is expected')
		const start = this.at
		const comparison = this.#operand(operator)
		if (!comparison) throw new Scanner(this.text).complaint(`${operator} needs a number`, start)
		return comparison
	}

	#operand(operator: Operator): Comparison | undefined {
		const quoted = this.match(/"(?:[^"\\]|\\.)*"/y)
		if (quoted !== undefined)
			return compileComparison(operator, quoted.slice(1, -1).replace(/\\(.)/g, '$1'), true)
		const bare = this.match(/%[^%]+%|[^\s,&|(){}[\]"]+/y)
		if (bare === undefined) throw this.complaint('a value is expected')
		return compileComparison(operator, bare, false)
	}

	complaint(why: string, at = this.at) {
		return invalidPattern(`${why} at character ${at + 1}`)
	}
}
