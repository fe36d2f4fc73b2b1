const { format } = require('util')

let indent = ''
const counts = new Map()
const starts = new Map()
const to =
	(stream) =>
	(...values) =>
		host.write(stream, `${indent}${format(...values).replaceAll('\n', `\n${indent}`)}\n`)
const out = to('stdout')
const err = to('stderr')

module.exports = {
	log: out,
	info: out,
	debug: out,
	dir: (value) => out(value),
	error: err,
	warn: err,
	trace: (...values) => err('Trace:', ...values),
	assert: (holds, ...values) => holds || err('Assertion failed', ...values),
	group(...values) {
		if (values.length > 0) out(...values)
		indent += '  '
	},
	groupEnd() {
		indent = indent.slice(2)
	},
	count(label = 'default') {
		counts.set(label, (counts.get(label) ?? 0) + 1)
		out(`${label}: ${counts.get(label)}`)
	},
	time: (label = 'default') => starts.set(label, performance.now()),
	timeEnd: (label = 'default') => out(`${label}: ${performance.now() - (starts.get(label) ?? 0)}ms`),
	timeLog: (label = 'default') => out(`${label}: ${performance.now() - (starts.get(label) ?? 0)}ms`),
	table: (rows) => out(rows),
}
