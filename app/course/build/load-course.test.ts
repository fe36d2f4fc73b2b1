import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ContentError } from './content-error.ts'
import { loadCourse } from './load-course.ts'

const part = '---\ntitle: Bases\nsummary: Pour commencer.\nstatus: published\n---\n\nTexte.\n'
const lesson = `---
title: Étapes
summary: Ce qu’est une étape.
section: Composants
minutes: 10
objectives:
  - Nommer une étape
verified: 2026-11-23
sources:
  - title: Guide
    url: https://docs.aws.amazon.com/
---
Texte.
`
const quiz = `title: Quiz
questions:
  - id: q1
    prompt: Combien ?
    type: single
    lesson: etapes
    choices:
      - { text: Deux, correct: true, explanation: Oui. }
      - { text: Trois, correct: false, explanation: Non. }
`
const good = {
	'01-bases/index.mdx': part,
	'01-bases/01-etapes.mdx': lesson,
	'01-bases/quiz.yaml': quiz,
}

/** A project whose content is these files; removed when the test ends. */
function projectOf(files: Record<string, string>) {
	const root = mkdtempSync(join(tmpdir(), 'course-'))
	for (const [name, text] of Object.entries(files)) {
		const file = join(root, 'content/modules', name)
		mkdirSync(dirname(file), { recursive: true })
		writeFileSync(file, text)
	}
	return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true }) }
}

function refusal(files: Record<string, string>): ContentError {
	using project = projectOf(files)
	try {
		loadCourse(project.root)
	} catch (error) {
		if (error instanceof ContentError) return error
		throw error
	}
	throw new Error('the content was accepted')
}

test('a good tree becomes parts, lessons and a quiz, with the numbers out of the slugs', () => {
	using project = projectOf({
		...good,
		'02-suite/index.mdx': '---\ntitle: Suite\nsummary: Après.\nstatus: planned\nplanned: [Artefacts]\n---\n',
	})
	const { parts } = loadCourse(project.root)
	expect(parts.map(({ number, slug, status }) => [number, slug, status])).toEqual([
		[1, 'bases', 'published'],
		[2, 'suite', 'planned'],
	])
	expect(parts[0]?.lessons[0]).toMatchObject({
		number: 1,
		slug: 'etapes',
		minutes: 10,
		verified: '2026-11-23',
	})
	expect(parts[0]?.quiz?.questions[0]?.choices).toHaveLength(2)
	expect(parts[1]?.planned).toEqual(['Artefacts'])
})

test('a wrong value is refused with its file, its line and its key', () => {
	const error = refusal({ ...good, '01-bases/01-etapes.mdx': lesson.replace('minutes: 10', 'minutes: dix') })
	expect(error.file).toBe('content/modules/01-bases/01-etapes.mdx')
	expect(error.line).toBe(5)
	expect(error.message).toContain('"minutes"')
})

test('a missing key is named', () => {
	const error = refusal({ ...good, '01-bases/01-etapes.mdx': lesson.replace('verified: 2026-11-23\n', '') })
	expect(error.message).toContain('01-etapes.mdx:2: "verified"')
})

test('an unknown key is refused', () => {
	const error = refusal({ ...good, '01-bases/01-etapes.mdx': lesson.replace('minutes', 'duree: 1\nminutes') })
	expect(error.message).toContain('duree')
})

test('a source that is not https is refused at its line', () => {
	const error = refusal({ ...good, '01-bases/01-etapes.mdx': lesson.replace('https:', 'http:') })
	expect(error.line).toBe(11)
	expect(error.message).toContain('"sources.0.url"')
})

test('YAML that does not parse is refused at its line', () => {
	const error = refusal({ ...good, '01-bases/index.mdx': part.replace('title: Bases', 'title: "Bases') })
	expect(error.file).toBe('content/modules/01-bases/index.mdx')
	expect(error.message).toContain('invalid YAML')
})

test('a lesson without front matter is refused', () => {
	const error = refusal({ ...good, '01-bases/01-etapes.mdx': 'Texte.\n' })
	expect(error.message).toContain('no front matter')
})

test('a part without index.mdx is refused', () => {
	const error = refusal({ '01-bases/01-etapes.mdx': lesson })
	expect(error.message).toContain('content/modules/01-bases/index.mdx: missing')
})

test('a file whose name is not NN-slug is refused', () => {
	const error = refusal({ ...good, '01-bases/Etapes.mdx': lesson })
	expect(error.message).toContain('"Etapes" is not NN-slug')
})

test('two lessons of one slug are refused, even in two parts', () => {
	const error = refusal({ ...good, '02-suite/index.mdx': part, '02-suite/05-etapes.mdx': lesson })
	expect(error.file).toBe('content/modules/02-suite/05-etapes.mdx')
	expect(error.message).toContain('already taken by content/modules/01-bases/01-etapes.mdx')
})

test('two lessons of one number are refused', () => {
	const error = refusal({ ...good, '01-bases/01-actions.mdx': lesson })
	expect(error.message).toContain('the number 1 is already taken')
})

test('a published part has lessons, a planned part says what is to come', () => {
	expect(refusal({ '01-bases/index.mdx': part }).message).toContain('has no lesson')
	const planned = part.replace('published', 'planned')
	expect(refusal({ '01-bases/index.mdx': planned }).message).toContain('list the titles of its sections')
})

test('a quiz names lessons of its part', () => {
	const error = refusal({ ...good, '01-bases/quiz.yaml': quiz.replace('lesson: etapes', 'lesson: actions') })
	expect(error.message).toContain('no lesson "actions"')
})

test('a question with one answer has exactly one correct choice', () => {
	const error = refusal({ ...good, '01-bases/quiz.yaml': quiz.replace('correct: false', 'correct: true') })
	expect(error.line).toBe(8)
	expect(error.message).toContain('exactly one correct choice')
})

test('two questions of one id are refused', () => {
	const again = quiz.slice(quiz.indexOf('  - id'))
	expect(refusal({ ...good, '01-bases/quiz.yaml': quiz + again }).message).toContain(
		'two questions have the same id',
	)
})
