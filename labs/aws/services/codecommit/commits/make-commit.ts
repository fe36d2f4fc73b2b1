import type { Call } from '../../../service.ts'
import type { Repository } from '../collections.ts'
import { type Commit, writeCommit } from '../git/commits.ts'
import { type GitObject, objectId } from '../git/objects.ts'
import type { MergeDetail } from '../refs/events.ts'
import { moveReferences } from '../refs/update.ts'
import type { ObjectStore } from '../store/object-store.ts'

/** Writes a commit with the objects that are new with it, and answers its id. */
export async function keepCommit(
	call: Call,
	objects: ObjectStore,
	commit: Commit,
	fresh: ReadonlyArray<GitObject & { id: string }>,
): Promise<string> {
	const object: GitObject = { type: 'commit', bytes: writeCommit(commit) }
	const id = await objectId(object)
	objects.add([...fresh, { ...object, id }])
	await objects.save(call.world, (bytes) => call.blobs.put(bytes))
	return id
}

/** The same, at the new tip of a branch. */
export async function commitOnBranch(
	call: Call,
	repository: Readonly<Repository>,
	objects: ObjectStore,
	branch: { name: string; before?: string },
	commit: Commit,
	fresh: ReadonlyArray<GitObject & { id: string }>,
	merge?: MergeDetail,
): Promise<string> {
	const after = await keepCommit(call, objects, commit, fresh)
	const change = { name: `refs/heads/${branch.name}`, before: branch.before, after }
	await moveReferences(call, repository, [change], merge)
	return after
}
