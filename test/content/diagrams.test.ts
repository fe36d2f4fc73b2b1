import { expect, test } from 'vitest'
import { z } from 'zod'
import { isJsx, type JsxNode, lineOf, type MdxNode, walk } from '#app/course/build/mdx-page.ts'
import { type Fault, told } from './block.ts'
import { pages } from './pages.ts'
import { parseProgram } from './syntax-tree.ts'

const STATUSES = [
	'waiting',
	'running',
	'succeeded',
	'failed',
	'stopped',
	'superseded',
	'skipped',
	'abandoned',
] as const
const token = z.strictObject({ number: z.int(), label: z.string().optional() })

/** What `<Pipeline stages>` draws; the type is in app/ui/pipeline/pipeline-diagram.ts. */
const stages = z
	.array(
		z.strictObject({
			name: z.string(),
			status: z.enum(STATUSES).optional(),
			transition: z.strictObject({ enabled: z.boolean(), reason: z.string().optional() }).optional(),
			executions: z.array(token).optional(),
			waiting: z.array(token).optional(),
			actions: z.array(
				z.strictObject({
					name: z.string(),
					category: z.enum(['Source', 'Build', 'Test', 'Deploy', 'Approval', 'Invoke', 'Compute']),
					provider: z.string(),
					runOrder: z.int().positive().optional(),
					status: z.enum(STATUSES).optional(),
					detail: z.string().optional(),
					href: z.string().optional(),
					inputs: z.array(z.string()).optional(),
					outputs: z.array(z.string()).optional(),
				}),
			),
		}),
	)
	.nonempty()
	.refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two stages have the same name')

type Tree = Record<string, unknown> & { type: string }

/** The value of an expression that is written out; anything else throws. */
function literal(node: Tree): unknown {
	switch (node.type) {
		case 'Literal':
			return node.value
		case 'ArrayExpression':
			return (node.elements as Array<Tree>).map(literal)
		case 'ObjectExpression':
			return Object.fromEntries(
				(node.properties as Array<Tree>).map((property) => {
					const key = property.key as Tree
					return [String(key.name ?? key.value), literal(property.value as Tree)]
				}),
			)
		default:
			throw new Error(`a ${node.type}, where only a written value may stand`)
	}
}

function stagesOf(node: JsxNode): unknown {
	const value = node.attributes.find(({ name }) => name === 'stages')?.value
	if (typeof value !== 'object' || value === null) throw new Error('write stages={[…]}')
	const { program } = parseProgram(`(${value.value})`, 'typescript')
	const [statement] = program.body as Array<Tree>
	const expression = statement?.expression as Tree | undefined
	if (!expression) throw new Error('stages is no expression')
	return literal(expression.type === 'ParenthesizedExpression' ? (expression.expression as Tree) : expression)
}

function drawingFaults(file: string, node: JsxNode): Array<Fault> {
	const fault = (problem: string): Fault => ({ file, line: lineOf(node), problem: `<Pipeline>: ${problem}` })
	try {
		const result = stages.safeParse(stagesOf(node))
		return result.success
			? []
			: result.error.issues.map(({ path, message }) => fault(`${path.join('.')}: ${message}`))
	} catch (error) {
		return [fault(error instanceof Error ? error.message : String(error))]
	}
}

test('every pipeline that is drawn has stages, actions and states that exist', () => {
	const drawn = pages.flatMap(({ file, tree }) =>
		[...walk(tree as MdxNode)]
			.map(({ node }) => node)
			.filter((node): node is JsxNode => isJsx(node) && node.name === 'Pipeline')
			.map((node) => ({ file, node })),
	)
	expect(told(drawn.flatMap(({ file, node }) => drawingFaults(file, node)))).toEqual([])
	expect(drawn.length).toBeGreaterThan(0)
})

test('every drawing says in words what it shows', () => {
	const faults = pages.flatMap(({ file, tree }) =>
		[...walk(tree as MdxNode)].flatMap(({ node }): Array<Fault> => {
			if (!isJsx(node) || node.name !== 'svg') return []
			const value = (name: string) => node.attributes.find((one) => one.name === name)?.value
			const label = value('aria-label')
			if (value('role') === 'img' && typeof label === 'string' && label.length > 30) return []
			return [
				{
					file,
					line: lineOf(node),
					problem: 'the SVG needs role="img" and an aria-label that says all it shows',
				},
			]
		}),
	)
	expect(told(faults)).toEqual([])
})
