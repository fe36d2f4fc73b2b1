module.exports = {
	createRequire: (from) =>
		host.requireFrom(String(from).startsWith('file:') ? require('url').fileURLToPath(from) : String(from)),
	builtinModules: JSON.parse(host.builtinNames()),
	isBuiltin: (name) => JSON.parse(host.builtinNames()).includes(name.replace(/^node:/, '')),
}
