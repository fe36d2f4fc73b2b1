import { expect, test } from 'vitest'
import { AwsError } from '../aws-error.ts'
import type { Principal } from '../identity/principal.ts'
import { operation, type Service } from '../service.ts'
import { blobName, MemoryBlobs } from './blobs.ts'
import { type Entry, JournalConflict, MemoryJournal, type RecordedEntry } from './journal.ts'
import { Sandbox } from './sandbox.ts'
import { collection, type Scope } from './world.ts'
import type { SandboxHost } from './world-log.ts'

interface Note {
	text: string
	at?: number
}
const notes = collection<Note>('notes', 'note')

const SCOPE: Scope = { account: '111111111111', region: 'eu-west-3' }
const ROOT: Principal = { type: 'root', account: SCOPE.account, arn: 'arn:aws:iam::111111111111:root' }
const START = Date.UTC(2026, 0, 5, 9)

/** A service of our own, small enough to see through. */
const service: Service = {
	name: 'notes',
	operations: {
		Put: operation<{ id: string; text: string }, object>({
			run({ id, text }, { world, scope }) {
				return world.put(notes, scope, id, { text })
			},
		}),
		PutThenFail: operation<{ id: string }, never>({
			run({ id }, { world, scope }) {
				world.put(notes, scope, id, { text: 'half' })
				throw new AwsError('Refused', 'No', 400)
			},
		}),
		Draw: operation<object, object>({
			run(_, { world, scope, ids }) {
				const id = ids.uuid()
				world.put(notes, scope, id, { text: ids.accessKeyId('AKIA') })
				return { id }
			},
		}),
		Later: operation<{ subject: string; at: number }, object>({
			run({ subject, at }, call) {
				call.schedule(at, subject)
				return {}
			},
		}),
		Outer: operation<{ inner: string }, object>({
			async run({ inner }, call) {
				call.world.put(notes, call.scope, 'outer', { text: 'kept' })
				await call.invoke(ROOT, 'notes', inner, { id: 'inner' }).catch(() => undefined)
				return {}
			},
		}),
		Read: operation<object, object>({ run: (_, { world, scope }) => world.list(notes, scope) }),
	},
	step(subject, { world, scope, now, schedule }) {
		world.put(notes, scope, subject, { text: 'step', at: now })
		if (subject === 'chain') schedule(now + 1000, 'chained')
	},
}

function createHost(journal = new MemoryJournal()): SandboxHost & { real: number } {
	return {
		real: 0,
		services: new Map([['notes', service]]),
		authorize() {
			throw new Error('nothing is to be authorized here')
		},
		journal,
		realNow() {
			return this.real
		},
	}
}

function open(host: SandboxHost, seed = 'seed', speed = 0): Promise<Sandbox> {
	return Sandbox.open('sandbox', host, new MemoryBlobs(), { seed, number: 9n, startsAt: START, speed })
}

function call(sandbox: Sandbox, name: string, input: object = {}): Promise<unknown> {
	return sandbox.call({ principal: ROOT, scope: SCOPE, service: 'notes', operation: name, input })
}

const text = (sandbox: Sandbox, id: string) => sandbox.world.get(notes, SCOPE, id)?.text

test('a fork sees what was there and changes nothing outside', async () => {
	const sandbox = await open(createHost())
	await call(sandbox, 'Put', { id: 'a', text: 'original' })
	const fork = sandbox.fork()
	await call(fork, 'Put', { id: 'a', text: 'forked' })
	const bytes = Buffer.from('forked')
	const blob = blobName(bytes)
	await fork.blobs.keep(new Map([[blob, bytes]]))
	expect(text(fork, 'a')).toBe('forked')
	expect(text(sandbox, 'a')).toBe('original')
	await expect(sandbox.blobs.get(blob)).rejects.toThrow('No blob')
	expect(await sandbox.entries()).toHaveLength(2)
})

test('a call that is refused leaves nothing but its evidence', async () => {
	const host = createHost()
	const sandbox = await open(host)
	const seq = sandbox.seq
	await expect(call(sandbox, 'PutThenFail', { id: 'a' })).rejects.toMatchObject({ code: 'Refused' })
	expect(sandbox.world.get(notes, SCOPE, 'a')).toBeUndefined()
	expect(sandbox.seq).toBe(seq)
	const [observed] = (await host.journal.observations('sandbox')).slice(-1)
	expect(observed?.entry.outcome).toEqual({ ok: false, code: 'Refused', message: 'No', status: 400 })
})

test('an operation that is missing is refused loudly', async () => {
	const sandbox = await open(createHost())
	await expect(call(sandbox, 'Missing')).rejects.toMatchObject({ code: 'NotImplemented', status: 501 })
	await expect(call(sandbox, 'toString')).rejects.toMatchObject({ code: 'NotImplemented', status: 501 })
})

test('an inner call that fails takes back its own writes only', async () => {
	const sandbox = await open(createHost())
	await call(sandbox, 'Outer', { inner: 'PutThenFail' })
	expect(text(sandbox, 'outer')).toBe('kept')
	expect(text(sandbox, 'inner')).toBeUndefined()
	const [entry] = (await sandbox.entries()).slice(-1)
	expect(entry?.calls.map(({ operation: name, outcome }) => [name, outcome.ok])).toEqual([
		['PutThenFail', false],
	])
})

test('steps happen in the order of their times, each at its own time, chained ones too', async () => {
	const host = createHost()
	const sandbox = await open(host, 'seed', 1)
	await call(sandbox, 'Later', { subject: 'third', at: START + 3000 })
	await call(sandbox, 'Later', { subject: 'chain', at: START + 1500 })
	await call(sandbox, 'Later', { subject: 'first', at: START + 1000 })
	expect(sandbox.nextDueAt()).toBe(1000)
	host.real = 999
	await sandbox.advance()
	expect(sandbox.world.list(notes, SCOPE)).toEqual([])
	host.real = 60_000
	await sandbox.advance()
	const steps = (await sandbox.entries()).filter(({ kind }) => kind === 'step')
	expect(steps.map(({ at, request }) => [at - START, request])).toEqual([
		[1000, { subject: 'first' }],
		[1500, { subject: 'chain' }],
		[2500, { subject: 'chained' }],
		[3000, { subject: 'third' }],
	])
	expect(sandbox.nextDueAt()).toBeUndefined()
})

test('what is due happens before the next call', async () => {
	const host = createHost()
	const sandbox = await open(host, 'seed', 60)
	await call(sandbox, 'Later', { subject: 'a', at: START + 60_000 })
	host.real = 1000
	expect(await call(sandbox, 'Read')).toEqual([{ text: 'step', at: START + 60_000 }])
})

test('a paused clock stands still, and jumps forwards only', async () => {
	const host = createHost()
	const sandbox = await open(host)
	await call(sandbox, 'Later', { subject: 'a', at: START + 1000 })
	host.real = 1_000_000
	await sandbox.advance()
	expect(text(sandbox, 'a')).toBeUndefined()
	await sandbox.setClock({ jumpTo: START + 7 * 86_400_000 })
	expect(text(sandbox, 'a')).toBe('step')
	await sandbox.setClock({ jumpTo: START })
	expect(sandbox.now()).toBe(START + 7 * 86_400_000)
})

test('the same seed gives the same ids, another seed others', async () => {
	const worlds = await Promise.all(['one', 'one', 'two'].map((seed) => open(createHost(), seed)))
	const [first, second, third] = await Promise.all(
		worlds.map(async (sandbox) => [await call(sandbox, 'Draw'), await call(sandbox, 'Draw')]),
	)
	expect(first).toEqual(second)
	expect(first).not.toEqual(third)
	expect(first?.[0]).not.toEqual(first?.[1])
	expect(worlds[0]?.world.documents()).toEqual(worlds[1]?.world.documents())
})

test('the journal replayed gives the same world, and ids go on from there', async () => {
	const host = createHost()
	const sandbox = await open(host, 'seed', 1)
	await call(sandbox, 'Draw')
	await call(sandbox, 'Later', { subject: 'chain', at: START + 10 })
	host.real = 5000
	await sandbox.advance()
	const replayed = await open(host, 'another seed, unused')
	expect(replayed.world.documents()).toEqual(sandbox.world.documents())
	expect(replayed.seq).toBe(sandbox.seq)
	const fork = sandbox.fork()
	expect(await call(replayed, 'Draw')).toEqual(await call(fork, 'Draw'))
})

test('a snapshot and the entries after it give the same world', async () => {
	const journal = new MemoryJournal()
	const host = createHost(journal)
	const sandbox = await open(host)
	for (let index = 0; index < 230; index++)
		await call(sandbox, 'Put', { id: `n${index % 50}`, text: `${index}` })
	const snapshot = await journal.latestSnapshot('sandbox')
	expect(snapshot?.seq).toBe(200)
	const replayed = await open(host)
	expect(replayed.world.documents()).toEqual(sandbox.world.documents())
	expect(replayed.seq).toBe(231)
})

test('a growing world is not written whole more often than it doubles', async () => {
	class CountingJournal extends MemoryJournal {
		written = 0
		override async saveSnapshot(
			world: string,
			seq: number,
			documents: Array<[string, object]>,
		): Promise<void> {
			this.written += documents.length
			await super.saveSnapshot(world, seq, documents)
		}
	}
	const journal = new CountingJournal()
	const sandbox = await open(createHost(journal))
	for (let index = 0; index < 2000; index++) await call(sandbox, 'Put', { id: `n${index}`, text: '' })
	expect(journal.written).toBeLessThan(2 * 2000)
})

test('two processes on one journal: the slower reads on and tries again', async () => {
	class SharedJournal extends MemoryJournal {
		override readonly shared: boolean = true
		conflicts = 0
		override async append(world: string, entry: RecordedEntry): Promise<void> {
			try {
				await super.append(world, entry)
			} catch (error) {
				if (error instanceof JournalConflict) this.conflicts++
				throw error
			}
		}
	}
	const journal = new SharedJournal()
	const host = createHost(journal)
	const [one, two] = [await open(host), await open(host)]
	const drawn = (await Promise.all(
		[one, two, one, two, one, two].map((sandbox) => call(sandbox, 'Draw')),
	)) as Array<{ id: string }>
	await Promise.all([one.advance(), two.advance()])
	expect(journal.conflicts).toBeGreaterThan(0)
	expect(new Set(drawn.map(({ id }) => id)).size).toBe(6)
	expect(one.world.documents()).toEqual(two.world.documents())
	expect((await one.entries()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('listeners hear every change in order, and only until they leave', async () => {
	const sandbox = await open(createHost())
	const heard: Array<Entry['operation']> = []
	const leave = sandbox.subscribe(({ operation: name }) => heard.push(name))
	await call(sandbox, 'Put', { id: 'a', text: 'x' })
	await call(sandbox, 'Read')
	leave()
	await call(sandbox, 'Put', { id: 'b', text: 'x' })
	expect(heard).toEqual(['Put'])
})
