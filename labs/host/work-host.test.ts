import { expect, test } from 'vitest'
import type { Service, WorkResult } from '#labs/aws/service.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { WORLD_SCOPE, workItems as workOf } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { collection } from '#labs/aws/world/world.ts'
import { SandboxWork, type WorkRunner } from './work-host.ts'

const results = collection<{ result: object; times: number }>('mill', 'results', 'world')

/** A service that asks for work, and keeps what came of it. */
const mill: Service = {
	name: 'mill',
	operations: {},
	finish({ subject }, { durationMs: _, ...result }: WorkResult, call) {
		const times = (call.world.get(results, WORLD_SCOPE, subject)?.times ?? 0) + 1
		call.world.put(results, WORLD_SCOPE, subject, { result, times })
	},
}

function openHost(run: WorkRunner) {
	const errors: Array<unknown> = []
	const work = new SandboxWork({ runners: { grind: run }, onError: (error) => errors.push(error) })
	const journal = new MemoryJournal()
	const blobs = new MemoryBlobs()
	const open = (withWork = true) =>
		Sandbox.open(
			'mine/1',
			{
				services: new Map([['mill', mill]]),
				authorize,
				journal,
				realNow: Date.now,
				...(withWork && { work }),
			},
			blobs,
			{ seed: 'work', number: 1n, startsAt: 0, speed: 0 },
		)
	return { open, errors, work }
}

function ask(sandbox: Sandbox, kind: string, ...subjects: Array<string>) {
	const asService = (call: Parameters<Parameters<Sandbox['arrange']>[1]>[0]) => {
		for (const subject of subjects) {
			const id = call.requestWork(kind, subject, { subject })
			call.world.put(workOf, WORLD_SCOPE, id, {
				...call.world.get(workOf, WORLD_SCOPE, id),
				service: 'mill',
			} as never)
		}
	}
	return sandbox.arrange('Ask', asService, WORLD_SCOPE)
}

const resultOf = (sandbox: Sandbox, subject: string) => sandbox.world.get(results, WORLD_SCOPE, subject)

test('Does each piece of work once and hands its result in', async () => {
	const done: Array<string> = []
	const { open } = openHost(async (item, _, owner) => {
		done.push(`${owner} ${item.subject}`)
		return { ok: true, value: item.payload }
	})
	const sandbox = await open()
	const subjects = Array.from({ length: 100 }, (_, index) => `grain ${index}`)
	await ask(sandbox, 'grind', ...subjects)
	await sandbox.settle()
	expect(done.sort()).toEqual(subjects.map((subject) => `mine ${subject}`).sort())
	for (const subject of subjects)
		expect(resultOf(sandbox, subject)).toEqual({ result: { ok: true, value: { subject } }, times: 1 })
})

test('A fork has its own work done, and its original none', async () => {
	const { open } = openHost(async () => ({ ok: true, value: 'flour' }))
	const sandbox = await open()
	const fork = sandbox.fork()
	await ask(fork, 'grind', 'grain')
	await fork.settle()
	expect(resultOf(fork, 'grain')).toBeDefined()
	expect(resultOf(sandbox, 'grain')).toBeUndefined()
})

test('What a process left undone is done by the next that opens the world', async () => {
	const { open } = openHost(async () => ({ ok: true, value: 'flour' }))
	const before = await open(false)
	await ask(before, 'grind', 'grain')
	await before.settle()
	expect(before.pendingWork()).toHaveLength(1)
	const after = await open()
	await after.settle()
	expect(resultOf(after, 'grain')).toEqual({ result: { ok: true, value: 'flour' }, times: 1 })
})

test('Work that throws, or that nothing here does, ends with its reason', async () => {
	const { open, errors } = openHost(async () => {
		throw new Error('The stone broke')
	})
	const sandbox = await open()
	await ask(sandbox, 'grind', 'grain')
	await ask(sandbox, 'weave', 'wool')
	await sandbox.settle()
	expect(resultOf(sandbox, 'grain')?.result).toEqual({ ok: false, reason: 'The stone broke' })
	expect(resultOf(sandbox, 'wool')?.result).toEqual({
		ok: false,
		reason: 'Nothing here does work of the kind weave',
	})
	expect(errors).toEqual([new Error('The stone broke')])
})

test('A world that is put away hears of no result, and its work is done when it is opened again', async () => {
	const free = Promise.withResolvers<void>()
	const { open, work } = openHost(async () => {
		await free.promise
		return { ok: true, value: 'flour' }
	})
	const before = await open()
	await ask(before, 'grind', 'grain')
	work.forget(before)
	const after = await open()
	free.resolve()
	await after.settle()
	expect(resultOf(after, 'grain')?.times).toBe(1)
	expect(before.pendingWork()).toHaveLength(1)
})
