import { type Call, operation } from '../../../service.ts'
import { repositoryAccess } from '../arns.ts'
import type { Repository } from '../collections.ts'
import { IndexedPack } from '../git/indexed-pack.ts'
import { isRefName } from '../git/ref-names.ts'
import { referenceTarget, standsInWay } from '../refs/targets.ts'
import { moveReferences } from '../refs/update.ts'
import { objectsOf, requireRepository } from '../repositories/find.ts'
import type { ObjectStore } from '../store/object-store.ts'

/** A reference that is to move, as git says it; nothing is left out. */
export interface Move {
	name: string
	before?: string
	after?: string
}

export interface GitPushInput {
	repositoryName?: string
	moves?: ReadonlyArray<Move>
	/** New objects, checked, as `writeIndexedPack` writes them. */
	pack?: Uint8Array
	/** All references move, or none. */
	atomic?: boolean
}

/** Why a reference did not move, by its name; the others did. */
export interface GitPushOutput {
	refused: Record<string, string>
}

/**
 * What IAM is asked, and the journal keeps, when git pushes; the API has no such
 * operation. It is asked once without references, before git says which, and
 * then for each: https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html
 */
export const gitPush = operation<GitPushInput, GitPushOutput>({
	access: ({ repositoryName = '' }, call) => repositoryAccess(call, 'GitPush', repositoryName),
	async run({ repositoryName, moves = [], pack, atomic = false }, call) {
		const repository = requireRepository(call, repositoryName)
		const objects = objectsOf(call, repository)
		const entries = pack ? new IndexedPack(pack).entries() : []
		const fresh = []
		for (const kept of entries) if (!(await objects.entry(kept.id))) fresh.push(kept)
		await objects.saveEntries(fresh, call.world, (bytes) => call.blobs.put(bytes))
		const refused: Record<string, string> = {}
		const fine: Array<Move> = []
		const names = new NewNames()
		for (const move of moves) {
			const reason = (await refusalOf(call, repository, objects, move)) ?? names.refusalOf(move)
			if (reason === undefined) fine.push(move)
			else refused[move.name] = reason
		}
		if (atomic && fine.length < moves.length) {
			for (const { name } of fine) refused[name] = 'atomic transaction failed'
			return { refused }
		}
		if (fine.length > 0) await moveReferences(call, repository, fine)
		return { refused }
	},
})

/** Why a reference may not move, in git's words where it has some. */
async function refusalOf(
	call: Call,
	repository: Readonly<Repository>,
	objects: ObjectStore,
	{ name, before, after }: Move,
): Promise<string | undefined> {
	if (!isRefName(name)) return 'funny refname'
	const access = repositoryAccess(call, 'GitPush', repository.name, [name])
	// AWS's words for it are not known.
	if (!call.decide(access).allowed) return `not authorized to perform codecommit:GitPush on ${name}`
	const now = referenceTarget(call, repository, name)
	if (now !== before)
		return now !== undefined && before === undefined ? 'reference already exists' : 'failed to update ref'
	if (after === undefined) {
		const isDefault = name === `refs/heads/${repository.defaultBranch}`
		return isDefault ? 'deletion of the current branch prohibited' : undefined
	}
	const type = await objects.typeOf(after)
	if (type === undefined) return 'missing necessary objects'
	if (name.startsWith('refs/heads/') && type !== 'commit') return 'cannot update ref: it is no commit'
	if (now === undefined && standsInWay(call, repository, name)) return 'cannot lock ref'
}

/** The names that one push makes: none of them may be a folder of another. */
class NewNames {
	readonly #names = new Set<string>()
	readonly #folders = new Set<string>()

	refusalOf({ name, after }: Move): string | undefined {
		if (after === undefined) return
		const parts = name.split('/')
		const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
		if (this.#folders.has(name) || above.some((folder) => this.#names.has(folder))) return 'cannot lock ref'
		this.#names.add(name)
		for (const folder of above) this.#folders.add(folder)
	}
}
