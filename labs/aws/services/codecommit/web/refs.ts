import type { Scope, WorldReader } from '../../../world/world.ts'
import { type Repository, references } from '../collections.ts'
import { readTag } from '../git/commits.ts'
import type { ObjectReader } from '../git/objects.ts'

export interface Ref {
	name: string
	id: string
}

/** Every reference of a repository, by name. */
export function refsOf(world: WorldReader, scope: Scope, { id }: Readonly<Repository>): Array<Ref> {
	const prefix = `${id}/`
	return world
		.entries(references, scope, { prefix })
		.map(([key, { objectId }]) => ({ name: key.slice(prefix.length), id: objectId }))
}

/** Where HEAD points: the default branch, when it is there. */
export function headOf({ defaultBranch }: Readonly<Repository>, refs: ReadonlyArray<Ref>): Ref | undefined {
	return refs.find(({ name }) => name === `refs/heads/${defaultBranch}`)
}

/** The object that an annotated tag is of; undefined for anything else. */
export async function peeled(objects: ObjectReader, { name, id }: Ref): Promise<string | undefined> {
	if (!name.startsWith('refs/tags/') || (await objects.typeOf(id)) !== 'tag') return
	const object = await objects.read(id)
	return object && readTag(object.bytes).object
}
