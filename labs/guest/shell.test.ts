import { expect, test } from 'vitest'
import { OUTPUT_CHARACTERS, PROGRAM_BYTES } from './limits.ts'
import { GuestShell } from './shell.ts'
import { Surroundings } from './surroundings.ts'

const STARTS_AT = Date.UTC(2026, 0, 5, 9)

function openShell(files: Record<string, string> = {}, { seed = 'guest', realMs = 5_000 } = {}) {
	const surroundings = new Surroundings({
		startsAt: STARTS_AT,
		timeoutMs: 3_600_000,
		seed,
		deadline: Date.now() + realMs,
	})
	const shell = new GuestShell({ cwd: '/work', env: { HOME: '/root' }, surroundings })
	for (const [path, text] of Object.entries(files)) shell.writeFile(`/work/${path}`, Buffer.from(text))
	return { shell, surroundings }
}

async function run(files: Record<string, string>, line: string, options = {}) {
	const { shell, surroundings } = openShell(files, options)
	const began = performance.now()
	const result = await shell.run(line)
	return { ...result, stopped: surroundings.stopped, ms: performance.now() - began }
}

const PROJECT = {
	'package.json': JSON.stringify({ name: 'shop', version: '1.0.0', scripts: { test: 'node --test' } }),
	'src/add.js': 'exports.add = (a, b) => a + b',
	'test/add.test.js': `
		const test = require('node:test')
		const assert = require('node:assert/strict')
		const { add } = require('../src/add')
		test('adds', () => assert.equal(add(1, 2), 3))
		test('waits', async () => {
			await new Promise((resolve) => setTimeout(resolve, 60_000))
			assert.equal(add(2, 2), 4)
		})
		test.skip('later', () => {})
	`,
}

test('Variables and the folder last from one command to the next', async () => {
	const { shell } = openShell()
	await shell.run('mkdir -p sub && cd sub && NAME=Ada && export CITY=Lyon')
	expect((await shell.run('echo "$NAME $CITY $PWD"')).output).toBe('Ada Lyon /work/sub\n')
})

test('Programs of CommonJS and ES modules find each other, packages and Node’s own modules', async () => {
	const files = {
		'main.mjs': `
			import { readFileSync } from 'node:fs'
			import path, { join } from 'path'
			import tool, { name } from 'tool'
			import { add } from './add.js'
			console.log(add(1, 2), tool.name, name, join('a', '..', 'b'), path.sep, readFileSync(new URL('data.json', import.meta.url), 'utf8'))
			const { default: late } = await import('./late.mjs')
			console.log(late, JSON.stringify((await import('./data.json')).default))
		`,
		'late.mjs': 'export default "late"',
		'add.js': 'module.exports = { add: (a, b) => a + b }',
		'data.json': '{"a":1}',
		'node_modules/tool/package.json': '{"name":"tool","main":"lib/index.js"}',
		'node_modules/tool/lib/index.js': 'exports.name = require("../package.json").name',
	}
	const { output, exitCode } = await run(files, 'node main.mjs')
	expect(output).toBe('3 tool tool b / {"a":1}\nlate {"a":1}\n')
	expect(exitCode).toBe(0)
})

test('Tests really run: those that hold pass, and time is not waited for', async () => {
	const { output, exitCode, ms } = await run(PROJECT, 'npm test')
	expect(output).toContain('> shop@1.0.0 test\n> node --test\n')
	expect(output).toMatch(/✔ adds \(.*ms\)\n✔ waits \(.*ms\)\n﹣ later/)
	expect(output).toContain('ℹ tests 3\nℹ suites 0\nℹ pass 2\nℹ fail 0\nℹ cancelled 0\nℹ skipped 1\n')
	expect(exitCode).toBe(0)
	expect(ms).toBeLessThan(5_000)
})

test('A test that does not hold makes npm test fail, and says why', async () => {
	const broken = { ...PROJECT, 'src/add.js': 'exports.add = (a, b) => a - b' }
	const { output, exitCode } = await run(broken, 'npm test')
	expect(exitCode).toBe(1)
	expect(output).toContain('✖ failing tests:')
	expect(output).toContain('Expected values to be strictly equal:\n')
	expect(output).toContain('-1 !== 3')
})

test('Suites, hooks, subtests and mocks run in order', async () => {
	const files = {
		'order.test.mjs': `
			import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test'
			import assert from 'node:assert'
			const seen = []
			describe('outer', () => {
				before(() => seen.push('before'))
				beforeEach(() => seen.push('each'))
				afterEach(() => seen.push('done'))
				after(() => console.log(seen.join(' ')))
				it('one', async (t) => {
					seen.push('one')
					await t.test('inner', () => assert.ok(true))
				})
				it('two', () => {
					const spy = mock.fn((a) => a * 2)
					assert.equal(spy(2), 4)
					assert.equal(spy.mock.callCount(), 1)
					assert.throws(() => { throw new TypeError('no') }, { name: 'TypeError', message: /n/ })
				})
			})
		`,
	}
	const { output, exitCode } = await run(files, 'node --test')
	expect(output).toContain('before each one each done done each done\n')
	expect(output).toContain('  ▶ one\n    ✔ inner')
	expect(exitCode).toBe(0)
})

test('A report in JUnit’s form goes to the file that is named', async () => {
	const line = 'node --test --test-reporter=junit --test-reporter-destination=report.xml; cat report.xml'
	const { output } = await run({ ...PROJECT, 'src/add.js': 'exports.add = () => "<5>"' }, line)
	expect(output).toContain('<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n')
	expect(output).toMatch(
		/<testcase name="adds" time="[\d.]+" classname="test" file="\/work\/test\/add.test.js" failure=/,
	)
	expect(output).toContain('&lt;5&gt;')
	expect(output).toContain('<skipped type="skipped" message="true"/>')
})

test('A program that nothing catches ends with code 1 and its stack', async () => {
	const throwing = await run({ 'a.js': 'null.x' }, 'node a.js')
	expect(throwing.exitCode).toBe(1)
	expect(throwing.output).toContain("TypeError: cannot read property 'x' of null")
	const rejecting = await run(
		{ 'a.js': 'async function main() { throw new Error("boom") }\nmain()' },
		'node a.js',
	)
	expect(rejecting.exitCode).toBe(1)
	expect(rejecting.output).toContain('Error: boom')
	const missing = await run({ 'a.js': 'require("express")' }, 'node a.js')
	expect(missing.output).toContain("Cannot find module 'express'\nRequire stack:\n- /work/a.js")
	expect((await run({ 'a.js': 'process.exit(3)' }, 'node a.js')).exitCode).toBe(3)
})

test('The same seed gives the same numbers, another one others, and the clock is the work’s', async () => {
	const files = {
		'a.js': 'console.log(Math.random(), require("crypto").randomUUID(), new Date().getUTCFullYear())',
	}
	const [first, again, other] = [
		await run(files, 'node a.js'),
		await run(files, 'node a.js'),
		await run(files, 'node a.js', { seed: 'b' }),
	]
	expect(first.output).toBe(again.output)
	expect(first.output).not.toBe(other.output)
	expect(first.output).toMatch(/ 2026\n$/)
})

test('npm says plainly what it has not', async () => {
	const files = {
		'package.json': JSON.stringify({ dependencies: { express: '^5' } }),
		'package-lock.json': '{}',
	}
	const missing = await run(files, 'npm ci')
	expect(missing.exitCode).toBe(1)
	expect(missing.output).toContain("npm error 404 Not Found - 'express' is not here\n")
	expect((await run({ 'package.json': '{}' }, 'npm ci')).output).toContain('npm error code EUSAGE')
	expect((await run({ ...PROJECT, 'package-lock.json': '{}' }, 'npm ci')).exitCode).toBe(0)
	expect((await run(PROJECT, 'npm run nothing')).output).toContain('npm error Missing script: "nothing"')
	expect((await run({}, 'python3 -V')).output).toContain('python3: command not found')
	expect((await run({}, 'docker build .')).output).toContain('Cannot connect to the Docker daemon')
})

test('make makes what a target needs, once, and stops at what fails', async () => {
	const Makefile = [
		'STAGE ?= dev',
		'.PHONY: all',
		'all: dist test # everything',
		'dist: out',
		'\t@echo "$(STAGE) $@ from $<"',
		'test: out',
		'\techo $$HOME',
		'out:',
		'\t-false',
		'\t@echo made',
		'bad:',
		'\t@exit 3',
		'',
	].join('\n')
	expect(await run({ Makefile }, 'make STAGE=prod')).toMatchObject({
		output: 'false\nmade\nprod dist from out\necho $HOME\n/root\n',
		exitCode: 0,
	})
	expect(await run({ Makefile }, 'make bad')).toMatchObject({
		output: 'make: *** [Makefile: bad] Error 3\n',
		exitCode: 2,
	})
	expect((await run({ Makefile }, 'make none')).output).toBe(
		"make: *** No rule to make target 'none'.  Stop.\n",
	)
	expect((await run({ Makefile: 'a := $(shell ls)' }, 'make')).output).toContain(
		'functions are not available here: $(shell ls)',
	)
})

test('A fork bomb ends by itself', async () => {
	const bomb = await run({}, 'bomb() { bomb | bomb & }; bomb')
	expect(bomb.exitCode).not.toBe(0)
	expect(bomb.output).toContain('maximum recursion depth')
})

test('An endless program is stopped at the deadline', async () => {
	const js = await run({ 'a.js': 'for (;;) {}' }, 'node a.js', { realMs: 300 })
	expect(js.stopped).toBe('real-time')
	const sh = await run({}, 'while true; do :; done', { realMs: 300 })
	expect(sh.exitCode).not.toBe(0)
	const timers = await run({ 'a.js': 'setInterval(() => {}, 1000)' }, 'node a.js', { realMs: 2_000 })
	expect(timers.stopped).toBe('timeout')
})

test('A flood of output is cut, and everything ends', async () => {
	const { output, stopped } = await run({ 'a.js': 'for (;;) console.log("x".repeat(10_000))' }, 'node a.js')
	expect(stopped).toBe('output')
	expect(output.length).toBeLessThanOrEqual(OUTPUT_CHARACTERS)
})

test('Memory, stack and files have their bounds', async () => {
	const memory = await run(
		{ 'a.js': 'const a = []; for (;;) a.push(new Array(10_000).fill(a.length))' },
		'node a.js',
	)
	expect(memory.output).toContain('JavaScript heap out of memory')
	expect(memory.exitCode).toBe(134)
	const held = await run(
		{
			'a.js':
				'let held = 0; const a = []; try { for (;;) a.push(new Uint8Array(1e6).fill(++held)) } catch { a.length = 0; console.log(held) }',
		},
		'node a.js',
	)
	expect(Number(held.output)).toBeGreaterThan(60)
	expect(Number(held.output) * 1e6).toBeLessThan(PROGRAM_BYTES)
	const stack = await run({ 'a.js': 'const f = () => f() + 1; f()' }, 'node a.js')
	expect(stack.output).toContain('Maximum call stack size exceeded')
	const file = {
		'a.js': 'const fs = require("fs"); for (let i = 0; ; i++) fs.writeFileSync("f" + i, Buffer.alloc(24e6))',
	}
	expect((await run(file, 'node a.js')).output).toContain('ENOSPC: no space left on device')
	expect((await run({}, 'echo 0123456789 > a; while true; do cat a a > b; mv b a; done')).exitCode).not.toBe(
		0,
	)
})

test('Nothing of the host can be reached from a program', async () => {
	const files = {
		'a.mjs': `
			import fs from 'fs'
			const tries = [
				() => fs.readFileSync('/etc/passwd', 'utf8'),
				() => fs.readFileSync('../../../../etc/hostname', 'utf8'),
				() => process.binding('fs'),
				() => globalThis.fetch('http://127.0.0.1'),
				() => new Function('return process')().mainModule.require('child_process'),
				() => WebAssembly.Module,
			]
			for (const attempt of tries) try { console.log('reached', attempt()) } catch (error) { console.log(error.name) }
			for (const name of ['net', 'http', 'worker_threads', 'vm']) await import(name).catch((error) => console.log(error.message))
			console.log(Object.keys(process.env).join())
		`,
	}
	const { output } = await run(files, 'node a.mjs')
	expect(output).not.toContain('reached')
	expect(output).toContain("Cannot find package 'net' imported from /work/a.mjs")
	expect(output).toMatch(/\nHOME,PWD[\w,]*\n$/)
})
