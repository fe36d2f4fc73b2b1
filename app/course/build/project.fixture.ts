import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ContentError } from './content-error.ts'
import { loadCourse } from './load-course.ts'

// The smallest course that is accepted, and what is said of one that is not.

export const part = '---\ntitle: Bases\nsummary: Pour commencer.\nstatus: published\n---\n\nTexte.\n'

export const lesson = `---
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

const question = `prompt: Combien ?
    type: single
    choices:
      - { text: Deux, correct: true, explanation: Oui. }
      - { text: Trois, correct: false, explanation: Non. }
`

export const quiz = `title: Quiz
questions:
  - id: q1
    lesson: etapes
    ${question}`

export const checks = `questions:
  - id: q1
    ${question}  - id: q2
    ${question}  - id: q3
    ${question}`

export const glossary = `terms:
  - id: etape
    term: étape
    english: stage
    definition: Un groupe d’actions.
`

export const good: Record<string, string> = {
	'content/labs.yaml': 'labs:\n  - { id: a1, title: Premier }\n  - { id: a2, title: Second }\n',
	'content/glossary.yaml': glossary,
	'labs/01-premier/instructions.mdx': '## Créer\n',
	'content/modules/01-bases/index.mdx': part,
	'content/modules/01-bases/01-etapes.mdx': lesson,
	'content/modules/01-bases/01-etapes.yaml': checks,
	'content/modules/01-bases/quiz.yaml': quiz,
}

/** A project that holds these files, by path; removed when the test ends. */
export function projectOf(files: Record<string, string>) {
	const root = mkdtempSync(join(tmpdir(), 'course-'))
	for (const [name, text] of Object.entries(files)) {
		const file = join(root, name)
		mkdirSync(dirname(file), { recursive: true })
		writeFileSync(file, text)
	}
	return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true }) }
}

/** Why a project is refused: the good one with these files besides or instead, or without where undefined. */
export function refusal(changes: Record<string, string | undefined>): ContentError {
	const files = Object.entries({ ...good, ...changes }).filter(
		(entry): entry is [string, string] => !!entry[1],
	)
	using project = projectOf(Object.fromEntries(files))
	try {
		loadCourse(project.root)
	} catch (error) {
		if (error instanceof ContentError) return error
		throw error
	}
	throw new Error('the content was accepted')
}
