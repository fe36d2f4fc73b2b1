import { readCommit, readTag } from './commits.ts'
import { GitError } from './git-error.ts'
import type { GitObject, ObjectReader, ObjectType } from './objects.ts'
import { Pace } from './pace.ts'
import { unpackEntry } from './pack-entry.ts'
import type { PackedObject } from './pack-reader.ts'
import { assertOrder, EMPTY_TREE, readTree } from './trees.ts'

/**
 * Checks what was received as `git fsck` does: commits, trees and tags are well
 * formed, and what they refer to is in the pack or was there before. Throws GitError.
 */
export async function checkPack(packed: ReadonlyArray<PackedObject>, before: ObjectReader): Promise<void> {
	const here = new Map(packed.map(({ id, type }) => [id, type]))
	const pace = new Pace()
	for (const { id, type, size, entry } of packed) {
		if (type === 'blob') continue
		for (const referred of referredBy(await unpackEntry(entry))) {
			const found = here.get(referred.id) ?? (await before.typeOf(referred.id))
			if (found !== referred.type && referred.id !== EMPTY_TREE) {
				throw new GitError(`${type} ${id} refers to the ${referred.type} ${referred.id}, which is missing`)
			}
			await pace.step()
		}
		await pace.step(size * 4)
	}
}

interface Reference {
	id: string
	type: ObjectType
}

/** What an object refers to; the commit of a submodule is in another repository. */
function referredBy({ type, bytes }: GitObject): Array<Reference> {
	if (type === 'tag') {
		const { object, type: wanted } = readTag(bytes)
		return [{ id: object, type: wanted }]
	}
	if (type === 'commit') {
		const { tree, parents } = readCommit(bytes)
		return [{ id: tree, type: 'tree' }, ...parents.map((id): Reference => ({ id, type: 'commit' }))]
	}
	const entries = readTree(bytes)
	assertOrder(entries)
	return entries
		.filter(({ mode }) => mode !== '160000')
		.map(({ id, mode }) => ({ id, type: mode === '40000' ? 'tree' : 'blob' }))
}
