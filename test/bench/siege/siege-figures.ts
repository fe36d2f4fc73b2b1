import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePorts, startServer } from '#test/durability/server.ts'
import { startPostgres } from '#test/setup/postgres.ts'
import type { Figure } from '../measure.ts'
import { attacks, type Ports } from './attacks.ts'
import { type Act, enrolAll, goAbout } from './learners.ts'

const LEARNERS = 200
/** How long the learners are alone, then how long each attack goes on, in milliseconds. */
const SPELL_MS = 10_000
/** What 95 of 100 acts of the honest may take, in milliseconds. */
const HONEST_MS = 250
const MEMORY_MB = 1024

/** Two hundred honest learners on one process, while one attacker tries each thing in turn, on both databases. */
export async function siegeFigures(): Promise<Array<Figure>> {
	const embedded = await besiege('embedded database', '')
	await using postgres = await startPostgres()
	return [...embedded, ...(await besiege('PostgreSQL', await postgres.createDatabase()))]
}

async function besiege(database: string, url: string): Promise<Array<Figure>> {
	const dataDir = mkdtempSync(join(tmpdir(), 'filiere-bench-siege-'))
	const ports = await freePorts()
	const site = await startServer(dataDir, ports, { DATABASE_URL: url, TRUST_PROXY: '1' })
	try {
		const learners = await enrolAll(site.origin, LEARNERS)
		const acts: Array<Act> = []
		const over = new AbortController()
		const days = learners.map((learner, index) =>
			goAbout(learner, index, (act) => acts.push(act), over.signal),
		)
		const spells = [await spell('alone', acts, () => setTimeout(SPELL_MS))]
		for (const [index, { name }] of attacks.entries()) {
			const attack = () => underAttack(index, { origin: site.origin, ports }, SPELL_MS)
			spells.push(await spell(name, acts, attack))
		}
		over.abort()
		await Promise.all(days)
		return [...spells.map((one) => figureOf(one, database)), memoryFigure(site.pid, database)]
	} finally {
		await site.kill()
		rmSync(dataDir, { recursive: true, force: true })
	}
}

interface Spell {
	name: string
	acts: ReadonlyArray<Act>
}

/** The acts of the honest that began while something went on. */
async function spell(
	name: string,
	acts: ReadonlyArray<Act>,
	goingOn: () => Promise<unknown>,
): Promise<Spell> {
	const from = performance.now()
	await goingOn()
	const to = performance.now()
	// What began is let come to its end.
	await setTimeout(1_000)
	return { name, acts: acts.filter(({ at }) => at >= from && at < to) }
}

/** Has an attack go on in a process of its own for so long. */
async function underAttack(index: number, site: { origin: string; ports: Ports }, ms: number): Promise<void> {
	const attacker = fork(new URL('./strike.ts', import.meta.url))
	attacker.send({ index, ...site })
	await once(attacker, 'message')
	await setTimeout(ms)
	attacker.kill('SIGKILL')
}

function figureOf({ name, acts }: Spell, database: string): Figure {
	const times = acts.map(({ ms }) => ms).sort((a, b) => a - b)
	const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN
	const failures = acts.flatMap(({ what, failure }) => (failure ? [`${what}: ${failure}`] : []))
	const told = failures.length > 0 ? `, ${failures.length} refused, the first ${failures[0]}` : ''
	return {
		name: `${LEARNERS} learners, ${database}: ${name}`,
		value: `${p95.toFixed(0)} ms for 95 of 100 of ${acts.length} acts${told}`,
		target: `≤ ${HONEST_MS} ms, none refused`,
		holds: p95 <= HONEST_MS && failures.length === 0,
	}
}

function memoryFigure(pid: number, database: string): Figure {
	const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
	const megabytes = Number(kilobytes) / 1024
	return {
		name: `Memory at its peak under all of it, ${database}`,
		value: `${megabytes.toFixed(0)} MB`,
		target: `≤ ${MEMORY_MB} MB`,
		holds: megabytes <= MEMORY_MB,
	}
}
