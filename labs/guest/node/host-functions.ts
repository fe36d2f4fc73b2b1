import { createHash, createHmac } from 'node:crypto'
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import { BUILTIN_NAMES, builtinSource } from './builtins.ts'
import { builtinOf } from './module-loader.ts'
import { NODE_VERSION, type Program } from './program.ts'
import { isModule, resolveModule } from './resolve.ts'
import { sdkNames } from './sdk-names.ts'

/** What only the run of the program can do. */
export interface RunFunctions {
	write(stream: 'stdout' | 'stderr', text: string): void
	exit(code: number): void
	exec(line: string, cwd: string, env: Record<string, string>): QuickJSHandle
	ask(question: string): QuickJSHandle
	/** Takes a function's result, after which it is over. */
	finish(result: string): void
}

const HASHES = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])
const URL_PARTS = [
	'protocol',
	'username',
	'password',
	'host',
	'hostname',
	'port',
	'pathname',
	'search',
	'hash',
] as const

/**
 * All that a program can do outside its engine, as an object of functions that
 * take and give texts, numbers and bytes. Nothing of the host is reachable
 * through them: the files are the tree's, the clock is the work's.
 */
export function lend(context: QuickJSContext, program: Program, run: RunFunctions): QuickJSHandle {
	const host = context.newObject()
	const { tree, surroundings } = program
	let { cwd } = program
	const startsAt = surroundings.now()

	/** A function of plain values; bytes go in and out as ArrayBuffers. */
	const give = (name: string, work: (...args: Array<never>) => unknown) => {
		const made = context.newFunction(name, (...handles) =>
			toHandle(work(...(handles.map(toValue) as Array<never>))),
		)
		context.setProp(host, name, made)
		made.dispose()
	}
	const toValue = (handle: QuickJSHandle): unknown => {
		if (context.typeof(handle) !== 'object') return context.dump(handle)
		const bytes = context.getArrayBuffer(handle)
		const copy = bytes.value.slice()
		bytes.dispose()
		return copy
	}
	const toHandle = (value: unknown): QuickJSHandle => {
		if (typeof value === 'string') return context.newString(value)
		if (typeof value === 'number') return context.newNumber(value)
		if (typeof value === 'boolean') return value ? context.true : context.false
		if (value instanceof Uint8Array) return context.newArrayBuffer(new Uint8Array(value).buffer)
		return context.undefined
	}
	const set = (name: string, json: unknown) => {
		const made = context.unwrapResult(context.evalCode(`(${JSON.stringify(json)})`))
		context.setProp(host, name, made)
		made.dispose()
	}

	set('argv', ['/usr/local/bin/node', ...program.argv])
	set('env', program.env)
	set('main', program.argv[0] ?? '')
	set('version', NODE_VERSION)
	set('startsAt', startsAt)

	give('readFile', (path: string) => tree.read(path))
	give('readText', (path: string) => tree.readText(path))
	give('writeFile', (path: string, bytes: Uint8Array, append: boolean) => tree.write(path, bytes, append))
	give('stat', (path: string) => {
		const stat = tree.stat(path)
		return stat ? JSON.stringify(stat) : ''
	})
	give('readdir', (path: string) => JSON.stringify(tree.list(path)))
	give('mkdir', (path: string, recursive: boolean) => tree.makeDirectory(path, recursive))
	give('remove', (path: string, recursive: boolean) => tree.remove(path, recursive))
	give('rename', (from: string, to: string) => tree.rename(from, to))

	give('cwd', () => cwd)
	give('chdir', (path: string) => {
		if (tree.stat(path)?.kind !== 'directory')
			throw new Error(`ENOENT: no such file or directory, chdir '${path}'`)
		cwd = path
	})
	give('write', run.write)
	give('exit', run.exit)
	const exec = context.newFunction('exec', (line, where, env) =>
		run.exec(context.getString(line), context.getString(where), JSON.parse(context.getString(env))),
	)
	context.setProp(host, 'exec', exec)
	exec.dispose()

	const ask = context.newFunction('ask', (question) => run.ask(context.getString(question)))
	context.setProp(host, 'ask', ask)
	ask.dispose()
	give('finish', run.finish)
	give('invocation', () => program.lambda?.event ?? '')
	give('sdkNames', (name: string) => JSON.stringify(sdkNames(name)))
	give('isModule', (path: string) => isModule(tree, path, tree.readText(path)))

	give('random', () => surroundings.random())
	give('measure', () => performance.now())
	give('moved', (elapsed: number) => {
		surroundings.skip(startsAt + elapsed - surroundings.now())
	})
	give('hash', (algorithm: string, base64: string) => {
		assertHash(algorithm)
		return createHash(algorithm).update(Buffer.from(base64, 'base64')).digest('hex')
	})
	give('hmac', (algorithm: string, key: string, base64: string) => {
		assertHash(algorithm)
		return createHmac(algorithm, Buffer.from(key, 'base64'))
			.update(Buffer.from(base64, 'base64'))
			.digest('hex')
	})
	give('parseUrl', (input: string, base: string) => {
		const url = URL.parse(input, base === '' ? undefined : base)
		return JSON.stringify(url && partsOf(url))
	})
	give('changeUrl', (href: string, part: (typeof URL_PARTS)[number], value: string) => {
		const url = new URL(href)
		if (URL_PARTS.includes(part)) url[part] = value
		return JSON.stringify(partsOf(url))
	})

	give('builtinNames', () => JSON.stringify(BUILTIN_NAMES))
	give('resolve', (directory: string, request: string) => {
		const builtin = builtinOf(request, program.outside !== undefined)
		return JSON.stringify(
			builtin ? { builtin } : { path: resolveModule(tree, directory, request, ['require', 'node']) },
		)
	})
	const compile = (name: string, sourceOf: (path: string) => string, names: string, where: string) => {
		const made = context.newFunction(name, (handle) => {
			const path = context.getString(handle)
			return context.evalCode(`(function (${names}) {${sourceOf(path)}\n})`, `${where}${path}`)
		})
		context.setProp(host, name, made)
		made.dispose()
	}
	compile('compileBuiltin', (name) => builtinSource(name) ?? '', 'exports, require, module, host', 'node:')
	compile('compile', scriptOf, 'exports, require, module, __filename, __dirname', '')
	return host

	function scriptOf(path: string): string {
		const source = tree.readText(path).replace(/^#!.*/, '')
		if (!isModule(tree, path, source)) return source
		throw new Error(`require() of ES Module ${path} is not supported here: use import`)
	}
}

function assertHash(algorithm: string): void {
	if (!HASHES.has(algorithm)) throw new Error(`Digest method not supported: ${algorithm}`)
}

function partsOf(url: URL) {
	const parts = Object.fromEntries(URL_PARTS.map((part) => [part, url[part]]))
	return { ...parts, href: url.href, origin: url.origin }
}
