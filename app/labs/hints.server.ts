import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import type { Lab } from '#labs/lab.ts'
import type { OpenSandbox } from './sandboxes.server.ts'

/** Levels of help for each task, from a direction to nearly the gesture. */
export const HINT_LEVELS = 3

/** The hints that the learner has opened, as texts by task, in order. */
export async function openedHints({ row }: OpenSandbox, lab: Lab): Promise<Array<Array<string>>> {
	const seen = await getDatabase().hintSeen.findMany({
		where: { sandboxId: row.id },
		orderBy: { level: 'asc' },
		select: { task: true, level: true },
	})
	return lab.tasks.map((task, index) =>
		seen.filter((hint) => hint.task === index).map(({ level }) => task.hints[level - 1] ?? ''),
	)
}

/** Opens the next hint of a task; the third is the last, and opening twice is opening once. */
export async function openHint({ row }: OpenSandbox, task: number): Promise<void> {
	const database = getDatabase()
	const level = (await database.hintSeen.count({ where: { sandboxId: row.id, task } })) + 1
	if (level > HINT_LEVELS) return
	const key = { sandboxId: row.id, task, level }
	await database.hintSeen.upsert({
		where: { sandboxId_task_level: key },
		create: { ...key, seenAt: now() },
		update: {},
	})
}

/** Notes that the learner has opened the solution; the first time counts. */
export async function openSolution({ row }: OpenSandbox): Promise<void> {
	await getDatabase().sandbox.updateMany({
		where: { id: row.id, solutionSeenAt: null },
		data: { solutionSeenAt: now() },
	})
}
