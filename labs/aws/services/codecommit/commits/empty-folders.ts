import type { GitObject } from '../git/objects.ts'

/** A file with nothing in it. */
export const EMPTY_FILE: GitObject & { id: string } = {
	type: 'blob',
	bytes: new Uint8Array(0),
	id: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
}

/** What keeps a folder that would be empty: the merges' documentation says `.gitkeep`, CreateCommit's `..gitkeep`. */
export function keeperOf(path: string): string {
	return `${path.slice(0, path.lastIndexOf('/'))}/.gitkeep`
}
