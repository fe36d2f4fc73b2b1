import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SITE_PAGES } from './check-links.ts'
import { loadCourse } from './load-course.ts'
import { good, lesson, projectOf, refusal } from './project.fixture.ts'

const etapes = 'content/modules/01-bases/01-etapes.mdx'

/** Why a lesson that ends with these lines is refused; they start at line 15. */
function refusalOf(...lines: Array<string>) {
	return refusal({ [etapes]: `${lesson}\n${lines.join('\n')}\n` })
}

test('a lesson may link to lessons, labs, terms and their anchors', () => {
	const text = `${lesson}
## Où <En>est-ce</En> ?

[a](/cours/bases) [b](/cours/bases/etapes#où-est-ce-) [c](#où-est-ce-) [d](/cours/bases/quiz)
[e](/ateliers/premier) [f](/glossaire#etape) [g](https://docs.aws.amazon.com/) [h](/examen)
`
	using project = projectOf({ ...good, [etapes]: text })
	expect(loadCourse(project.root).parts).toHaveLength(1)
})

test('a link to a page that does not exist is refused at its line', () => {
	expect(refusalOf('Voir', '[ici](/cours/bases/actions).').message).toBe(
		`${etapes}:16: the link "/cours/bases/actions" leads to no page of the site; correct its address, or write that page`,
	)
	expect(refusalOf('[x](/ateliers/second)').message).toContain('leads to no page')
	expect(refusalOf('<a href="/nulle-part">x</a>').message).toContain('leads to no page')
})

test('a link to an anchor that its page does not have is refused with those that it has', () => {
	expect(refusalOf('[x](/glossaire#action)').message).toContain('names no anchor of that page; it has #etape')
	expect(refusalOf('## Suite', '[x](#fin)').message).toContain('it has #suite')
})

test('a relative link is refused', () => {
	expect(refusalOf('[x](02-actions.mdx)').message).toContain('is relative; write the address of the page')
})

test('a dead link of a lab’s instructions is refused too', () => {
	const error = refusal({ 'labs/01-premier/instructions.mdx': '## A\n\n[x](/cours/rien)\n' })
	expect(error.message).toContain('labs/01-premier/instructions.mdx:3: the link "/cours/rien"')
})

test('an unknown component is refused at its line, with those that exist', () => {
	const error = refusalOf('<Astuce>', '', 'Texte.', '', '</Astuce>')
	expect(error.message).toContain(`${etapes}:15: there is no component <Astuce>; use one of En, Note`)
})

test('a component’s attributes are those that it understands', () => {
	expect(refusalOf('<Piege title="Non">', 'x', '</Piege>').message).toContain(
		'<Piege> does not know "title"; it takes titre',
	)
	expect(refusalOf('<Schema legende="Non">', '</Schema>').message).toContain('<Schema> needs titre="…"')
})

test('MDX that does not parse is refused at its line', () => {
	const error = refusalOf('Un <Piege> ouvert.')
	expect(error.message).toContain('invalid MDX')
	expect(error.line).toBe(15)
})

test('the pages that a lesson may link to are pages of the site', () => {
	const routes = readFileSync('app/routes.ts', 'utf8')
	const known = [...routes.matchAll(/route\('([^':]+)'/g)].map(([, path]) => `/${path}`)
	expect(SITE_PAGES.filter((path) => path !== '/' && !known.includes(path))).toEqual([])
})
