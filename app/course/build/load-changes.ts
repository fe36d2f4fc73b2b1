import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Change } from '../course.ts'
import type { LinkTargets } from './check-links.ts'
import { ContentError } from './content-error.ts'
import { kebabId, line } from './front-matter.ts'
import { readYaml } from './yaml-content.ts'

const changesFile = 'content/changes.yaml'

const schema = z.strictObject({
	changes: z.array(
		z.strictObject({
			id: kebabId,
			date: z.iso.date(),
			title: line,
			text: line,
			link: z.string().startsWith('/'),
		}),
	),
})

/** What is new in the course, the newest first; a course without the file has no news yet. */
export function loadChanges(root: string, targets: LinkTargets): Array<Change> {
	const path = join(root, changesFile)
	if (!existsSync(path)) return []
	const { value, lineOf } = readYaml(schema, readFileSync(path, 'utf8'), changesFile)
	for (const [position, { id, date, link }] of value.changes.entries()) {
		const refuse = (key: string, problem: string): never => {
			throw new ContentError(changesFile, problem, lineOf(['changes', position, key]))
		}
		if (value.changes.findIndex((one) => one.id === id) !== position)
			refuse('id', `two changes have the id "${id}"; give each its own`)
		if (date > (value.changes[position - 1]?.date ?? date))
			refuse('date', `${date} is later than the change above; the newest stands first`)
		if (!targets.has(link)) refuse('link', `"${link}" leads to no page of the site; correct its address`)
	}
	return value.changes
}
