import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Course, coursePath, type Part } from '../course.ts'
import { checkComponents } from './check-components.ts'
import { checkLinks, type LinkTargets, SITE_PAGES } from './check-links.ts'
import { ContentError } from './content-error.ts'
import { loadExamples } from './examples.ts'
import { loadChanges } from './load-changes.ts'
import { loadGlossary } from './load-glossary.ts'
import { labFolders, loadLabs } from './load-labs.ts'
import { loadPart, modules } from './load-part.ts'
import { type MdxPage, readMdxPage } from './mdx-page.ts'

/** The whole course under `root`, validated. Throws ContentError at the first thing that cannot be published. */
export function loadCourse(root: string): Course {
	const labs = loadLabs(root)
	const glossary = loadGlossary(root)
	const folders = readdirSync(join(root, modules), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort()
	const parts = folders.map((folder) => loadPart(root, folder, labs))
	refuseDuplicates(parts.map(({ slug, file }) => ({ slug, file })))
	refuseDuplicates(parts.flatMap(({ lessons }) => lessons.map(({ slug, file }) => ({ slug, file }))))
	const targets = checkPages(root, { parts, glossary })
	const lessons = parts.flatMap((part) => part.lessons)
	const examples = loadExamples(lessons.map(({ file }) => readMdxPage(root, file)))
	return { parts, labs, glossary, examples, changes: loadChanges(root, targets) }
}

/** Holds the text of every page against the components and the addresses that there are. Returns these. */
function checkPages(root: string, { parts, glossary }: Pick<Course, 'parts' | 'glossary'>): LinkTargets {
	const pages = new Map<string, MdxPage>()
	for (const [address, file] of [...parts.flatMap(partPages), ...labPages(root)])
		pages.set(address, readMdxPage(root, file))

	const targets: LinkTargets = new Map(SITE_PAGES.map((address) => [address, {}]))
	targets.set('/glossaire', { anchors: glossary.map(({ id }) => id) })
	for (const [address, page] of pages) targets.set(address, { page })
	for (const part of parts) if (part.quiz) targets.set(coursePath(part, 'quiz'), {})

	for (const [address, page] of pages) {
		checkComponents(page)
		checkLinks(page, address, targets)
	}
	return targets
}

function partPages(part: Part): Array<[address: string, file: string]> {
	return [
		[coursePath(part), part.file],
		...part.lessons.map((lesson): [string, string] => [coursePath(part, lesson), lesson.file]),
	]
}

function labPages(root: string): Array<[address: string, file: string]> {
	return [...labFolders(root)]
		.map(([slug, folder]): [string, string] => [`/ateliers/${slug}`, `labs/${folder}/instructions.mdx`])
		.filter(([, file]) => existsSync(join(root, file)))
}

function refuseDuplicates(pages: Array<{ slug: string; file: string }>) {
	const seen = new Map<string, string>()
	for (const { slug, file } of pages) {
		const other = seen.get(slug)
		if (other)
			throw new ContentError(file, `the slug "${slug}" is already taken by ${other}; rename one of them`)
		seen.set(slug, file)
	}
}
