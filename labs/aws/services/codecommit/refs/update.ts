import type { Call } from '../../../service.ts'
import { type Repository, referenceId, references, repositories } from '../collections.ts'
import { noticeReferences } from '../pull-requests/source-updates.ts'
import { emitRepositoryState, type MergeDetail, type ReferenceChange } from './events.ts'
import { runTriggers } from './triggers.ts'

/**
 * Moves references, and does all that follows from it: the first branch becomes
 * the default, events, triggers, open pull requests. The caller has checked what
 * they were and will be.
 */
export async function moveReferences(
	call: Call,
	{ id, name }: Readonly<Repository>,
	changes: ReadonlyArray<ReferenceChange>,
	merge?: MergeDetail,
): Promise<void> {
	const { world, scope } = call
	const repository = world.get(repositories, scope, name)
	if (!repository || repository.id !== id) throw new Error(`The repository ${id} is gone`)
	for (const { name: reference, after } of changes) {
		const key = referenceId(repository, reference)
		if (after === undefined) world.delete(references, scope, key)
		else world.put(references, scope, key, { objectId: after })
	}
	const defaultBranch = repository.defaultBranch ?? firstBranch(changes)
	world.put(repositories, scope, name, {
		...repository,
		...(defaultBranch !== undefined && { defaultBranch }),
		modifiedAt: call.now,
	})
	for (const change of changes) emitRepositoryState(call, repository, change, merge)
	await noticeReferences(call, repository, changes)
	await runTriggers(call, repository, changes)
	const moved = { repositoryName: name, references: changes.map((change) => change.name), changes }
	call.announce('ReferencesMoved', moved)
}

/** The branch that a repository without any gets first: of several, one that git would choose. */
function firstBranch(changes: ReadonlyArray<ReferenceChange>): string | undefined {
	const branches = changes
		.filter(({ name, after }) => after !== undefined && name.startsWith('refs/heads/'))
		.map(({ name }) => name.slice('refs/heads/'.length))
	return ['main', 'master'].find((name) => branches.includes(name)) ?? branches[0]
}
