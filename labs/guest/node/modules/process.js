const EventEmitter = require('events')

const write = (stream) => (text) => {
	host.write(stream, typeof text === 'string' ? text : Buffer.from(text).toString('utf8'))
	return true
}

module.exports = Object.assign(new EventEmitter(), {
	argv: host.argv,
	argv0: 'node',
	execPath: '/usr/local/bin/node',
	execArgv: [],
	env: new Proxy(host.env, {
		set: (env, name, value) => Reflect.set(env, name, String(value)),
	}),
	pid: 42,
	ppid: 1,
	title: 'node',
	platform: 'linux',
	arch: 'x64',
	version: host.version,
	versions: { node: host.version.slice(1) },
	release: { name: 'node' },
	stdout: { write: write('stdout'), isTTY: false, columns: 80, on() {}, once() {}, end() {} },
	stderr: { write: write('stderr'), isTTY: false, columns: 80, on() {}, once() {}, end() {} },
	stdin: { isTTY: false, on() {}, setEncoding() {} },
	exitCode: undefined,
	cwd: () => host.cwd(),
	chdir: (path) => host.chdir(require('path').resolve(host.cwd(), path)),
	exit(code) {
		if (code !== undefined) module.exports.exitCode = code
		module.exports.emit('exit', module.exports.exitCode ?? 0)
		host.exit(Number(module.exports.exitCode ?? 0))
	},
	abort: () => host.exit(134),
	nextTick: (callback, ...args) => queueMicrotask(() => callback(...args)),
	uptime: () => performance.now() / 1000,
	hrtime: Object.assign(
		() => {
			const now = performance.now()
			return [Math.floor(now / 1000), Math.round((now % 1000) * 1e6)]
		},
		{ bigint: () => BigInt(Math.round(performance.now() * 1e6)) },
	),
	memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
	cpuUsage: () => ({ user: 0, system: 0 }),
	umask: () => 18,
	getuid: () => 0,
	getgid: () => 0,
	emitWarning: (warning) => host.write('stderr', `(node:42) Warning: ${warning.message ?? warning}\n`),
	kill: () => host.exit(143),
})
