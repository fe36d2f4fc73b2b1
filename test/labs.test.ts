import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { typographyFaults } from '#app/ui/french-typography.ts'
import { createEmulator } from '#labs/aws/emulator.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services as emulated } from '#labs/aws/services.ts'
import { createEmulatorServer } from '#labs/aws/wire/http.ts'
import { validated } from '#labs/aws/wire/validated.fixture.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { loadLabs } from '#labs/catalog.ts'
import type { Verdict } from '#labs/checks/check.ts'
import { runChecks } from '#labs/checks/run-checks.ts'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { type Lab, learnerKey, openLab } from '#labs/lab.ts'
import { startingFiles } from '#labs/lab-files.ts'
import { openLearner } from '#labs/learner.ts'
import { passTime } from '#labs/pass-time.ts'
import { runCommand } from '#labs/shell/run-command.ts'
import { HOME, type SessionFiles } from '#labs/shell/session.ts'
import { type Attempt, follow, type Learner, type WrongAttempt } from '#labs/solution.ts'

const services = validated(emulated.values())

// Every lab proves itself: its start fails, its solutions pass, and each wrong
// attempt fails for its own reason.

const HOUR = 3_600_000
const labs = await loadLabs()
const buildHost = openBuildHost()
afterAll(buildHost.close)

/** An open lab whose clock only moves when a learner waits. */
async function openSandbox(lab: Lab): Promise<Sandbox> {
	const { work } = buildHost
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => 0, work }
	const fresh = { seed: lab.id, number: 1n, startsAt: lab.startsAt, speed: 0 }
	const sandbox = await Sandbox.open(lab.id, host, new MemoryBlobs(), fresh)
	await openLab(lab, sandbox)
	return sandbox
}

async function check(lab: Lab, work: (learner: Learner) => Promise<void>): Promise<Array<Verdict>> {
	const sandbox = await openSandbox(lab)
	await work(openLearner(lab, sandbox))
	const crashes: Array<Error> = []
	const verdicts = await runChecks(lab, sandbox, (id, cause) =>
		crashes.push(new Error(`Check ${id} crashed`, { cause })),
	)
	if (crashes[0]) throw crashes[0]
	return verdicts
}

/** What keeps a lab from being passed, for the test's own report. */
function notPassed(verdicts: ReadonlyArray<Verdict>): Array<string> {
	return verdicts
		.filter(({ outcome }) => outcome !== 'passed')
		.map(({ check, outcome, obtained }) => `${check} ${outcome}: ${obtained}`)
}

async function loadAttempts<A extends Attempt>(folder: string, kind: string): Promise<Array<[string, A]>> {
	const directory = new URL(`../labs/${folder}/${kind}/`, import.meta.url)
	const files = readdirSync(directory).filter((name) => name.endsWith('.ts'))
	return Promise.all(
		files.map(async (name): Promise<[string, A]> => {
			const { attempt } = (await import(/* @vite-ignore */ new URL(name, directory).href)) as { attempt: A }
			return [name, attempt]
		}),
	)
}

/** Types a solution in the lab's own terminal, its home and its emulator behind a port. */
async function typeCommands(lab: Lab, sandbox: Sandbox): Promise<void> {
	const emulator = createEmulator({
		services,
		findSandbox: async () => sandbox,
		realNow: Date.now,
		onError(error) {
			throw error
		},
	})
	const server = createEmulatorServer(emulator).listen(0, '127.0.0.1')
	await once(server, 'listening')
	const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	const learner = openLearner(lab, sandbox)
	const { accessKeyId, secretAccessKey } = learnerKey(sandbox)
	const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
	let env: Readonly<Record<string, string>> = { ...keys, AWS_REGION: lab.region }
	let files = homeOf(startingFiles(lab))
	let cwd = HOME
	try {
		for (const step of lab.solution) {
			files = { ...files, ...homeOf(step.files?.(learner) ?? {}) }
			for (const line of step.commands) {
				const result = await runCommand({ id: 1, line, cwd, env, files, endpoint, timeoutMs: 10_000 })
				expect(result.stderr, line).toBe('')
				expect(result.exitCode, line).toBe(0)
				files = { ...files, ...result.written }
				env = result.env
				cwd = result.cwd
				await passTime(sandbox, step.pauseMs ?? HOUR)
			}
		}
	} finally {
		server.close()
	}
}

function homeOf(files: Readonly<Record<string, string | Uint8Array>>): SessionFiles {
	return Object.fromEntries(
		Object.entries(files).map(([path, content]) => [
			`${HOME}/${path}`,
			Buffer.from(content as Uint8Array).toString('base64'),
		]),
	)
}

for (const { lab, folder } of labs) {
	const solutions = await loadAttempts<Attempt>(folder, 'solutions')
	const wrong = await loadAttempts<WrongAttempt>(folder, 'wrong')

	test(`${lab.id}: the start passes no check, and every check runs`, async () => {
		const verdicts = await check(lab, async () => {})
		expect(verdicts.map(({ check, outcome }) => [check, outcome])).toEqual(
			lab.checks.map(({ id }) => [id, 'failed']),
		)
		expect(verdicts.filter(({ hint, obtained }) => !hint || !obtained)).toEqual([])
	})

	test(`${lab.id}: the solution passes every check`, async () => {
		const verdicts = await check(lab, (learner) => follow(lab.solution, learner))
		expect(notPassed(verdicts)).toEqual([])
	})

	test(`${lab.id}: the commands that the solution shows pass every check`, async () => {
		const sandbox = await openSandbox(lab)
		await typeCommands(lab, sandbox)
		expect(notPassed(await runChecks(lab, sandbox))).toEqual([])
	})

	test(`${lab.id}: has two other solutions at least`, () => {
		expect(solutions.length).toBeGreaterThanOrEqual(2)
		expect(wrong.length).toBeGreaterThanOrEqual(5)
	})

	test.each(solutions)(`${lab.id}: solutions/%s passes every check`, async (_, attempt) => {
		expect(notPassed(await check(lab, attempt.run))).toEqual([])
	})

	test.each(wrong)(`${lab.id}: wrong/%s fails with its own message`, async (_, attempt) => {
		const verdicts = await check(lab, attempt.run)
		const verdict = verdicts.find((one) => one.check === attempt.fails.check)
		expect(verdict).toMatchObject({
			outcome: 'failed',
			obtained: expect.stringContaining(attempt.fails.message),
		})
	})

	test(`${lab.id}: checks leave the learner's world as it was`, async () => {
		const sandbox = await openSandbox(lab)
		await follow(lab.solution, openLearner(lab, sandbox))
		const before = { seq: sandbox.seq, world: sandbox.world, now: sandbox.now() }
		const seen = (await sandbox.host.journal.observations(sandbox.id)).length
		await runChecks(lab, sandbox)
		expect({ seq: sandbox.seq, world: sandbox.world, now: sandbox.now() }).toEqual(before)
		expect(await sandbox.host.journal.observations(sandbox.id)).toHaveLength(seen)
	})

	test(`${lab.id}: every French text is set as French is printed`, () => {
		const instructions = readFileSync(new URL(`../labs/${folder}/instructions.mdx`, import.meta.url), 'utf8')
		const texts = [
			instructions.replace(/<[^>]*>/g, '').replace(/^\|[-|]+\|$/gm, ''),
			...[lab.title, lab.summary, ...lab.objectives],
			...lab.tasks.flatMap(({ title, hints }) => [title, ...hints]),
			...lab.checks.flatMap(({ sentence, expected }) => [sentence, expected]),
			...lab.solution.map(({ explanation }) => explanation),
		]
		expect(texts.flatMap((text) => typographyFaults(text).map((fault) => [fault, text]))).toEqual([])
	})

	test(`${lab.id}: names lessons that exist`, () => {
		const root = new URL('../content/modules/', import.meta.url)
		const pages = readdirSync(root, { recursive: true }).map((path) => String(path))
		const lessons = new Set([...lab.lessons, ...lab.checks.map(({ lesson }) => lesson)])
		const missing = [...lessons].filter(
			(slug) => !pages.some((path) => new RegExp(`/\\d\\d-${slug}\\.mdx$`).test(path)),
		)
		expect(missing).toEqual([])
	})
}
