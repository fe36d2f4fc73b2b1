/** Whether two values are equal in depth, as `assert.deepStrictEqual` (or, loosely, `deepEqual`) has it. */
function isDeepEqual(a, b, strict, seen = []) {
	if (strict ? Object.is(a, b) : a == b || (Number.isNaN(a) && Number.isNaN(b))) return true
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
	if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
	if (Array.isArray(a) !== Array.isArray(b)) return false
	if (seen.some(([one, other]) => one === a && other === b)) return true
	const inner = [...seen, [a, b]]
	const same = (one, other) => isDeepEqual(one, other, strict, inner)
	if (a instanceof Date || b instanceof Date) {
		if (!(a instanceof Date && b instanceof Date && a.getTime() === b.getTime())) return false
	}
	if (a instanceof RegExp || b instanceof RegExp) {
		if (!(a instanceof RegExp && b instanceof RegExp && String(a) === String(b))) return false
	}
	if (a instanceof Error || b instanceof Error) {
		if (!(a instanceof Error && b instanceof Error && a.name === b.name && a.message === b.message))
			return false
	}
	if (a instanceof Map || b instanceof Map) {
		if (!(a instanceof Map && b instanceof Map && a.size === b.size)) return false
		for (const [key, value] of a) {
			const found = b.has(key) ? key : [...b.keys()].find((other) => same(key, other))
			if (!b.has(found) || !same(value, b.get(found))) return false
		}
	}
	if (a instanceof Set || b instanceof Set) {
		if (!(a instanceof Set && b instanceof Set && a.size === b.size)) return false
		for (const value of a) if (!b.has(value) && ![...b].some((other) => same(value, other))) return false
	}
	const keys = Object.keys(a)
	if (keys.length !== Object.keys(b).length) return false
	return keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
}

module.exports = { isDeepEqual }
