import type { CreateCommitInput, PutFileEntry } from '@aws-sdk/client-codecommit'
import { refuse } from '../codecommit-error.ts'
import { type GitObject, type ObjectReader, objectId } from '../git/objects.ts'
import { findEntry, type Leaf } from '../git/trees.ts'
import { modeOf } from './modes.ts'
import { placeOf } from './path-conflicts.ts'
import { requirePath } from './paths.ts'

// What CreateCommit is asked to do with files.

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const ENTRIES_AT_MOST = 100
const CONTENT_BYTES_AT_MOST = 7 * 1024 * 1024

/** What becomes of paths, and the files that are new. */
export interface FileEdits {
	edits: Map<string, Leaf | null>
	fresh: Array<GitObject & { id: string }>
}

type Files = Pick<CreateCommitInput, 'putFiles' | 'deleteFiles' | 'setFileModes'>

/** Reads the files of a commit against the tree that they change. Throws what CreateCommit refuses with. */
export async function fileEdits(objects: ObjectReader, tree: string, files: Files): Promise<FileEdits> {
	const { putFiles = [], deleteFiles = [], setFileModes = [] } = files
	const all = [...putFiles, ...deleteFiles, ...setFileModes]
	if (all.length === 0) throw refuse('FileEntryRequiredException')
	if (all.length > ENTRIES_AT_MOST) throw refuse('MaximumFileEntriesExceededException')
	const paths = all.map(({ filePath }) => requirePath(filePath))
	if (new Set(paths).size < paths.length) throw refuse('SamePathRequestException')
	assertNoFolders(putFiles.map(({ filePath }) => requirePath(filePath)))
	const content = putFiles.reduce((sum, { fileContent }) => sum + (fileContent?.byteLength ?? 0), 0)
	if (content > CONTENT_BYTES_AT_MOST) throw refuse('FileContentSizeLimitExceededException')
	const found: FileEdits = { edits: new Map(), fresh: [] }
	for (const { filePath } of deleteFiles) {
		const path = requirePath(filePath)
		await requireFile(objects, tree, path)
		found.edits.set(path, null)
	}
	for (const { filePath, fileMode } of setFileModes) {
		const path = requirePath(filePath)
		if (!fileMode) throw refuse('FileModeRequiredException')
		const { id } = await requireFile(objects, tree, path)
		found.edits.set(path, { mode: modeOf(fileMode), id })
	}
	for (const entry of putFiles) await putEntry(objects, tree, entry, found)
	return found
}

/** A path of one request that is a folder of another's. */
function assertNoFolders(paths: ReadonlyArray<string>): void {
	const all = new Set(paths)
	const isFolder = paths.some((path) =>
		path.split('/').some((_, depth, parts) => depth > 0 && all.has(parts.slice(0, depth).join('/'))),
	)
	if (isFolder) throw refuse('PutFileEntryConflictException')
}

async function requireFile(objects: ObjectReader, tree: string, path: string) {
	const entry = await findEntry(objects, tree, path)
	if (!entry || entry.mode === '40000' || entry.mode === '160000') throw refuse('FileDoesNotExistException')
	return entry
}

async function putEntry(
	objects: ObjectReader,
	tree: string,
	{ filePath, fileMode, fileContent, sourceFile }: PutFileEntry,
	{ edits, fresh }: FileEdits,
): Promise<void> {
	const path = requirePath(filePath)
	if (fileContent && sourceFile) throw refuse('FileContentAndSourceFileSpecifiedException')
	if (!fileContent && !sourceFile) throw refuse('SourceFileOrContentRequiredException')
	const blocked = [...edits].some(([gone, leaf]) => leaf === null && path.startsWith(`${gone}/`))
	const there = blocked ? undefined : await placeOf(objects, tree, path)
	if (sourceFile) {
		const from = requirePath(sourceFile.filePath)
		const source = await requireFile(objects, tree, from)
		edits.set(path, { mode: fileMode ? modeOf(fileMode) : source.mode, id: source.id })
		if (sourceFile.isMove && from !== path) edits.set(from, null)
		return
	}
	const blob: GitObject = { type: 'blob', bytes: fileContent ?? new Uint8Array(0) }
	const id = await objectId(blob)
	const mode = fileMode ? modeOf(fileMode) : (there?.mode ?? '100644')
	if (there?.id !== id) fresh.push({ ...blob, id })
	edits.set(path, { mode, id })
}
