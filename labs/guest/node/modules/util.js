const custom = Symbol.for('nodejs.util.inspect.custom')
const LINE = 72

function quote(text) {
	const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') ? '`' : "'"
	const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
	return mark + (mark === "'" ? inner.replaceAll("'", "\\'") : inner) + mark
}
const key = (name) =>
	typeof name === 'symbol' ? `[${String(name)}]` : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)

function inspectAt(value, depth, seen, options) {
	switch (typeof value) {
		case 'string':
			return quote(value)
		case 'number':
			return Object.is(value, -0) ? '-0' : String(value)
		case 'bigint':
			return `${value}n`
		case 'symbol':
			return String(value)
		case 'function': {
			const kind = String(value).startsWith('class ') ? 'class' : (value.constructor?.name ?? 'Function')
			if (kind === 'class') return `[class ${value.name || '(anonymous)'}]`
			return `[${kind}${value.name ? `: ${value.name}` : ' (anonymous)'}]`
		}
		case 'object':
			return value === null ? 'null' : inspectObject(value, depth, seen, options)
		default:
			return String(value)
	}
}

function inspectObject(value, depth, seen, options) {
	if (typeof value[custom] === 'function') {
		const told = value[custom](options.depth - depth, options, inspect)
		return typeof told === 'string' ? told : inspectAt(told, depth, seen, options)
	}
	if (seen.includes(value)) return '[Circular *1]'
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
	if (value instanceof RegExp) return String(value)
	if (value instanceof Error) return inspectError(value, depth, seen, options)
	const name =
		Object.getPrototypeOf(value) === null ? '[Object: null prototype]' : (value.constructor?.name ?? 'Object')
	if (value instanceof Promise) return 'Promise { <pending> }'
	const inner = [...seen, value]
	const part = (one) => inspectAt(one, depth + 1, inner, options)
	const own = Reflect.ownKeys(value).filter((one) => Object.prototype.propertyIsEnumerable.call(value, one))
	const isIndexed = Array.isArray(value) || ArrayBuffer.isView(value)
	if (depth > options.depth) return isIndexed ? '[Array]' : `[${name}]`
	const members = own
		.filter((one) => !isIndexed || typeof one === 'symbol' || !/^\d+$/.test(one))
		.map((one) => {
			const { get, set } = Object.getOwnPropertyDescriptor(value, one)
			return `${key(one)}: ${get ? (set ? '[Getter/Setter]' : '[Getter]') : part(value[one])}`
		})
	if (isIndexed) {
		const shown = Array.from(value).slice(0, 100).map(part)
		if (value.length > 100) shown.push(`... ${value.length - 100} more items`)
		const prefix = Array.isArray(value)
			? name === 'Array'
				? ''
				: `${name}(${value.length}) `
			: `${name}(${value.length}) `
		return wrap(prefix, '[', [...shown, ...members], ']', depth)
	}
	if (value instanceof Map) {
		const shown = [...value].map(([one, other]) => `${part(one)} => ${part(other)}`)
		return wrap(`Map(${value.size}) `, '{', [...shown, ...members], '}', depth)
	}
	if (value instanceof Set)
		return wrap(`Set(${value.size}) `, '{', [...[...value].map(part), ...members], '}', depth)
	return wrap(name === 'Object' ? '' : `${name} `, '{', members, '}', depth)
}

function inspectError(error, depth, seen, options) {
	const head = error.stack?.startsWith(error.name)
		? error.stack
		: `${error.name}: ${error.message}\n${error.stack ?? ''}`.trimEnd()
	const own = Object.keys(error).filter((one) => one !== 'stack' && one !== 'message')
	if (own.length === 0 || depth > options.depth) return head
	const members = own.map(
		(one) => `${key(one)}: ${inspectAt(error[one], depth + 1, [...seen, error], options)}`,
	)
	return `${head} {\n${members.map((one) => `  ${one}`).join(',\n')}\n}`
}

function wrap(prefix, open, parts, close) {
	if (parts.length === 0) return `${prefix}${open}${close}`
	const gap = open === '[' ? ' ' : ' '
	const line = `${prefix}${open}${gap}${parts.join(', ')}${gap}${close}`
	if (line.length <= LINE && !line.includes('\n')) return line
	const inner = parts.map((part) => `  ${part.replaceAll('\n', '\n  ')}`).join(',\n')
	return `${prefix}${open}\n${inner}\n${close}`
}

function inspect(value, options = {}) {
	return inspectAt(value, 0, [], { depth: 2, ...(typeof options === 'object' ? options : {}) })
}
inspect.custom = custom
inspect.defaultOptions = { depth: 2 }

function format(first, ...rest) {
	const show = (value) => (typeof value === 'string' ? value : inspect(value))
	if (typeof first !== 'string') return [first, ...rest].map(show).join(' ')
	const left = [...rest]
	const text = first.replaceAll(/%[sdifjoOc%]/g, (mark) => {
		if (mark === '%%') return '%'
		if (left.length === 0) return mark
		const value = left.shift()
		switch (mark) {
			case '%s':
				return typeof value === 'object' && value !== null ? inspect(value, { depth: 0 }) : String(value)
			case '%d':
				return String(Number(value))
			case '%i':
				return String(Number.parseInt(value, 10))
			case '%f':
				return String(Number.parseFloat(value))
			case '%j':
				return JSON.stringify(value)
			case '%c':
				return ''
			default:
				return inspect(value, { depth: 4 })
		}
	})
	return [text, ...left.map(show)].join(' ')
}

function promisify(original) {
	const own = original[promisify.custom]
	if (own) return own
	return function promised(...args) {
		return new Promise((resolve, reject) => {
			original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)))
		})
	}
}
promisify.custom = Symbol.for('nodejs.util.promisify.custom')

module.exports = {
	inspect,
	format,
	promisify,
	callbackify:
		(original) =>
		(...args) => {
			const callback = args.pop()
			original(...args).then((value) => callback(null, value), callback)
		},
	inherits(child, parent) {
		child.super_ = parent
		Object.setPrototypeOf(child.prototype, parent.prototype)
	},
	deprecate: (original) => original,
	isDeepStrictEqual: (a, b) => require('internal/deep-equal').isDeepEqual(a, b, true),
	stripVTControlCharacters: (text) => text.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, ''),
	styleText: (_, text) => text,
	types: {
		isDate: (value) => value instanceof Date,
		isRegExp: (value) => value instanceof RegExp,
		isPromise: (value) => value instanceof Promise,
		isMap: (value) => value instanceof Map,
		isSet: (value) => value instanceof Set,
		isNativeError: (value) => value instanceof Error,
		isTypedArray: (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
	},
	TextEncoder: globalThis.TextEncoder,
	TextDecoder: globalThis.TextDecoder,
	get isArray() {
		return Array.isArray
	},
}
