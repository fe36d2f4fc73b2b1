import { expect, test } from 'vitest'
import { forPaper } from './paper-markup.ts'

const place = {
	lesson: 'etapes',
	part: { slug: 'bases', lessons: [{ slug: 'etapes' }, { slug: 'artefacts' }] },
	origin: 'https://filiere.example',
}

test('headings go one level down', () => {
	expect(forPaper('<h2 class="a">A</h2><h3>B</h3><hr/>', place)).toBe('<h3 class="a">A</h3><h4>B</h4><hr/>')
})

test('ids and what names them are the lesson’s own', () => {
	expect(forPaper('<a href="#x" aria-describedby="t"></a><i id="x"></i><i id="t"></i>', place)).toBe(
		'<a href="#etapes--x" aria-describedby="etapes--t"></a><i id="etapes--x"></i><i id="etapes--t"></i>',
	)
})

test('a link to a lesson of the part stays on the paper; another gets the address of the site', () => {
	expect(forPaper('<a href="/cours/bases/artefacts">', place)).toBe('<a href="#lecon-artefacts">')
	expect(forPaper('<a href="/cours/bases/artefacts#zip">', place)).toBe('<a href="#artefacts--zip">')
	expect(forPaper('<a href="/glossaire#etape">', place)).toBe(
		'<a href="https://filiere.example/glossaire#etape">',
	)
	expect(forPaper('<a href="https://docs.aws.amazon.com/">', place)).toBe(
		'<a href="https://docs.aws.amazon.com/">',
	)
})
