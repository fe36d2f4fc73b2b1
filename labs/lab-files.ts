import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

/** `NN-slug` */
const NUMBERED = /^(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/

/** The server runs `labs/` from its sources, so that the folders are beside this file. */
const LABS = import.meta.dirname

export interface LabFolder {
	number: number
	slug: string
	/** Name of the folder below `labs/`. */
	name: string
}

/** The numbered folders, in order. A name that starts with a digit and is not `NN-slug` throws. */
export function labFolders(): Array<LabFolder> {
	return readdirSync(LABS, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && /^\d/.test(entry.name))
		.map(({ name }) => {
			const [, number, slug] = NUMBERED.exec(name) ?? []
			if (!number || !slug) throw new Error(`labs/${name}: a lab's folder is named NN-slug`)
			return { number: Number(number), slug, name }
		})
		.sort((one, other) => one.number - other.number)
}

/**
 * Files below a folder of a lab, by their path there; a scene outside the catalog has
 * a folder without a number. They do not change while the process lives.
 */
export function readLabFiles(slug: string, folder: string): Record<string, Uint8Array> {
	const key = `${slug}/${folder}`
	const known = READ.get(key)
	if (known) return { ...known }
	const name = labFolders().find((one) => one.slug === slug)?.name ?? slug
	if (!existsSync(join(LABS, name, 'files'))) throw new Error(`labs/ has no folder for the lab ${slug}`)
	const root = join(LABS, name, 'files', folder)
	const files: Record<string, Uint8Array> = {}
	for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue
		const path = join(entry.parentPath, entry.name)
		files[path.slice(root.length + 1).replaceAll(sep, '/')] = readFileSync(path)
	}
	READ.set(key, files)
	return { ...files }
}

const READ = new Map<string, Record<string, Uint8Array>>()

/** What a learner finds in their home at the start, by path relative to it. */
export function startingFiles(scene: { slug: string }): Record<string, Uint8Array> {
	return readLabFiles(scene.slug, 'home')
}
