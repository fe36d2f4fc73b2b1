import { zipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import type { BuildJob } from './build/build-job.ts'
import { GuestPool } from './guest-pool.ts'

const pool = new GuestPool(2)
afterAll(() => pool.close())

function job(
	files: Record<string, string>,
	commands: ReadonlyArray<string>,
	more: Partial<BuildJob> = {},
): BuildJob {
	const zip = zipSync(
		Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
	)
	return {
		sources: [{ directory: '/src', zip }],
		cwd: '/src',
		env: { HOME: '/root' },
		header: [],
		secrets: [],
		keepsState: true,
		phases: [{ type: 'BUILD', commands, finally: [], onFailure: {} }],
		exportedVariables: [],
		artifacts: [],
		reports: [],
		startsAt: 0,
		timeoutMs: 3_600_000,
		seed: 'pool',
		...more,
	}
}

async function build(
	files: Record<string, string>,
	commands: ReadonlyArray<string>,
	more?: Partial<BuildJob>,
) {
	const ending = await pool.build('me', job(files, commands, more))
	if (!('answer' in ending) || !('outcome' in ending.answer)) throw new Error(JSON.stringify(ending))
	const { outcome } = ending.answer
	return { ...outcome, text: outcome.log.map(({ text }) => text).join('') }
}

test('A build runs in a process of its own and brings its artifacts, reports and variables', async () => {
	const files = {
		'package.json':
			'{"scripts":{"test":"node --test --test-reporter=spec --test-reporter=junit --test-reporter-destination=stdout --test-reporter-destination=reports/unit.xml"}}',
		'reports/.keep': '',
		'dist/.hidden': 'x',
		'a.test.js':
			'const test = require("node:test"); test("holds", () => {}); test("breaks", () => { throw new Error("no") })',
	}
	const { phases, artifacts, reports, exported, text } = await build(
		files,
		['export TAG=v1', 'echo "password hunter2"', 'npm test'],
		{
			secrets: ['hunter2'],
			exportedVariables: ['TAG'],
			artifacts: [
				{
					id: '',
					files: ['**/*'],
					baseDirectory: 'dist',
					excludePaths: [],
					discardPaths: false,
					name: 'site-$TAG',
				},
			],
			reports: [{ name: 'unit', files: ['*.xml'], baseDirectory: 'reports', fileFormat: 'JUNITXML' }],
		},
	)
	expect(phases).toEqual([
		expect.objectContaining({
			type: 'BUILD',
			status: 'FAILED',
			code: 'COMMAND_EXECUTION_ERROR',
			message: 'Error while executing command: npm test. Reason: exit status 1',
		}),
		expect.objectContaining({ type: 'UPLOAD_ARTIFACTS', status: 'SUCCEEDED' }),
	])
	expect(text).toContain('password ***\n')
	expect(text).not.toContain('hunter2')
	expect(exported).toEqual({ TAG: 'v1' })
	expect(artifacts).toEqual([{ id: '', name: 'site-v1', zip: expect.any(Uint8Array) }])
	expect(reports[0]?.cases.map(({ name, status, message }) => [name, status, message])).toEqual([
		['holds', 'SUCCEEDED', ''],
		['breaks', 'FAILED', 'no'],
	])
})

test('Sleep costs the build’s own time only, and too much of it times the build out', async () => {
	const slept = await build({}, ['sleep 600'])
	expect(slept.phases[0]).toMatchObject({ status: 'SUCCEEDED' })
	expect(slept.phases[0]?.durationMs).toBeGreaterThanOrEqual(600_000)
	const late = await build({}, ['sleep 600'], { timeoutMs: 300_000 })
	expect(late.phases).toEqual([
		expect.objectContaining({ status: 'TIMED_OUT', message: 'Build has timed out.' }),
	])
})

test('A zip bomb, and a zip that leaves its folder, end the build and nothing else', async () => {
	const bomb = zipSync({ big: new Uint8Array(80 * 1024 * 1024) })
	const ending = await pool.build('me', { ...job({}, ['true']), sources: [{ directory: '/src', zip: bomb }] })
	expect(ending).toMatchObject({ answer: { error: expect.stringContaining('unfolds to more than') } })
	const leaving = zipSync({ '../../etc/passwd': new Uint8Array(1) })
	const left = await pool.build('me', {
		...job({}, ['true']),
		sources: [{ directory: '/src', zip: leaving }],
	})
	expect(left).toMatchObject({ answer: { error: "The path '../../etc/passwd' leaves its folder" } })
	expect((await build({}, ['echo alive'])).text).toContain('alive\n')
})
