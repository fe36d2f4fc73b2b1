import { type Block, type Fault, faultOf } from './block.ts'
import type { FileUse } from './file-uses.ts'
import { kindOf } from './kinds/json-kinds.ts'
import type { Problem } from './problem.ts'
import { shapeProblems } from './shape.ts'
import { verdictOf } from './verdict.ts'

/** What a block of JSON holds, or the fault that keeps it from being read. */
export function readJson(block: Block): { value: unknown } | { fault: Fault } {
	try {
		return { value: JSON.parse(block.code) }
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error)
		const line = /line (\d+)/.exec(reason)?.[1]
		return { fault: faultOf(block, `invalid JSON, ${reason}`, line ? Number(line) - 1 : 0) }
	}
}

/** Holds a block against what the commands of its page do with it, and what its shape says that it is. */
export async function checkJson(block: Block, uses: ReadonlyArray<FileUse>): Promise<Array<Fault>> {
	const read = readJson(block)
	if ('fault' in read) return [read.fault]
	const { value } = read
	const found = kindOf(value)
	const used = uses.flatMap((use) => useProblems(use, value))
	if (used.length > 0) return verdictOf(block, used)
	if (found) return verdictOf(block, await found.problems(value))
	if (uses.length > 0) return []
	const advice = 'show a whole object (a stage, an action, a policy…), or say unchecked="why" in its fence'
	return [faultOf(block, `its shape is none that can be checked; ${advice}`)]
}

/** A text may hold anything; a structure or a list holds what its members say. */
function useProblems({ model, operation, option, shape }: FileUse, value: unknown): Array<Problem> {
	if (!['structure', 'list', 'map'].includes(model.shapes[shape]?.type ?? '')) return []
	return shapeProblems(model, shape, value).map(({ text, code }) => ({
		text: `${operation} ${option}: ${text}`,
		code,
	}))
}
