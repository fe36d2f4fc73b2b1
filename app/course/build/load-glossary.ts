import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { GlossaryTerm } from '../glossary.ts'
import { ContentError } from './content-error.ts'
import { kebabId, line } from './front-matter.ts'
import { readYaml } from './yaml-content.ts'

export const glossaryFile = 'content/glossary.yaml'

const schema = z.strictObject({
	terms: z.array(
		z.strictObject({
			id: kebabId,
			term: line,
			english: line,
			aliases: z.array(line).default([]),
			definition: line,
			see: z.array(kebabId).default([]),
		}),
	),
})

/** The glossary under `root`, validated. Throws ContentError at the first entry that does not hold. */
export function loadGlossary(root: string): Array<GlossaryTerm> {
	const path = join(root, glossaryFile)
	if (!existsSync(path)) throw new ContentError(glossaryFile, 'missing; it holds the words of the course')
	const { value, lineOf } = readYaml(schema, readFileSync(path, 'utf8'), glossaryFile)
	const ids = new Set(value.terms.map(({ id }) => id))
	const owners = new Map<string, string>()
	for (const [position, { id, english, aliases, see }] of value.terms.entries()) {
		const refuse = (key: string, problem: string): never => {
			throw new ContentError(glossaryFile, problem, lineOf(['terms', position, key]))
		}
		if (owners.get(`#${id}`)) refuse('id', `two terms have the id "${id}"; give each its own`)
		owners.set(`#${id}`, id)
		for (const name of new Set([english, ...aliases].map((one) => one.toLowerCase()))) {
			const owner = owners.get(name)
			if (owner) refuse('english', `"${name}" already names the term "${owner}"; keep it in one of them`)
			owners.set(name, id)
		}
		const lost = see.find((other) => !ids.has(other) || other === id)
		if (lost) refuse('see', `"see" names "${lost}", which is not another term; correct its id`)
	}
	return value.terms
}

let kept: { path: string; changed: number; terms: Array<GlossaryTerm> } | undefined

/** The same, read again only when the file has changed: every page of the course asks for it. */
export function currentGlossary(root: string): Array<GlossaryTerm> {
	const path = join(root, glossaryFile)
	const changed = existsSync(path) ? statSync(path).mtimeMs : 0
	if (kept?.path !== path || kept.changed !== changed) kept = { path, changed, terms: loadGlossary(root) }
	return kept.terms
}
