import { parseSync } from 'vite'
import { isObject } from './problem.ts'

/** A node of an ESTree, of which only what is asked is known. */
export type TreeNode = Record<string, unknown> & { type: string; start: number }

/** Parses TypeScript or JavaScript. Errors come with their offsets. */
export function parseProgram(
	code: string,
	language: string,
): { program: TreeNode; errors: Array<{ message: string; offset: number }> } {
	const { program, errors } = parseSync(language === 'typescript' ? 'block.ts' : 'block.js', code)
	return {
		program: program as unknown as TreeNode,
		errors: errors.map(({ message, labels }) => ({ message, offset: labels[0]?.start ?? 0 })),
	}
}

/** Every node below a node, itself first. */
export function* nodesOf(value: unknown): Generator<TreeNode> {
	if (Array.isArray(value)) for (const child of value) yield* nodesOf(child)
	if (!isObject(value)) return
	if (typeof value.type === 'string') yield value as TreeNode
	for (const child of Object.values(value)) yield* nodesOf(child)
}
