import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isSdkPackage } from './sdk-names.ts'

const OWN = [
	...['assert', 'child_process', 'console', 'crypto', 'fs', 'globals', 'module', 'os', 'process', 'test'],
	...[
		'timers',
		'url',
		'util',
		'internal/aws-sdk',
		'internal/deep-equal',
		'internal/fetch',
		'internal/lambda',
	],
]
/** Kept by others: pure JavaScript that needs nothing of its surroundings. */
const BORROWED: Readonly<Record<string, string>> = {
	'base64-js': 'base64-js',
	buffer: 'buffer/',
	events: 'events/',
	ieee754: 'ieee754',
	path: 'path-browserify',
}
/** Modules that are a part of another. */
const PARTS: Readonly<Record<string, string>> = {
	'assert/strict': "module.exports = require('assert').strict",
	'fs/promises': "module.exports = require('fs').promises",
	'path/posix': "module.exports = require('path')",
	perf_hooks: 'module.exports = { performance }',
	'timers/promises': "module.exports = require('timers').promises",
}
const HIDDEN = new Set(['base64-js', 'ieee754', 'globals'])

const require = createRequire(import.meta.url)

const sources = new Map<string, string>(Object.entries(PARTS))
for (const name of OWN)
	sources.set(name, readFileSync(new URL(`./modules/${name}.js`, import.meta.url), 'utf8'))
for (const [name, file] of Object.entries(BORROWED))
	sources.set(name, readFileSync(require.resolve(file), 'utf8'))

/** The source of one of Node's own modules, as a body of CommonJS. */
export function builtinSource(name: string): string | undefined {
	if (isSdkPackage(name)) return `module.exports = require('internal/aws-sdk')(${JSON.stringify(name)})`
	return sources.get(name)
}

/** The modules that a program may ask for, without `node:`. */
export const BUILTIN_NAMES: ReadonlyArray<string> = [...sources.keys()]
	.filter((name) => !HIDDEN.has(name) && !name.startsWith('internal/'))
	.sort()
