const { inspect } = require('util')
const { isDeepEqual } = require('internal/deep-equal')

class AssertionError extends Error {
	constructor({ message, actual, expected, operator, generated = false }) {
		super(message)
		this.name = 'AssertionError'
		this.code = 'ERR_ASSERTION'
		this.generatedMessage = generated
		this.actual = actual
		this.expected = expected
		this.operator = operator
	}
}

function fail(message, generated, details) {
	if (message instanceof Error) throw message
	throw new AssertionError({ message: message ?? generated, generated: message === undefined, ...details })
}

/** Lines of both, those of one alone marked + and -, as Node shows them. */
function difference(actual, expected) {
	const [a, b] = [actual, expected].map((value) => inspect(value, { depth: 100 }).split('\n'))
	const lines = []
	let at = 0
	for (const line of a) {
		const same = b.indexOf(line, at)
		if (same < 0) {
			lines.push(`+ ${line}`)
			continue
		}
		for (; at < same; at++) lines.push(`- ${b[at]}`)
		lines.push(`  ${line}`)
		at = same + 1
	}
	for (; at < b.length; at++) lines.push(`- ${b[at]}`)
	return lines.join('\n')
}

const isPlain = (value) => typeof value !== 'object' || value === null
const unequal = (title, actual, expected) =>
	isPlain(actual) && isPlain(expected) && !(typeof actual === 'string' && actual.length > 12)
		? `${title}\n\n${inspect(actual)} !== ${inspect(expected)}\n`
		: `${title}\n+ actual - expected\n\n${difference(actual, expected)}\n`

function assert(value, message) {
	if (!value)
		fail(message, 'The expression evaluated to a falsy value', {
			actual: value,
			expected: true,
			operator: '==',
		})
}

function matches(error, expected) {
	if (expected === undefined) return true
	if (expected instanceof RegExp) return expected.test(String(error))
	if (typeof expected === 'function') {
		if (expected.prototype !== undefined && error instanceof expected) return true
		if (Error.isPrototypeOf(expected) || expected === Error) return false
		return expected.call({}, error) === true
	}
	return Object.keys(expected).every((key) =>
		expected[key] instanceof RegExp && typeof error?.[key] === 'string'
			? expected[key].test(error[key])
			: isDeepEqual(error?.[key], expected[key], true),
	)
}

function judge(operator, thrown, error, expected, message) {
	if (typeof expected === 'string') [expected, message] = [undefined, expected]
	if (!thrown)
		fail(message, `Missing expected ${operator === 'rejects' ? 'rejection' : 'exception'}.`, {
			expected,
			operator,
		})
	if (matches(error, expected)) return
	if (expected instanceof RegExp)
		fail(
			message,
			`The input did not match the regular expression ${expected}. Input:\n\n${inspect(String(error))}\n`,
			{ actual: error, expected, operator },
		)
	if (typeof expected === 'function' && Error.isPrototypeOf(expected)) throw error
	fail(message, unequal('Expected values to be strictly deep-equal:', error, expected), {
		actual: error,
		expected,
		operator,
	})
}

function compare(operator, title, holds) {
	return (actual, expected, message) => {
		if (!holds(actual, expected))
			fail(message, unequal(title, actual, expected), { actual, expected, operator })
	}
}

async function settle(promise) {
	try {
		await (typeof promise === 'function' ? promise() : promise)
		return [false]
	} catch (error) {
		return [true, error]
	}
}

Object.assign(assert, {
	AssertionError,
	ok: (value, message) => assert(value, message),
	fail: (message = 'Failed') => fail(message, 'Failed', { operator: 'fail' }),
	equal: compare(
		'==',
		'Expected values to be loosely equal:',
		(a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b)),
	),
	notEqual: compare('!=', 'Expected "actual" to be loosely unequal to:', (a, b) => a != b),
	strictEqual: compare('strictEqual', 'Expected values to be strictly equal:', Object.is),
	notStrictEqual: compare(
		'notStrictEqual',
		'Expected "actual" to be strictly unequal to:',
		(a, b) => !Object.is(a, b),
	),
	deepEqual: compare('deepEqual', 'Expected values to be loosely deep-equal:', (a, b) =>
		isDeepEqual(a, b, false),
	),
	deepStrictEqual: compare('deepStrictEqual', 'Expected values to be strictly deep-equal:', (a, b) =>
		isDeepEqual(a, b, true),
	),
	notDeepEqual: compare(
		'notDeepEqual',
		'Expected "actual" not to be loosely deep-equal to:',
		(a, b) => !isDeepEqual(a, b, false),
	),
	notDeepStrictEqual: compare(
		'notDeepStrictEqual',
		'Expected "actual" not to be strictly deep-equal to:',
		(a, b) => !isDeepEqual(a, b, true),
	),
	match(text, pattern, message) {
		if (typeof text === 'string' && pattern.test(text)) return
		fail(message, `The input did not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`, {
			actual: text,
			expected: pattern,
			operator: 'match',
		})
	},
	doesNotMatch(text, pattern, message) {
		if (typeof text === 'string' && !pattern.test(text)) return
		fail(
			message,
			`The input was expected to not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`,
			{ actual: text, expected: pattern, operator: 'doesNotMatch' },
		)
	},
	throws(work, expected, message) {
		let thrown = false
		let error
		try {
			work()
		} catch (caught) {
			thrown = true
			error = caught
		}
		judge('throws', thrown, error, expected, message)
	},
	doesNotThrow: (work) => work(),
	async rejects(promise, expected, message) {
		const [thrown, error] = await settle(promise)
		judge('rejects', thrown, error, expected, message)
	},
	async doesNotReject(promise) {
		await (typeof promise === 'function' ? promise() : promise)
	},
	ifError(value) {
		if (value !== null && value !== undefined) throw value
	},
})
assert.strict = Object.assign((value, message) => assert(value, message), assert, {
	equal: assert.strictEqual,
	notEqual: assert.notStrictEqual,
	deepEqual: assert.deepStrictEqual,
	notDeepEqual: assert.notDeepStrictEqual,
})
assert.strict.strict = assert.strict

module.exports = assert
