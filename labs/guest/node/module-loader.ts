import { posix } from 'node:path'
import type { QuickJSContext } from 'quickjs-emscripten-core'
import { BUILTIN_NAMES, builtinSource } from './builtins.ts'
import { isModule, resolveModule } from './resolve.ts'
import { isSdkPackage } from './sdk-names.ts'
import type { SyncTree } from './sync-tree.ts'

const MISSING = 'missing:'

/** One of Node's own modules by the name that a program uses, or undefined. Some need their prefix; the SDK is there for functions. */
export function builtinOf(request: string, hasSdk: boolean): string | undefined {
	if (hasSdk && isSdkPackage(request)) return request
	const name = request.replace(/^node:/, '')
	if (name === 'test' && !request.startsWith('node:')) return
	return BUILTIN_NAMES.includes(name) && builtinSource(name) !== undefined ? name : undefined
}

/** How the engine finds and reads what `import` names; CommonJS is wrapped with the names that it exports. */
export function moduleLoader(context: QuickJSContext, tree: SyncTree, hasSdk: boolean) {
	function normalize(from: string, request: string): string {
		const builtin = builtinOf(request, hasSdk)
		if (builtin) return `node:${builtin}`
		const found = resolveModule(tree, posix.dirname(from), request, ['import', 'node'])
		if (found) return found
		const kind = /^[./]/.test(request) ? 'module' : 'package'
		// The engine loses what is thrown here; what `load` throws reaches the program.
		return `${MISSING}Cannot find ${kind} '${request}' imported from ${from}`
	}

	function load(path: string): string {
		if (path.startsWith(MISSING)) throw new Error(path.slice(MISSING.length))
		if (path.startsWith('node:')) return wrap('builtin', path.slice('node:'.length))
		const source = tree.readText(path)
		if (!isModule(tree, path, source)) return wrap('file', path)
		return source.replaceAll(/\bimport\.meta\b/g, `__importMeta(${JSON.stringify(path)})`)
	}

	function wrap(kind: 'builtin' | 'file', name: string): string {
		const call = `__module(${JSON.stringify(kind)}, ${JSON.stringify(name)})`
		const keys = context.unwrapResult(
			context.evalCode(`JSON.stringify(Object.keys(Object(${call})))`, 'node:internal/names'),
		)
		const names = (JSON.parse(context.getString(keys)) as Array<string>).filter(
			(key) => key !== 'default' && /^[A-Za-z_$][\w$]*$/.test(key),
		)
		keys.dispose()
		return `const whole = ${call}\nexport default whole\n${names.map((key) => `const $${key} = whole.${key}\nexport { $${key} as ${key} }`).join('\n')}`
	}

	return { load, normalize }
}
