// `npm run emulator:package -- folder`: the emulator as a package of its own,
// one file and the models beside it, to be run by `npx` on any machine with Node.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { ROOT } from './machine.mjs'

/** Oldest Node that the bundle runs on. */
const NODE = '>=22'

/** Writes the package into a folder, ready for `npm pack`. */
export async function packageEmulator(folder) {
	mkdirSync(folder, { recursive: true })
	const bundle = await rolldown({
		input: join(ROOT, 'labs/aws/standalone/standalone.ts'),
		platform: 'node',
		cwd: ROOT,
	})
	await bundle.write({
		file: join(folder, 'emulator.mjs'),
		format: 'esm',
		banner: '#!/usr/bin/env node',
		// Models are read from beside the file, as they are in the sources.
		codeSplitting: false,
	})
	await bundle.close()
	cpSync(join(ROOT, 'labs/aws/wire/models'), join(folder, 'models'), { recursive: true })
	for (const file of ['LICENSE', 'NOTICE']) cpSync(join(ROOT, file), join(folder, file))
	cpSync(join(ROOT, 'docs/emulator.md'), join(folder, 'README.md'))
	const { version, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
	const manifest = {
		name: 'filiere-emulator',
		version,
		license,
		description:
			'An AWS emulator that runs CodePipeline: executions, approvals, conditions, rollbacks, roles.',
		type: 'module',
		bin: { 'filiere-emulator': 'emulator.mjs' },
		files: ['emulator.mjs', 'models', 'NOTICE'],
		engines: { node: NODE },
	}
	writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

if (import.meta.filename === process.argv[1]) {
	const folder = resolve(process.argv[2] ?? join(ROOT, 'build', 'emulator-package'))
	await packageEmulator(folder)
	console.log(folder)
}
