// The first thing that a program's engine evaluates: answers how its files are loaded.
;(host) => {
	const builtins = new Map()
	function builtin(name) {
		const known = builtins.get(name)
		if (known) return known.exports
		const module = { exports: {} }
		builtins.set(name, module)
		host.compileBuiltin(name)(module.exports, builtin, module, host)
		return module.exports
	}
	builtin('globals')

	const { dirname } = builtin('path')
	const cache = Object.create(null)
	function load(path) {
		if (cache[path]) return cache[path].exports
		const module = {
			id: path,
			filename: path,
			path: dirname(path),
			exports: {},
			loaded: false,
			children: [],
			paths: [],
		}
		cache[path] = module
		try {
			if (path.endsWith('.json')) module.exports = JSON.parse(host.readText(path))
			else {
				module.require = requireFrom(path)
				host.compile(path).call(module.exports, module.exports, module.require, module, path, module.path)
			}
		} catch (error) {
			delete cache[path]
			throw error
		}
		module.loaded = true
		return module.exports
	}

	function requireFrom(from) {
		const find = (request) => {
			const found = JSON.parse(host.resolve(dirname(from), String(request), 'require'))
			if (found.builtin || found.path) return found
			const error = new Error(`Cannot find module '${request}'\nRequire stack:\n- ${from}`)
			throw Object.assign(error, { code: 'MODULE_NOT_FOUND', requireStack: [from] })
		}
		const require = (request) => {
			const { builtin: name, path } = find(request)
			return name ? builtin(name) : load(path)
		}
		return Object.assign(require, {
			cache,
			resolve: (request) => find(request).path ?? request,
			main: cache[host.main],
		})
	}
	host.requireFrom = requireFrom

	globalThis.__module = (kind, name) => (kind === 'builtin' ? builtin(name) : load(name))
	globalThis.__importMeta = (path) => ({
		url: `file://${path}`,
		filename: path,
		dirname: dirname(path),
		resolve: (request) => `file://${requireFrom(path).resolve(request)}`,
	})
	for (const name of ['__module', '__importMeta'])
		Object.defineProperty(globalThis, name, { enumerable: false })

	return {
		/** Makes the names of CommonJS known to a main file that is evaluated as a script. */
		enter(path) {
			const module = { id: '.', filename: path, exports: {}, loaded: false, children: [], paths: [] }
			cache[path] = module
			const require = requireFrom(path)
			Object.assign(globalThis, {
				require,
				module,
				exports: module.exports,
				__filename: path,
				__dirname: dirname(path),
			})
			require.main = module
		},
		inspect: (value) => builtin('util').inspect(value),
		exit: () => {
			const { process } = globalThis
			if (!host.exited) process.emit('exit', process.exitCode ?? 0)
			return Number(process.exitCode ?? 0)
		},
		/** Whether a handler of the program's own took an error that nothing caught. */
		uncaught: (error) => globalThis.process.emit('uncaughtException', error),
		tests: () => host.testsAtRest?.() ?? '',
		tick: () => host.tick(),
	}
}
