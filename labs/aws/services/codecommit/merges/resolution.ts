import type { ConflictResolution, ReplaceContentEntry } from '@aws-sdk/client-codecommit'
import { refuse } from '../codecommit-error.ts'
import { modeOf } from '../commits/modes.ts'
import { requirePath } from '../commits/paths.ts'
import type { Conflict, Merge } from '../git/merge-trees.ts'
import { type GitObject, objectId } from '../git/objects.ts'
import type { Leaf } from '../git/trees.ts'
import type { MergeInput } from './comparison.ts'

/** Conflicts that one merge may have decided; AWS says that there is a bound, not which. */
const ENTRIES_AT_MOST = 100
const FILE_BYTES_AT_MOST = 6 * 1024 * 1024

/**
 * Decides the conflicts of a merge as its caller does, and writes what becomes of
 * them into its edits. Throws ManualMergeRequiredException when some are left.
 */
export async function resolveConflicts(
	merge: Merge,
	input: Pick<MergeInput, 'conflictResolutionStrategy'> & { conflictResolution?: ConflictResolution },
): Promise<void> {
	const { replaceContents = [], deleteFiles = [], setFileModes = [] } = input.conflictResolution ?? {}
	const entries = [...replaceContents, ...deleteFiles, ...setFileModes]
	if (entries.length > 0 && input.conflictResolutionStrategy !== 'AUTOMERGE') {
		throw refuse('InvalidConflictResolutionException')
	}
	if (entries.length > ENTRIES_AT_MOST) throw refuse('MaximumConflictResolutionEntriesExceededException')
	const decided = [...replaceContents, ...deleteFiles].map(({ filePath }) => requirePath(filePath))
	if (new Set(decided).size < decided.length) throw refuse('MultipleConflictResolutionEntriesException')
	const conflicts = new Map(merge.conflicts.map((conflict) => [conflict.path, conflict]))
	if (!entries.every(({ filePath }) => conflicts.has(requirePath(filePath)))) {
		throw refuse('InvalidConflictResolutionException')
	}
	for (const { filePath } of deleteFiles) decide(merge, conflicts, requirePath(filePath), null)
	for (const entry of replaceContents) {
		const path = requirePath(entry.filePath)
		const conflict = conflicts.get(path)
		if (conflict) decide(merge, conflicts, path, await replacement(merge, conflict, entry))
	}
	for (const { filePath, fileMode } of setFileModes) {
		const path = requirePath(filePath)
		if (!fileMode) throw refuse('FileModeRequiredException')
		const leaf = merge.edits.get(path) ?? contentOf(conflicts.get(path))
		if (leaf) decide(merge, conflicts, path, { ...leaf, mode: modeOf(fileMode) })
	}
	if (conflicts.size > 0) throw refuse('ManualMergeRequiredException')
}

function decide(merge: Merge, left: Map<string, Conflict>, path: string, leaf: Leaf | null): void {
	merge.edits.set(path, leaf)
	left.delete(path)
}

/** The content of a file of which only the mode is in conflict. */
function contentOf(conflict: Conflict | undefined): Leaf | undefined {
	return conflict && !conflict.content && !conflict.type ? conflict.source : undefined
}

async function replacement(
	merge: Merge,
	conflict: Conflict,
	entry: ReplaceContentEntry,
): Promise<Leaf | null> {
	const { replacementType, content, fileMode } = entry
	if (!replacementType) throw refuse('ReplacementTypeRequiredException')
	if (replacementType !== 'USE_NEW_CONTENT') {
		if (content) throw refuse('InvalidReplacementContentException')
		const kept = {
			KEEP_BASE: conflict.base,
			KEEP_SOURCE: conflict.source,
			KEEP_DESTINATION: conflict.destination,
		}
		const leaf = kept[replacementType]
		return leaf ? { ...leaf, ...(fileMode && { mode: modeOf(fileMode) }) } : null
	}
	if (!content) throw refuse('ReplacementContentRequiredException')
	if (content.byteLength > FILE_BYTES_AT_MOST) throw refuse('FileContentSizeLimitExceededException')
	const object: GitObject = { type: 'blob', bytes: content }
	const id = await objectId(object)
	merge.fresh.push({ ...object, id })
	const mode = fileMode ? modeOf(fileMode) : (conflict.destination?.mode ?? conflict.source?.mode ?? '100644')
	return { mode, id }
}
