import { type Block, type Fault, faultOf } from './block.ts'
import type { Problem } from './problem.ts'

/** Faults of a block from what was found wrong in it; one that is wrong on purpose must be refused as it says. */
export function verdictOf(block: Block, problems: ReadonlyArray<Problem>): Array<Fault> {
	const { refused } = block
	if (refused === undefined) return problems.map(({ text }) => faultOf(block, text))
	if (problems.some(({ code }) => code === refused)) return []
	if (problems.length === 0)
		return [
			faultOf(block, `is accepted, though its fence says refused="${refused}"; correct one or the other`),
		]
	const found = problems.map(({ code, text }) => `${code} (${text})`).join(', ')
	return [faultOf(block, `is refused with ${found}, not with "${refused}"; correct its fence`)]
}
