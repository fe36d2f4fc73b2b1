import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { loadLabs } from '#labs/catalog.ts'
import { type Lab, openLab } from '#labs/lab.ts'
import { openLearner } from '#labs/learner.ts'
import { follow } from '#labs/solution.ts'

/** Lab A1 in memory, at its start. */
export async function openFreshLab(): Promise<{ lab: Lab; sandbox: Sandbox }> {
	const [first] = await loadLabs()
	if (!first) throw new Error('There is no lab')
	const { lab } = first
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => 0 }
	const fresh = { seed: lab.id, number: 1n, startsAt: lab.startsAt, speed: 0 }
	const sandbox = await Sandbox.open(lab.id, host, new MemoryBlobs(), fresh)
	await openLab(lab, sandbox)
	return { lab, sandbox }
}

/** Lab A1 in memory, with its solution done. */
export async function openSolvedLab(): Promise<{ lab: Lab; sandbox: Sandbox }> {
	const { lab, sandbox } = await openFreshLab()
	await follow(lab.solution, openLearner(lab, sandbox))
	return { lab, sandbox }
}
