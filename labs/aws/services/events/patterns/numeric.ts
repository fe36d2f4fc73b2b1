import { JsonFault, type JsonNode } from './json-text.ts'

type Compare = (value: number, bound: number) => boolean

const COMPARISONS: Readonly<Record<string, Compare>> = {
	'=': (value, bound) => value === bound,
	'<': (value, bound) => value < bound,
	'<=': (value, bound) => value <= bound,
	'>': (value, bound) => value > bound,
	'>=': (value, bound) => value >= bound,
}
/** Numbers beyond are not compared: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const BOUND = 5e9

/** A test of numbers: one comparison, or a lower bound and then an upper one. Throws JsonFault. */
export function compileNumeric(node: JsonNode): (value: number) => boolean {
	if (node.type !== 'array') throw new JsonFault('Value of numeric must be an array.', node.end)
	const { items } = node
	const [first, firstBound, second, secondBound, ...more] = items
	if (!first) throw new JsonFault('Invalid member in numeric match: ]', node.end)
	const one = comparison(first, firstBound, node)
	if (!second) return one.test
	if (one.operator === '=' || one.operator === '<' || one.operator === '<=')
		throw new JsonFault('Too many elements in numeric expression', second.end)
	const other = comparison(second, secondBound, node)
	if (other.operator !== '<' && other.operator !== '<=')
		throw new JsonFault(`Bad numeric range operator: ${other.operator}`, second.end)
	if (more.length > 0)
		throw new JsonFault('Too many terms in numeric range expression', more[0]?.end ?? node.end)
	if (one.bound >= other.bound)
		throw new JsonFault('Bottom must be less than top', secondBound?.end ?? node.end)
	return (value) => one.test(value) && other.test(value)
}

function comparison(operator: JsonNode, bound: JsonNode | undefined, whole: JsonNode) {
	if (operator.type !== 'string')
		throw new JsonFault(`Invalid member in numeric match: ${textOfNode(operator)}`, operator.end)
	const compare = COMPARISONS[operator.value]
	if (!compare) throw new JsonFault(`Unrecognized numeric range operator: ${operator.value}`, operator.end)
	if (bound?.type !== 'number')
		throw new JsonFault(`Value of ${operator.value} must be numeric`, bound?.end ?? whole.end)
	if (Math.abs(bound.value) > BOUND)
		throw new JsonFault(`Value must be between -${BOUND} and ${BOUND}, inclusive`, bound.end)
	const { value: limit } = bound
	return {
		operator: operator.value,
		bound: limit,
		test: (value: number) => Math.abs(value) <= BOUND && compare(value, limit),
	}
}

function textOfNode(node: JsonNode): string {
	return 'value' in node ? String(node.value) : node.type
}
