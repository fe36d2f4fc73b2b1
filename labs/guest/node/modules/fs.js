const { resolve } = require('path')

const full = (path) => {
	const text = path instanceof URL ? decodeURIComponent(path.pathname) : String(path)
	return resolve(host.cwd(), text)
}

/** The engine's refusals say their code first: `ENOENT: no such file or directory, open '/x'`. */
function told(work) {
	try {
		return work()
	} catch (error) {
		const [, code] = /^([A-Z_]+):/.exec(error.message) ?? []
		const [, syscall, path] = /, (\w+)(?: '(.*)')?$/.exec(error.message) ?? []
		throw Object.assign(new Error(error.message), { code, syscall, path, errno: -1 })
	}
}

const encodingOf = (options) => (typeof options === 'string' ? options : options?.encoding)
const bytesOf = (data, encoding) =>
	typeof data === 'string'
		? Buffer.from(data, encoding ?? 'utf8')
		: Buffer.from(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength)

class Stats {
	constructor({ kind, size }) {
		this.size = size
		this.mode = kind === 'file' ? 0o100644 : 0o40755
		this.mtimeMs = host.startsAt
		this.mtime = new Date(host.startsAt)
		Object.defineProperty(this, 'kind', { value: kind, enumerable: false })
	}
	isFile() {
		return this.kind === 'file'
	}
	isDirectory() {
		return this.kind === 'directory'
	}
	isSymbolicLink() {
		return false
	}
}

function writeFile(path, data, options, append) {
	const { buffer, byteOffset, byteLength } = bytesOf(data, encodingOf(options))
	const whole = buffer.slice(byteOffset, byteOffset + byteLength)
	told(() => host.writeFile(full(path), whole, append || options?.flag === 'a'))
}

const sync = {
	readFileSync(path, options) {
		const bytes = Buffer.from(told(() => host.readFile(full(path))))
		const encoding = encodingOf(options)
		return encoding ? bytes.toString(encoding) : bytes
	},
	writeFileSync: (path, data, options) => writeFile(path, data, options, false),
	appendFileSync: (path, data, options) => writeFile(path, data, options, true),
	existsSync: (path) => host.stat(full(path)) !== '',
	statSync(path, options) {
		const stat = host.stat(full(path))
		if (stat !== '') return new Stats(JSON.parse(stat))
		if (options?.throwIfNoEntry === false) return
		return told(() => {
			throw new Error(`ENOENT: no such file or directory, stat '${path}'`)
		})
	},
	accessSync: (path) => void sync.statSync(path),
	readdirSync(path, options = {}) {
		const names = JSON.parse(told(() => host.readdir(full(path))))
		const all = options.recursive
			? names.flatMap((name) => {
					const inner = `${path}/${name}`
					if (!sync.statSync(inner).isDirectory()) return [name]
					return [name, ...sync.readdirSync(inner, { recursive: true }).map((one) => `${name}/${one}`)]
				})
			: names
		if (!options.withFileTypes) return all
		return all.map((name) =>
			Object.assign(sync.statSync(`${path}/${name}`), { name, parentPath: String(path) }),
		)
	},
	mkdirSync: (path, options) => void told(() => host.mkdir(full(path), options?.recursive === true)),
	mkdtempSync(prefix) {
		const path = `${prefix}${Math.random().toString(36).slice(2, 8).padEnd(6, '0')}`
		sync.mkdirSync(path)
		return path
	},
	rmSync(path, options = {}) {
		if (options.force && !sync.existsSync(path)) return
		told(() => host.remove(full(path), options.recursive === true))
	},
	unlinkSync: (path) => void told(() => host.remove(full(path), false)),
	rmdirSync: (path) => void told(() => host.remove(full(path), true)),
	renameSync: (from, to) => void told(() => host.rename(full(from), full(to))),
	copyFileSync: (from, to) => sync.writeFileSync(to, sync.readFileSync(from)),
	cpSync(from, to, options = {}) {
		if (!sync.statSync(from).isDirectory()) return sync.copyFileSync(from, to)
		if (!options.recursive)
			throw new Error(`ERR_FS_EISDIR: Recursive option not enabled, cannot copy a directory: '${from}'`)
		sync.mkdirSync(to, { recursive: true })
		for (const name of sync.readdirSync(from)) sync.cpSync(`${from}/${name}`, `${to}/${name}`, options)
	},
	chmodSync() {},
	realpathSync: (path) => full(path),
}
sync.lstatSync = sync.statSync

const promises = {}
const callbacks = {}
for (const [name, work] of Object.entries(sync)) {
	const short = name.replace(/Sync$/, '')
	promises[short] = async (...args) => work(...args)
	callbacks[short] = (...args) => {
		const callback = args.pop()
		promises[short](...args).then((value) => callback(null, value), callback)
	}
}
callbacks.exists = (path, callback) => queueMicrotask(() => callback(sync.existsSync(path)))

module.exports = { ...callbacks, ...sync, promises, Stats, constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 } }
