import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { FunctionJob } from './function-job.ts'
import { runFunction } from './run-function.ts'

const ID = '11111111-2222-4333-8444-555555555555'

function call(files: Record<string, string>, more: Partial<FunctionJob> = {}, ms = 5_000) {
	const zip = zipSync(
		Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
	)
	const job: FunctionJob = {
		...{ zip, handler: 'index.handler', event: { name: 'Ada' }, env: { STAGE: 'test' } },
		context: { awsRequestId: ID, functionName: 'greet' },
		...{ startsAt: Date.UTC(2026, 0, 5, 9), timeoutMs: 3_000, seed: 'x' },
		...more,
	}
	return runFunction(job, Date.now() + ms)
}

const index = (text: string) => ({ 'index.js': text })

test('A handler answers what it returns, with its event, its context and its environment', async () => {
	const code =
		'exports.handler = async (event, context) => ({ hello: event.name, id: context.awsRequestId, stage: process.env.STAGE, left: context.getRemainingTimeInMillis() > 0 })'
	const { ok, payload } = await call(index(code))
	expect([ok, JSON.parse(payload)]).toEqual([true, { hello: 'Ada', id: ID, stage: 'test', left: true }])
})

test('Modules of both kinds are loaded, from folders too', async () => {
	const esm = await call(
		{
			'src/index.mjs': "import { name } from './name.mjs'\nexport const handler = async () => name",
			'src/name.mjs': "export const name = 'module'",
		},
		{ handler: 'src/index.handler' },
	)
	expect(esm).toMatchObject({ ok: true, payload: '"module"' })
	const typed = await call({
		'package.json': '{"type":"module"}',
		'index.js': 'export async function handler() { return 1 }',
	})
	expect(typed).toMatchObject({ ok: true, payload: '1' })
	const common = await call({
		'index.cjs': "exports.handler = (e, c, done) => done(null, require('./x.json'))",
		'x.json': '[2]',
	})
	expect(common).toMatchObject({ ok: true, payload: '[2]' })
})

test('What nothing is returned for is null, and a promise that never settles is an error', async () => {
	expect(await call(index('exports.handler = () => {}'))).toMatchObject({ ok: true, payload: 'null' })
	const never = await call(index('exports.handler = () => new Promise(() => {})'))
	expect(JSON.parse(never.payload)).toMatchObject({ errorType: 'Runtime.NodeJsExit' })
})

test('A timer costs the function’s own time only, and too much of it times out', async () => {
	const sleep = (ms: number) =>
		index(`exports.handler = async () => { await new Promise((r) => setTimeout(r, ${ms})); return 'up' }`)
	const slept = await call(sleep(2_000))
	expect(slept).toMatchObject({ ok: true, payload: '"up"' })
	expect(slept.durationMs).toBeGreaterThanOrEqual(2_000)
	const late = await call(sleep(4_000))
	expect(late).toMatchObject({ ok: false, durationMs: 3_000 })
	expect(JSON.parse(late.payload)).toEqual({
		errorType: 'Sandbox.Timedout',
		errorMessage: `RequestId: ${ID} Error: Task timed out after 3.00 seconds`,
	})
})

test.each([
	['a handler that throws', 'exports.handler = async () => { throw new TypeError("no") }', 'TypeError', 'no'],
	['a callback with an error', 'exports.handler = (e, c, done) => done(new Error("told"))', 'Error', 'told'],
	[
		'a timer that throws',
		'exports.handler = (e, c, done) => { setTimeout(() => { throw new Error("late") }, 1) }',
		'Error',
		'late',
	],
	['what is no error', 'exports.handler = async () => { throw "text" }', 'string', 'text'],
	[
		'no such export',
		'exports.other = 1',
		'Runtime.HandlerNotFound',
		'index.handler is undefined or not exported',
	],
	[
		'an export that is no function',
		'exports.handler = 1',
		'Runtime.HandlerNotFound',
		'index.handler is not a function',
	],
	[
		'an answer that JSON has not',
		'exports.handler = async () => { const a = {}; a.a = a; return a }',
		'Runtime.MarshalError',
		/^Unable to stringify response body/,
	],
	[
		'code that cannot be read',
		'exports.handler = async ( => {',
		'Runtime.UserCodeSyntaxError',
		/^SyntaxError: /,
	],
	[
		'a module that is not there',
		'require("left-pad")',
		'Runtime.ImportModuleError',
		/^Error: Cannot find module 'left-pad'/,
	],
	[
		'a program that ends itself',
		'exports.handler = async () => process.exit(0)',
		'Runtime.ExitError',
		`RequestId: ${ID} Error: Runtime exited without providing a reason`,
	],
	[
		'a program that ends itself badly',
		'exports.handler = async () => process.exit(3)',
		'Runtime.ExitError',
		`RequestId: ${ID} Error: Runtime exited with error: exit status 3`,
	],
])('Lambda’s own error tells of %s', async (_, code, errorType, errorMessage) => {
	const { ok, payload } = await call(index(code))
	expect(ok).toBe(false)
	expect(JSON.parse(payload)).toMatchObject({
		errorType,
		errorMessage: errorMessage instanceof RegExp ? expect.stringMatching(errorMessage) : errorMessage,
	})
})

test('A handler’s name may be wrong in three ways', async () => {
	const told = async (handler: string) => JSON.parse((await call(index(''), { handler })).payload)
	expect(await told('index')).toMatchObject({
		errorType: 'Runtime.MalformedHandlerName',
		errorMessage: 'Bad handler',
	})
	expect(await told('../index.handler')).toMatchObject({ errorType: 'Runtime.MalformedHandlerName' })
	expect(await told('other.handler')).toMatchObject({
		errorType: 'Runtime.ImportModuleError',
		errorMessage: "Error: Cannot find module 'other'\nRequire stack:\n- /var/runtime/index.mjs",
	})
})

test('An endless loop, a flood of output and a hunger for memory end the call and nothing else', async () => {
	const told = async (code: string, more?: Partial<FunctionJob>) =>
		JSON.parse((await call(index(code), more)).payload)
	expect(await told('exports.handler = async () => { for (;;); }', { timeoutMs: 1_000 })).toMatchObject({
		errorType: 'Sandbox.Timedout',
	})
	expect(
		await told('exports.handler = async () => { for (;;) console.log("x".repeat(9999)) }'),
	).toMatchObject({
		errorType: 'Runtime.ExitError',
	})
	expect(
		await told(
			'exports.handler = async () => { const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1)) }',
			{ timeoutMs: 10_000 },
		),
	).toMatchObject({ errorType: expect.stringMatching(/OutOfMemory/) })
	expect(await told('exports.handler = async () => 1')).toBe(1)
})

test('What it says is in its log, with the request and the level', async () => {
	const { lines } = await call(
		index(
			'exports.handler = async () => { console.log("one %d", 1); console.error("two\\nlines"); process.stdout.write("raw\\n") }',
		),
	)
	expect(lines.map(({ text }) => text)).toEqual([
		expect.stringMatching(new RegExp(`^2026-01-05T09:00:0\\d\\.\\d{3}Z\t${ID}\tINFO\tone 1\n$`)),
		expect.stringMatching(new RegExp(`\t${ID}\tERROR\ttwo\rlines\n$`)),
		'raw\n',
	])
})

test('Without a world around it, a function reaches no AWS and no address', async () => {
	const { payload } = await call(
		index(`exports.handler = async () => {
	const { S3Client, ListBucketsCommand } = require('@aws-sdk/client-s3')
	const aws = await new S3Client().send(new ListBucketsCommand({})).catch(({ message }) => message)
	const web = await fetch('http://169.254.169.254/latest').catch(({ message, cause }) => [message, cause.code])
	return [aws, web]
}`),
	)
	expect(JSON.parse(payload)).toEqual(['There is no AWS here to be reached', ['fetch failed', 'ENOTFOUND']])
})
