import type {
	BatchDescribeMergeConflictsInput,
	DescribeMergeConflictsInput,
	GetMergeConflictsInput,
	ObjectTypeEnum,
} from '@aws-sdk/client-codecommit'
import { type Call, operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse, textOf } from '../codecommit-error.ts'
import { modeName } from '../commits/modes.ts'
import { requirePath } from '../commits/paths.ts'
import { type Hunk, type Lines, slice, type Texts } from '../git/merge-text.ts'
import { type Conflict, isBinary } from '../git/merge-trees.ts'
import type { Leaf } from '../git/trees.ts'
import { pageOf } from '../pages.ts'
import type { ObjectStore } from '../store/object-store.ts'
import { type Comparison, compare, isFastForward, type MergeInput, mergeOf } from './comparison.ts'

const FILES_AT_MOST = 1_000
const HUNKS_AT_MOST = 1_000

type ConflictsInput = MergeInput & Pick<GetMergeConflictsInput, 'mergeOption'>

/** Both commits, and what keeps them from being merged. */
async function conflictsOf(call: Call, input: ConflictsInput) {
	const comparison = await compare(call, input)
	if (!input.mergeOption) throw refuse('MergeOptionRequiredException')
	const { conflicts } = await mergeOf(comparison, input)
	const forward = input.mergeOption !== 'FAST_FORWARD_MERGE' || (await isFastForward(comparison))
	return { comparison, conflicts, mergeable: forward && conflicts.length === 0 }
}

function idsOf({ source, destination, base }: Comparison) {
	return { sourceCommitId: source.id, destinationCommitId: destination.id, baseCommitId: base }
}

export const getMergeConflicts = operation<GetMergeConflictsInput, object>({
	access: onRepository('GetMergeConflicts'),
	async run(input, call) {
		const { comparison, conflicts, mergeable } = await conflictsOf(call, input)
		const size = countOf(input.maxConflictFiles, FILES_AT_MOST, 'InvalidMaxConflictFilesException')
		const { page, next } = pageOf(conflicts, input.nextToken, size)
		const conflictMetadataList: Array<object> = []
		for (const conflict of page) conflictMetadataList.push(await metadataOf(comparison.objects, conflict))
		return { mergeable, ...idsOf(comparison), conflictMetadataList, nextToken: next }
	},
})

export const describeMergeConflicts = operation<DescribeMergeConflictsInput, object>({
	access: onRepository('DescribeMergeConflicts'),
	async run(input, call) {
		const path = requirePath(input.filePath)
		const { comparison, conflicts } = await conflictsOf(call, input)
		const conflict = conflicts.find((one) => one.path === path)
		if (!conflict) throw refuse('FileDoesNotExistException')
		const size = countOf(input.maxMergeHunks, HUNKS_AT_MOST, 'InvalidMaxMergeHunksException')
		const { page, next } = pageOf(hunksOf(conflict), input.nextToken, size)
		const conflictMetadata = await metadataOf(comparison.objects, conflict)
		return { conflictMetadata, mergeHunks: page, ...idsOf(comparison), nextToken: next }
	},
})

export const batchDescribeMergeConflicts = operation<BatchDescribeMergeConflictsInput, object>({
	access: onRepository('BatchDescribeMergeConflicts'),
	async run({ filePaths = [], ...input }, call) {
		const { comparison, conflicts } = await conflictsOf(call, input)
		const hunks = countOf(input.maxMergeHunks, HUNKS_AT_MOST, 'InvalidMaxMergeHunksException')
		const files = countOf(input.maxConflictFiles, FILES_AT_MOST, 'InvalidMaxConflictFilesException')
		const paths = filePaths.map(requirePath)
		const wanted = conflicts.filter(({ path }) => paths.length === 0 || paths.includes(path))
		const missing = paths.filter((path) => !conflicts.some((conflict) => conflict.path === path))
		const { page, next } = pageOf(wanted, input.nextToken, files)
		const described: Array<object> = []
		for (const conflict of page) {
			const conflictMetadata = await metadataOf(comparison.objects, conflict)
			described.push({ conflictMetadata, mergeHunks: hunksOf(conflict).slice(0, hunks) })
		}
		const exceptionName = 'FileDoesNotExistException'
		const errors = missing.map((filePath) => ({ filePath, exceptionName, message: textOf(exceptionName) }))
		return { conflicts: described, errors, ...idsOf(comparison), nextToken: next }
	},
})

function countOf(
	asked: number | undefined,
	most: number,
	refusal: 'InvalidMaxConflictFilesException' | 'InvalidMaxMergeHunksException',
): number {
	if (asked === undefined) return most
	if (!Number.isInteger(asked) || asked < 1) throw refuse(refusal)
	return Math.min(asked, most)
}

type Sides = Pick<Conflict, 'base' | 'source' | 'destination'>

/** Tells each side that is there in some way. */
function bySide<Told>({ base, source, destination }: Sides, tell: (leaf: Leaf) => Told) {
	return {
		...(source && { source: tell(source) }),
		...(destination && { destination: tell(destination) }),
		...(base && { base: tell(base) }),
	}
}

async function metadataOf(objects: ObjectStore, conflict: Conflict) {
	const { path, base, source, destination, lines } = conflict
	const contents = new Map<string, Uint8Array>()
	for (const leaf of [base, source, destination]) {
		const object = leaf && (await objects.read(leaf.id))
		if (leaf && object) contents.set(leaf.id, object.bytes)
	}
	const bytesOf = ({ id }: Leaf) => contents.get(id) ?? new Uint8Array(0)
	const hunks =
		lines?.hunks.filter(({ changed }) => changed === 'conflict').length ?? (conflict.content ? 1 : 0)
	return {
		filePath: path,
		fileSizes: bySide(conflict, (leaf) => bytesOf(leaf).byteLength),
		fileModes: bySide(conflict, ({ mode }) => modeName(mode)),
		objectTypes: bySide(conflict, ({ mode }) => objectType(mode)),
		numberOfConflicts: hunks + (conflict.mode ? 1 : 0) + (conflict.type ? 1 : 0),
		isBinaryFile: bySide(conflict, (leaf) => isBinary(bytesOf(leaf))),
		contentConflict: conflict.content,
		fileModeConflict: conflict.mode,
		objectTypeConflict: conflict.type,
		mergeOperations: {
			source: changeOf(base, source),
			destination: changeOf(base, destination),
		},
	}
}

function objectType(mode: Leaf['mode']): ObjectTypeEnum {
	return mode === '120000' ? 'SYMBOLIC_LINK' : mode === '160000' ? 'GIT_LINK' : 'FILE'
}

function changeOf(base: Leaf | undefined, side: Leaf | undefined): 'A' | 'M' | 'D' {
	return base === undefined ? 'A' : side === undefined ? 'D' : 'M'
}

function hunksOf({ lines }: Conflict): Array<object> {
	if (!lines) return []
	return lines.hunks.map((hunk) => ({
		isConflict: hunk.changed === 'conflict',
		source: detailOf(lines.texts, 'source', hunk),
		destination: detailOf(lines.texts, 'destination', hunk),
		base: detailOf(lines.texts, 'base', hunk),
	}))
}

/** Lines are counted from 1; the content is in base64, as the console has it. */
function detailOf(texts: Texts, side: keyof Texts, hunk: Hunk) {
	const { start, end }: Lines = hunk[side]
	const hunkContent = Buffer.from(slice(texts[side], hunk[side])).toString('base64')
	return { startLine: start + 1, endLine: end, hunkContent }
}
