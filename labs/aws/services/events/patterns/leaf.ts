import type { Json } from '../../../world/json.ts'
import { compileCidr } from './cidr.ts'
import { JsonFault, type JsonNode } from './json-text.ts'
import { compileNumeric } from './numeric.ts'
import { compileWildcard } from './wildcard.ts'

/** Whether a value that is neither object nor array fits; undefined where there is none. */
export type Leaf = (value: Json | undefined) => boolean

/** One element of a pattern's array: a value to be equal to, or a match of a type. Throws JsonFault. */
export function compileLeaf(node: JsonNode): Leaf {
	switch (node.type) {
		case 'string':
		case 'number':
		case 'boolean': {
			const { value: wanted } = node
			return (value) => value === wanted
		}
		case 'null':
			return (value) => value === null
		case 'array':
			throw new JsonFault('Match value must be String, number, true, false, or null', node.start)
		case 'object':
			return compileMatch(node)
	}
}

function compileMatch({ members, end }: JsonNode & { type: 'object' }): Leaf {
	const [only, ...others] = members
	if (!only) throw new JsonFault('Empty objects are not allowed', end)
	if (others.length > 0)
		throw new JsonFault('Only one key allowed in match expression', others[0]?.keyEnd ?? end)
	const { key, keyEnd, value } = only
	const compile = MATCHES[key]
	if (!compile) throw new JsonFault(`Unrecognized match type ${key}`, keyEnd)
	return compile(value)
}

const MATCHES: Readonly<Record<string, (node: JsonNode) => Leaf>> = {
	exists: compileExists,
	prefix: (node) => compilePrefix(node, 'prefix'),
	suffix: (node) => compilePrefix(node, 'suffix'),
	'equals-ignore-case'(node) {
		const wanted = textOf(node, 'equals-ignore-case').toLowerCase()
		return ofText((text) => text.toLowerCase() === wanted)
	},
	wildcard: (node) => ofText(build(node, () => compileWildcard(textOf(node, 'wildcard')))),
	cidr: (node) => ofText(build(node, () => compileCidr(textOf(node, 'prefix')))),
	numeric(node) {
		const fits = compileNumeric(node)
		return (value) => typeof value === 'number' && fits(value)
	},
	'anything-but': compileAnythingBut,
}

function compileExists(node: JsonNode): Leaf {
	if (node.type !== 'boolean')
		throw new JsonFault('exists match pattern must be either true or false.', node.end)
	const { value: wanted } = node
	return (value) => (value !== undefined) === wanted
}

function compilePrefix(node: JsonNode, where: 'prefix' | 'suffix'): Leaf {
	const starts = (text: string, part: string) =>
		where === 'prefix' ? text.startsWith(part) : text.endsWith(part)
	if (node.type !== 'object') {
		const part = textOf(node, where)
		return ofText((text) => starts(text, part))
	}
	const [only] = node.members
	if (node.members.length !== 1 || only?.key !== 'equals-ignore-case')
		throw new JsonFault(`Unsupported anything-but pattern: ${only?.key ?? ''}`, node.end)
	const part = textOf(only.value, 'equals-ignore-case').toLowerCase()
	return ofText((text) => starts(text.toLowerCase(), part))
}

/** What a value must not be. Where there is no value, nothing fits. */
function compileAnythingBut(node: JsonNode): Leaf {
	const refused = node.type === 'object' ? compileRefusedMatch(node) : compileRefusedValues(node)
	return (value) => value !== undefined && !refused.some((leaf) => leaf(value))
}

function compileRefusedValues(node: JsonNode): Array<Leaf> {
	const items = node.type === 'array' ? node.items : [node]
	if (items.length === 0) throw new JsonFault('Empty arrays are not allowed', node.end)
	for (const item of items) {
		if (item.type === 'string' || item.type === 'number') continue
		if (node.type === 'array')
			throw new JsonFault('Inside anything but list, start|null|boolean is not supported.', item.end)
		throw new JsonFault('Value of anything-but must be an array or single string/number value.', item.end)
	}
	if (new Set(items.map(({ type }) => type)).size > 1) {
		throw new JsonFault(
			'Inside anything but list, either all values are number or string, mixed type is not supported',
			items.at(-1)?.end ?? node.end,
		)
	}
	return items.map(compileLeaf)
}

const REFUSABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard']

function compileRefusedMatch({ members, end }: JsonNode & { type: 'object' }): Array<Leaf> {
	const [only, ...others] = members
	if (!only || others.length > 0) throw new JsonFault('Only one key allowed in match expression', end)
	const { key, keyEnd, value } = only
	if (!REFUSABLE.includes(key)) throw new JsonFault(`Unsupported anything-but pattern: ${key}`, keyEnd)
	const compile = MATCHES[key]
	if (!compile) throw new JsonFault(`Unsupported anything-but pattern: ${key}`, keyEnd)
	const items = value.type === 'array' ? value.items : [value]
	return items.map((item) => {
		if (item.type === 'string' && item.value === '' && (key === 'prefix' || key === 'suffix'))
			throw new JsonFault('Null prefix/suffix not allowed', item.end)
		return compile(item)
	})
}

function ofText(fits: (text: string) => boolean): Leaf {
	return (value) => typeof value === 'string' && fits(value)
}

function textOf(node: JsonNode, type: string): string {
	if (node.type === 'string') return node.value
	throw new JsonFault(`${type} match pattern must be a string`, node.end)
}

/** Builds a test; what it says is wrong is told with the place. */
function build<T>(node: JsonNode, work: () => T): T {
	try {
		return work()
	} catch (error) {
		if (error instanceof JsonFault || !(error instanceof Error)) throw error
		throw new JsonFault(error.message, node.end)
	}
}
