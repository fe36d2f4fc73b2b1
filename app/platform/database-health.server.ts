import { now } from './clock.server.ts'
import { getDatabase } from './db.server.ts'
import { diskIsFull } from './disk.server.ts'
import { env } from './env.server.ts'

/** How long an answer is kept: whoever asks often writes no oftener. */
const KEPT_MS = 5_000

export type Health = 'ok' | 'database' | 'disk'

let last: { at: number; health: Promise<Health> } | undefined

/** Whether the site can do its work: it reads, it writes, and there is room to go on. */
export function databaseHealth(): Promise<Health> {
	const at = now().getTime()
	if (!last || at - last.at >= KEPT_MS || at < last.at) last = { at, health: probe() }
	return last.health
}

/** Forgets the last answer, for tests. */
export function forgetHealth(): void {
	last = undefined
}

async function probe(): Promise<Health> {
	if (!env.databaseUrl && (await diskIsFull(env.dataDir))) return 'disk'
	try {
		await getDatabase().$executeRaw`
			INSERT INTO "HealthProbe" ("id", "at") VALUES (1, now())
			ON CONFLICT ("id") DO UPDATE SET "at" = EXCLUDED."at"`
		return 'ok'
	} catch {
		return 'database'
	}
}
