import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'
import { runChecks } from '#labs/checks/run-checks.ts'
import type { Lab } from '#labs/lab.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { limits } from './limits.server.ts'
import type { OpenSandbox } from './sandboxes.server.ts'

/** Runs every check of the lab on the learner's world, and keeps the verdicts with what helped. */
export async function checkSandbox({ row, sandbox }: OpenSandbox, lab: Lab) {
	await sandbox.advance()
	const verdicts = await runChecks(lab, sandbox, (check, error) =>
		log.error({ err: error, lab: lab.id, check }, 'a check could not run'),
	)
	const database = getDatabase()
	const hints = await database.hintSeen.findMany({
		where: { sandboxId: row.id },
		select: { task: true, level: true },
	})
	const passed = verdicts.every((verdict) => verdict.outcome === 'passed')
	const run = await database.checkRun.create({
		data: {
			sandboxId: row.id,
			generation: row.generation,
			seq: sandbox.seq,
			ranAt: now(),
			passed,
			verdicts: verdicts as unknown as Prisma.InputJsonValue,
			help: { hints, solutionSeen: row.solutionSeenAt !== null },
		},
	})
	await forgetOldRuns(row.id)
	return run
}

/** The first success stays, and the latest runs. */
async function forgetOldRuns(sandboxId: string): Promise<void> {
	await getDatabase().$executeRaw`
		DELETE FROM "CheckRun" WHERE "sandboxId" = ${sandboxId}
		AND "id" NOT IN (SELECT "id" FROM "CheckRun" WHERE "sandboxId" = ${sandboxId} ORDER BY "ranAt" DESC LIMIT ${limits.checkRuns})
		AND "id" NOT IN (SELECT "id" FROM "CheckRun" WHERE "sandboxId" = ${sandboxId} AND "passed" ORDER BY "ranAt" LIMIT 1)`
}

/** The latest verdicts of this generation, or null before the first check. */
export async function latestCheckRun({ row }: OpenSandbox) {
	return getDatabase().checkRun.findFirst({
		where: { sandboxId: row.id, generation: row.generation },
		orderBy: { ranAt: 'desc' },
	})
}
