import { CreateBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3'
import { afterEach, expect, test, vi } from 'vitest'
import { createAccount } from '#labs/aws/identity/credentials.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services as emulated } from '#labs/aws/services.ts'
import { validated } from '#labs/aws/wire/validated.fixture.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { type Check, passed } from './check.ts'
import { runChecks } from './run-checks.ts'

const services = validated(emulated.values())

const PLACE = { account: '111111111111', region: 'eu-west-3' }
const STARTS_AT = Date.UTC(2026, 0, 12, 8)

afterEach(() => {
	vi.useRealTimers()
})

async function openSandbox(journal = new MemoryJournal()): Promise<Sandbox> {
	const host = { services, authorize, journal, realNow: () => 0 }
	const fresh = { seed: 'checks', number: 1n, startsAt: STARTS_AT, speed: 60 }
	const sandbox = await Sandbox.open('checks', host, new MemoryBlobs(), fresh)
	await sandbox.arrange('OpenAccount', (call) => void createAccount(call, PLACE), WORLD_SCOPE)
	return sandbox
}

function check(id: string, run: Check['run']): Check {
	return {
		id,
		task: 'une-tache',
		kind: 'behaviour',
		lesson: 'une-lecon',
		sentence: 'Le contrôle a lieu',
		expected: 'Ce qui est attendu.',
		run,
	}
}

const createBucket = (Bucket: string) =>
	new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-3' } })

test('a check that crashes is unable, and the others run', async () => {
	const reported: Array<[string, unknown]> = []
	const crash = new Error('broken check')
	const checks = [
		check('casse', () => Promise.reject(crash)),
		check('sain', async () => passed('Tout va bien.')),
	]
	const verdicts = await runChecks({ ...PLACE, checks }, await openSandbox(), (id, error) =>
		reported.push([id, error]),
	)
	expect(verdicts.map(({ check, outcome }) => [check, outcome])).toEqual([
		['casse', 'unable'],
		['sain', 'passed'],
	])
	expect(verdicts[0]?.obtained).toContain('n’a pas pu être exécuté')
	expect(reported).toEqual([['casse', crash]])
})

test('a check that does not end is unable after ten seconds', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
	const started = Promise.withResolvers<void>()
	const endless = check('sans-fin', () => {
		started.resolve()
		return new Promise(() => {})
	})
	const running = runChecks({ ...PLACE, checks: [endless] }, await openSandbox())
	await started.promise
	await vi.advanceTimersByTimeAsync(10_000)
	expect(await running).toMatchObject([{ check: 'sans-fin', outcome: 'unable' }])
})

test('a journal that cannot be read makes every check unable and throws nothing', async () => {
	const journal = new MemoryJournal()
	const sandbox = await openSandbox(journal)
	vi.spyOn(journal, 'read').mockRejectedValue(new Error('database gone'))
	const checks = [check('un', async () => passed('')), check('deux', async () => passed(''))]
	const verdicts = await runChecks({ ...PLACE, checks }, sandbox)
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(['unable', 'unable'])
})

test('checks see neither each other nor touch the sandbox', async () => {
	const sandbox = await openSandbox()
	const names: Array<Array<string | undefined>> = []
	const makeAndList = (name: string) =>
		check(name, async ({ aws, fork }) => {
			await aws.s3.send(createBucket(`seau-${name}`))
			const inner = await fork()
			await inner.aws.s3.send(createBucket(`seau-${name}-fourche`))
			const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}))
			names.push(Buckets.map(({ Name }) => Name))
			return passed('Seaux créés.')
		})
	const { seq, world } = sandbox
	const verdicts = await runChecks({ ...PLACE, checks: [makeAndList('un'), makeAndList('deux')] }, sandbox)
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
	expect(names).toEqual([['seau-un'], ['seau-deux']])
	expect([sandbox.seq, sandbox.world]).toEqual([seq, world])
})

test('time stands still in a fork until it is moved', async () => {
	const times: Array<number> = []
	const clock = check('horloge', async ({ fork, now }) => {
		const copy = await fork()
		await copy.advance(7 * 24 * 3600 * 1000)
		times.push(now(), copy.now())
		expect(await copy.advanceToNext()).toBe(false)
		return passed('Sept jours plus tard.')
	})
	const [verdict] = await runChecks({ ...PLACE, checks: [clock] }, await openSandbox())
	expect(verdict?.outcome).toBe('passed')
	expect(times).toEqual([STARTS_AT, STARTS_AT + 7 * 24 * 3600 * 1000])
})
