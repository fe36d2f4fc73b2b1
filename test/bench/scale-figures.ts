import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { FileBlobs } from '#app/labs/blobs/file-blobs.server.ts'
import { DatabaseJournal } from '#app/labs/database-journal.server.ts'
import { openPGlite } from '#app/platform/db.server.ts'
import { migrate } from '#app/platform/migrate.server.ts'
import {
	approvalAction,
	deployAction,
	openSiteWorld,
	siteDemo,
	sourceAction,
	type World,
} from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { dueSteps, WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { atMostMs, atMostTimes, type Figure, medianMs } from './measure.ts'
import { openFreshLab, openSolvedLab } from './solved-lab.ts'

// What must not grow: with history, with age, with the number of worlds.

const HISTORY = 1000
const SANDBOXES = 1000
const MEGABYTE = 1024 * 1024
const DAYS = 24 * 60 * 60

/** Lets everything happen that is due, at once. */
async function runToEnd(world: World): Promise<void> {
	for (;;) {
		const [next] = world.sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
		if (!next) return
		await world.sandbox.setClock({ jumpTo: next.at })
	}
}

async function fourStages(): Promise<Figure> {
	const world = await openSiteWorld(services, 'bench')
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		...['Test', 'Preview', 'Production'].map((name) => ({ name, actions: [deployAction()] })),
	]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages }) })
	await runToEnd(world)
	const ms = await medianMs(20, async () => {
		await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
		await runToEnd(world)
	})
	return atMostMs('An execution through four stages, in process', ms, 20)
}

const READS: ReadonlyArray<[operation: string, input: object]> = [
	['GetPipeline', { name: 'site-demo' }],
	['GetPipelineState', { name: 'site-demo' }],
	['ListPipelineExecutions', { pipelineName: 'site-demo', maxResults: 10 }],
	['ListActionExecutions', { pipelineName: 'site-demo', maxResults: 10 }],
	['StartPipelineExecution', { name: 'site-demo' }],
]

/** Each call after a thousand executions against the same after ten; the slowest ratio counts. */
async function afterHistory(): Promise<Figure> {
	const world = await openSiteWorld(services, 'bench')
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	const run = async (times: number) => {
		for (let index = 0; index < times; index++) {
			await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
			await runToEnd(world)
		}
	}
	const measure = async () => {
		const durations = new Map<string, number>()
		for (const [operation, input] of READS) {
			durations.set(operation, await medianMs(200, () => world.pipeline(operation, input)))
			await runToEnd(world)
		}
		return durations
	}
	await run(10)
	await measure()
	const young = await measure()
	await run(HISTORY)
	const old = await measure()
	const worst = READS.map(([operation]) => ({
		operation,
		young: young.get(operation) ?? 1,
		old: old.get(operation) ?? 0,
	})).reduce((one, other) => (other.old / other.young > one.old / one.young ? other : one))
	const name = `The call that ${HISTORY} executions of history slow down most (${worst.operation})`
	return atMostTimes(name, worst.old, worst.young, 2)
}

async function approvalTimeout(): Promise<Figure> {
	const world = await openSiteWorld(services, 'bench')
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Review', actions: [approvalAction()] },
	]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages }) })
	const durations: Array<number> = []
	for (let round = 0; round < 50; round++) {
		await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
		await world.pass(60)
		durations.push(await medianMs(1, () => world.pass(7 * DAYS)))
	}
	const ms = durations.sort((one, other) => one - other)[Math.floor(durations.length / 2)] ?? Number.NaN
	return atMostMs('Seven days that an approval waits', ms, 1)
}

/** What a thousand worlds at the start of lab A1 weigh, beyond the first. */
async function memory(): Promise<Figure> {
	const kept = [await openFreshLab()]
	globalThis.gc?.()
	const before = process.memoryUsage().heapUsed
	for (let index = 1; index < SANDBOXES; index++) kept.push(await openFreshLab())
	globalThis.gc?.()
	const megabytes = (process.memoryUsage().heapUsed - before) / MEGABYTE
	return {
		name: `${kept.length} open sandboxes of lab A1`,
		value: `${megabytes.toFixed(0)} MB`,
		target: '≤ 300 MB',
		holds: megabytes <= 300,
	}
}

/** A world of typical size opened again from the database, and what an entry costs as it ages. */
async function database(): Promise<Array<Figure>> {
	const folder = mkdtempSync(join(tmpdir(), 'filiere-bench-scale-'))
	const opened = openPGlite(new PGlite(join(folder, 'database')))
	await migrate(opened)
	const journal = new DatabaseJournal(opened.client, new FileBlobs(join(folder, 'blobs')), {
		shared: false,
		onError: console.error,
	})
	const { sandbox: solved } = await openSolvedLab()
	for (const entry of await solved.entries()) await journal.append('bench/1', entry)
	const host = { services, authorize, journal, realNow: Date.now }
	const fresh = { seed: 'bench', number: 1n, startsAt: Date.now(), speed: 0 }
	const open = () => Sandbox.open('bench/1', host, journal.blobs('bench/1'), fresh)
	const reload = await medianMs(20, open)

	const aging = await open()
	const scope = { account: '111111111111', region: 'eu-west-3' }
	const principal = {
		type: 'root',
		account: scope.account,
		arn: `arn:aws:iam::${scope.account}:root`,
	} as const
	const tag = () =>
		aging.call({
			principal,
			scope,
			service: 'codepipeline',
			operation: 'TagResource',
			input: {
				resourceArn: `arn:aws:codepipeline:eu-west-3:${scope.account}:site-demo`,
				tags: [{ key: 'essai', value: String(Math.random()) }],
			},
		})
	const young = await medianMs(200, tag)
	for (let index = 0; index < 3000; index++) await tag()
	const old = await medianMs(200, tag)
	await journal.flush()
	await opened.close()
	rmSync(folder, { recursive: true })
	return [
		atMostMs('An evicted sandbox of lab A1 opened again', reload, 10),
		atMostTimes('A journaled call after 3,000 others, against the first ones', old, young, 1.5),
	]
}

/** The figures that say what a long life and many neighbours cost. */
export async function scaleFigures(): Promise<Array<Figure>> {
	return [
		await fourStages(),
		await approvalTimeout(),
		await afterHistory(),
		await memory(),
		...(await database()),
	]
}
