import type { ServiceModel } from '#labs/aws/wire/model.ts'
import { findModel } from './service-models.ts'
import { nodesOf, type TreeNode } from './syntax-tree.ts'

/** A fault at an offset of a program. */
export interface ProgramFault {
	text: string
	offset: number
}

type Imported = { name: string; local: string; offset: number; model: ServiceModel; client: string }

const HELPERS = /^(paginate|waitFor|waitUntil)([A-Z]\w*)$/

/** What a program asks of `@aws-sdk/client-*` that it does not have: commands, and the members of their inputs. */
export function sdkFaults(program: TreeNode): Array<ProgramFault> {
	const imports = importsOf(program)
	const byLocal = new Map(imports.map((one) => [one.local, one]))
	return [
		...imports
			.filter((one) => !isExported(one))
			.map(({ name, client, offset }) => ({ text: `${client} has no ${name}`, offset })),
		...[...nodesOf(program)].flatMap((node) => {
			if (node.type !== 'NewExpression') return []
			const imported = byLocal.get(String((node.callee as TreeNode).name))
			return imported?.name.endsWith('Command') ? inputFaults(imported, node) : []
		}),
	]
}

function importsOf(program: TreeNode): Array<Imported> {
	return [...nodesOf(program)].flatMap((node) => {
		if (node.type !== 'ImportDeclaration') return []
		const client = String((node.source as TreeNode).value)
		const service = /^@aws-sdk\/client-([a-z0-9-]+)$/.exec(client)?.[1]
		const model = service ? findModel(service) : undefined
		if (!model) return []
		return (node.specifiers as Array<TreeNode>)
			.filter(({ type }) => type === 'ImportSpecifier')
			.map((one) => ({
				name: String((one.imported as TreeNode).name),
				local: String((one.local as TreeNode).name),
				offset: one.start,
				model,
				client,
			}))
	})
}

/** A client, a command, a paginator or a waiter; types and errors are the shapes of the model. */
function isExported({ name, model }: Imported): boolean {
	if (/Client$/.test(name)) return true
	const operation = name.replace(/Command(Input|Output)?$/, '')
	if (operation !== name) return Object.hasOwn(model.operations, operation)
	const [, kind, helped = ''] = HELPERS.exec(name) ?? []
	if (kind === 'paginate') return Object.hasOwn(model.operations, helped)
	return kind !== undefined || Object.hasOwn(model.shapes, name) || !/^[A-Z]/.test(name)
}

function inputFaults({ name, model }: Imported, node: TreeNode): Array<ProgramFault> {
	const operation = name.replace(/Command$/, '')
	const shape = model.shapes[model.operations[operation]?.input?.shape ?? '']
	const [argument] = node.arguments as Array<TreeNode>
	if (!shape?.members || argument?.type !== 'ObjectExpression') return []
	const properties = argument.properties as Array<TreeNode>
	const known = Object.keys(shape.members)
	const keys = properties.map((property) => keyOf(property))
	const isWhole = properties.every(({ type }) => type !== 'SpreadElement')
	const missing = isWhole ? (shape.required ?? []).filter((one) => !keys.includes(one)) : []
	return [
		...missing.map((one) => ({ text: `${name} needs ${one}`, offset: node.start })),
		...properties.flatMap((property, at) => {
			const key = keys[at]
			if (key === undefined || known.includes(key)) return []
			return [{ text: `${name} has no ${key}; it takes ${known.join(', ')}`, offset: property.start }]
		}),
	]
}

function keyOf(property: TreeNode): string | undefined {
	if (property.type !== 'Property' || property.computed) return
	const key = property.key as TreeNode
	return String(key.name ?? key.value)
}
