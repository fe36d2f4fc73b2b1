import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { PlannedLab } from '../course.ts'
import { ContentError } from './content-error.ts'
import { kebabId, line } from './front-matter.ts'
import { readYaml } from './yaml-content.ts'

export const labsFile = 'content/labs.yaml'

const schema = z.strictObject({ labs: z.array(z.strictObject({ id: kebabId, title: line })) })

/** The labs that the course announces, whether or not they are open. */
export function loadLabs(root: string): Array<PlannedLab> {
	const path = join(root, labsFile)
	if (!existsSync(path)) throw new ContentError(labsFile, 'missing; it names the labs of the course')
	const { value, lineOf } = readYaml(schema, readFileSync(path, 'utf8'), labsFile)
	for (const [position, { id }] of value.labs.entries()) {
		if (value.labs.findIndex((lab) => lab.id === id) === position) continue
		throw new ContentError(
			labsFile,
			`two labs have the id "${id}"; give each its own`,
			lineOf(['labs', position, 'id']),
		)
	}
	return value.labs
}

/** Folders of the labs that are open, by slug. */
export function labFolders(root: string): Map<string, string> {
	if (!existsSync(join(root, 'labs'))) return new Map()
	const names = readdirSync(join(root, 'labs')).filter((name) => /^\d\d-/.test(name))
	return new Map(names.map((name) => [name.slice(3), name]))
}
