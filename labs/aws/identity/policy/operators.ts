import { BlockList, isIP } from 'node:net'
import { compileGlob, fillVariables, matchesArn, matchesGlob, type Resolve } from './glob.ts'

/** Compares one value of the request with one of the policy. */
type Compare = (actual: string, expected: string, resolve?: Resolve) => boolean

interface Base {
	compare: Compare
	/** True for the operators that say « none of these ». */
	negated: boolean
}

const stringEquals: Compare = (actual, expected, resolve) => actual === fillVariables(expected, resolve)
const ignoringCase: Compare = (actual, expected, resolve) =>
	actual.toLowerCase() === fillVariables(expected, resolve)?.toLowerCase()
const stringLike: Compare = (actual, expected, resolve) => {
	const glob = compileGlob(expected, resolve)
	return glob !== undefined && matchesGlob(glob, actual)
}
const arnLike: Compare = (actual, expected, resolve) => matchesArn(expected, actual, resolve)
const bool: Compare = (actual, expected) => actual.toLowerCase() === expected.toLowerCase()
const ipAddress: Compare = (actual, expected) => inRange(actual, expected)

function numbers(test: (actual: number, expected: number) => boolean): Compare {
	return (actual, expected) => test(Number(actual), Number(expected))
}

function dates(test: (actual: number, expected: number) => boolean): Compare {
	return (actual, expected) => test(moment(actual), moment(expected))
}

/** ISO 8601, or seconds since 1970; epoch milliseconds. NaN compares false with all. */
function moment(text: string): number {
	return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text)
}

function inRange(address: string, range: string): boolean {
	const [network = '', bits] = range.split('/')
	const family = isIP(network)
	if (family === 0 || isIP(address) !== family) return false
	const type = family === 4 ? 'ipv4' : 'ipv6'
	const list = new BlockList()
	list.addSubnet(network, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type)
	return list.check(address, type)
}

const is = (compare: Compare): Base => ({ compare, negated: false })
const not = (compare: Compare): Base => ({ compare, negated: true })

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
const BASES: Readonly<Record<string, Base>> = {
	stringequals: is(stringEquals),
	stringnotequals: not(stringEquals),
	stringequalsignorecase: is(ignoringCase),
	stringnotequalsignorecase: not(ignoringCase),
	stringlike: is(stringLike),
	stringnotlike: not(stringLike),
	numericequals: is(numbers((a, b) => a === b)),
	numericnotequals: not(numbers((a, b) => a === b)),
	numericlessthan: is(numbers((a, b) => a < b)),
	numericlessthanequals: is(numbers((a, b) => a <= b)),
	numericgreaterthan: is(numbers((a, b) => a > b)),
	numericgreaterthanequals: is(numbers((a, b) => a >= b)),
	dateequals: is(dates((a, b) => a === b)),
	datenotequals: not(dates((a, b) => a === b)),
	datelessthan: is(dates((a, b) => a < b)),
	datelessthanequals: is(dates((a, b) => a <= b)),
	dategreaterthan: is(dates((a, b) => a > b)),
	dategreaterthanequals: is(dates((a, b) => a >= b)),
	bool: is(bool),
	binaryequals: is((actual, expected) => actual === expected),
	ipaddress: is(ipAddress),
	notipaddress: not(ipAddress),
	arnequals: is(arnLike),
	arnlike: is(arnLike),
	arnnotequals: not(arnLike),
	arnnotlike: not(arnLike),
}

interface Operator {
	set?: 'forallvalues' | 'foranyvalue'
	base: Base
	ifExists: boolean
}

function findOperator(written: string): Operator | undefined {
	const [, set, name = '', ifExists] =
		/^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(written.toLowerCase()) ?? []
	const base = BASES[name]
	return base && { set: set as Operator['set'], base, ifExists: ifExists !== undefined }
}

/** Whether IAM knows an operator; case does not count. */
export function isOperator(written: string): boolean {
	return written.toLowerCase() === 'null' || findOperator(written) !== undefined
}

/**
 * Whether a condition holds. `actual` are the values of its key in the request,
 * undefined when the request has no such key.
 */
export function conditionHolds(
	written: string,
	actual: ReadonlyArray<string> | undefined,
	expected: ReadonlyArray<string>,
	resolve?: Resolve,
): boolean {
	if (written.toLowerCase() === 'null') {
		return expected.some((value) => (value.toLowerCase() === 'true') === (actual === undefined))
	}
	const operator = findOperator(written)
	if (!operator) return false
	const { set, ifExists } = operator
	const { compare, negated } = operator.base
	const fits = (value: string) => expected.some((wanted) => compare(value, wanted, resolve)) !== negated
	if (set === 'forallvalues') return (actual ?? []).every(fits)
	if (set === 'foranyvalue') return actual === undefined ? ifExists : actual.some(fits)
	if (actual === undefined) return ifExists || negated
	// A negated operator on a key of several values: none of them may be among those.
	return negated ? actual.every(fits) : actual.some(fits)
}
