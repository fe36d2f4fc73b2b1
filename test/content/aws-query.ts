import jmespath from 'jmespath'
import type { ServiceModel, Shape } from '#labs/aws/wire/model.ts'

// What a `--query` selects, followed through the shapes of an answer: a field
// that no answer has would print `null` without a word.

type Node = { type: string; name?: string; value?: unknown; children?: Array<Node> }
/** A shape, or a list that the query made of something; undefined where nothing can be said. */
type Type = { shape: string } | { list: Type } | undefined

const SAME_LIST = ['reverse', 'sort_by', 'sort']
const ONE_OF_LIST = ['max_by', 'min_by']

/** What is wrong with a query on an answer of that shape, or undefined. */
export function queryProblem(
	model: ServiceModel,
	output: string | undefined,
	query: string,
): string | undefined {
	try {
		const { compile } = jmespath as unknown as { compile(query: string): Node }
		const reader = new QueryReader(model)
		reader.follow(compile(query), output === undefined ? undefined : { shape: output })
		return reader.lost
	} catch (error) {
		return `--query does not parse: ${error instanceof Error ? error.message : String(error)}`
	}
}

class QueryReader {
	readonly #model: ServiceModel
	/** The first thing that it selects and that is not there. */
	lost: string | undefined

	constructor(model: ServiceModel) {
		this.#model = model
	}

	follow(node: Node | undefined, type: Type): Type {
		if (!node) return
		const [left, right, condition] = node.children ?? []
		switch (node.type) {
			case 'Identity':
			case 'Current':
				return type
			case 'Field':
				return this.#field(type, node.name ?? '')
			case 'Subexpression':
			case 'Pipe':
				return this.follow(right, this.follow(left, type))
			case 'IndexExpression': {
				const list = this.follow(left, type)
				return right?.type === 'Index' ? this.#element(list) : list
			}
			case 'Flatten':
				return this.#flattened(this.follow(left, type))
			case 'Projection':
				return { list: this.follow(right, this.#element(this.follow(left, type))) }
			case 'FilterProjection': {
				const element = this.#element(this.follow(left, type))
				this.follow(condition, element)
				return { list: this.follow(right, element) }
			}
			case 'ValueProjection':
				return { list: this.follow(right, this.#values(this.follow(left, type))) }
			case 'Function':
				return this.#function(node, type)
			case 'KeyValuePair':
				return this.follow(node.value as Node, type)
			default:
				for (const child of node.children ?? []) this.follow(child, type)
				return
		}
	}

	#shape(type: Type): Shape | undefined {
		return type && 'shape' in type ? this.#model.shapes[type.shape] : undefined
	}

	#field(type: Type, name: string): Type {
		if (type && 'list' in type)
			return this.#lose(`--query selects "${name}" in a list; write [] to look into it`)
		const shape = this.#shape(type)
		if (!shape) return
		if (shape.type === 'map') return shape.value && { shape: shape.value.shape }
		const member = shape.members?.[name]
		if (member) return { shape: member.shape }
		if (shape.type === 'list')
			return this.#lose(`--query selects "${name}" in a list; write [] to look into it`)
		const known = Object.keys(shape.members ?? {}).join(', ') || 'nothing'
		return this.#lose(`--query selects "${name}", which an answer does not have there; it has ${known}`)
	}

	#lose(problem: string): undefined {
		this.lost ??= problem
	}

	#element(type: Type): Type {
		if (type && 'list' in type) return type.list
		const shape = this.#shape(type)
		return shape?.type === 'list' && shape.member ? { shape: shape.member.shape } : undefined
	}

	/** A list of lists becomes one list; another list stays as it is. */
	#flattened(type: Type): Type {
		const element = this.#element(type)
		const isList = element && ('list' in element || this.#shape(element)?.type === 'list')
		return isList ? { list: this.#element(element) } : type
	}

	#values(type: Type): Type {
		const shape = this.#shape(type)
		return shape?.type === 'map' && shape.value ? { shape: shape.value.shape } : undefined
	}

	#function({ name = '', children = [] }: Node, type: Type): Type {
		const [list, ...others] = children
		const first = this.follow(list, type)
		for (const other of others) {
			if (other.type === 'ExpressionReference') this.follow(other.children?.[0], this.#element(first))
			else this.follow(other, type)
		}
		if (SAME_LIST.includes(name)) return first
		return ONE_OF_LIST.includes(name) ? this.#element(first) : undefined
	}
}
