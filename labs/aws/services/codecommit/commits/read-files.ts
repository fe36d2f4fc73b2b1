import type { GetBlobInput, GetFileInput, GetFolderInput } from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { onRepository } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { OBJECT_ID, type ObjectReader } from '../git/objects.ts'
import { entriesOf, findEntry, type TreeEntry } from '../git/trees.ts'
import { requireCommit } from '../refs/specifiers.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import { modeName } from './modes.ts'
import { folderPath, requirePath } from './paths.ts'

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const FILE_BYTES_AT_MOST = 6 * 1024 * 1024

async function contentOf(objects: ObjectReader, id: string): Promise<Uint8Array> {
	const blob = await objects.read(id)
	if (blob?.type !== 'blob') throw refuse('BlobIdDoesNotExistException')
	if (blob.bytes.byteLength > FILE_BYTES_AT_MOST) throw refuse('FileTooLargeException')
	return blob.bytes
}

export const getBlob = operation<GetBlobInput, object>({
	access: onRepository('GetBlob'),
	async run({ repositoryName, blobId }, call) {
		const objects = objectsOf(call, requireRepository(call, repositoryName))
		if (!blobId) throw refuse('BlobIdRequiredException')
		if (!OBJECT_ID.test(blobId)) throw refuse('InvalidBlobIdException')
		return { content: await contentOf(objects, blobId) }
	},
})

export const getFile = operation<GetFileInput, object>({
	access: onRepository('GetFile'),
	async run({ repositoryName, commitSpecifier, filePath }, call) {
		const repository = requireRepository(call, repositoryName)
		const objects = objectsOf(call, repository)
		const path = requirePath(filePath)
		const { id, commit } = await requireCommit(call, repository, objects, commitSpecifier)
		const entry = await findEntry(objects, commit.tree, path)
		if (!entry || entry.mode === '40000' || entry.mode === '160000') throw refuse('FileDoesNotExistException')
		const fileContent = await contentOf(objects, entry.id)
		return {
			commitId: id,
			blobId: entry.id,
			filePath: path,
			fileMode: modeName(entry.mode),
			fileSize: fileContent.byteLength,
			fileContent,
		}
	},
})

export const getFolder = operation<GetFolderInput, object>({
	access: onRepository('GetFolder'),
	async run({ repositoryName, commitSpecifier, folderPath: given }, call) {
		const repository = requireRepository(call, repositoryName)
		const objects = objectsOf(call, repository)
		const path = folderPath(given)
		const { id, commit } = await requireCommit(call, repository, objects, commitSpecifier)
		const folder = path === '' ? undefined : await findEntry(objects, commit.tree, path)
		if (path !== '' && folder?.mode !== '40000') throw refuse('FolderDoesNotExistException')
		const treeId = folder?.id ?? commit.tree
		return { commitId: id, folderPath: path, treeId, ...contents(path, await entriesOf(objects, treeId)) }
	},
})

function contents(folder: string, entries: ReadonlyArray<TreeEntry>) {
	const paths = ({ name }: TreeEntry) => ({
		absolutePath: folder === '' ? name : `${folder}/${name}`,
		relativePath: name,
	})
	const file = (entry: TreeEntry) => ({ blobId: entry.id, ...paths(entry), fileMode: modeName(entry.mode) })
	const of = (...modes: Array<TreeEntry['mode']>) => entries.filter(({ mode }) => modes.includes(mode))
	return {
		subFolders: of('40000').map((entry) => ({ treeId: entry.id, ...paths(entry) })),
		files: of('100644', '100755').map(file),
		symbolicLinks: of('120000').map(file),
		subModules: of('160000').map((entry) => ({ commitId: entry.id, ...paths(entry) })),
	}
}
