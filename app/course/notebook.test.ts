import { expect, test } from 'vitest'
import { type NotebookSection, notebookMarkdown, notesFrom, searchNotebook } from './notebook.ts'

const headings = [{ id: 'les-étapes', title: 'Les étapes' }]
const written: NotebookSection = {
	slug: 'anatomie',
	part: 'Introduction',
	title: 'Anatomie [V2]',
	path: '/cours/introduction/anatomie',
	headings,
	notes: [
		{ id: '1', text: 'Relire runOrder', heading: null, updatedAt: '2026-11-20T08:00:00.000Z' },
		{
			id: '2',
			text: 'L’étape\n« Déploiement »',
			heading: headings[0] ?? null,
			updatedAt: '2026-11-21T08:00:00.000Z',
		},
	],
}
const gone: NotebookSection = {
	...written,
	slug: 'ancienne',
	title: 'ancienne',
	part: null,
	path: null,
	headings: [],
	notes: [{ id: '3', text: 'Toujours là', heading: null, updatedAt: '2026-11-19T08:00:00.000Z' }],
}

async function found(query: string): Promise<Array<string>> {
	return idsOf(await searchNotebook([written, gone], query))
}

function idsOf(sections: ReadonlyArray<NotebookSection>): Array<string> {
	return sections.flatMap(({ notes }) => notes.map(({ id }) => id))
}

test('an empty query finds every note', async () => {
	expect(await found('  ')).toEqual(['1', '2', '3'])
})

test('words are found without their accents and case, in the text or in the title', async () => {
	expect(await found('DEPLOIEMENT')).toEqual(['2'])
	expect(await found("l'etape")).toEqual(['2'])
	expect(await found('anatomie runorder')).toEqual(['1'])
	expect(await found('etapes')).toEqual(['2'])
})

test('every word must be there', async () => {
	expect(await found('runOrder déploiement')).toEqual([])
})

test('a page of notes holds so many of them, with their lessons', () => {
	expect(idsOf(notesFrom([written, gone], 0, 2))).toEqual(['1', '2'])
	expect(notesFrom([written, gone], 1, 2).map(({ slug, notes }) => [slug, notes.length])).toEqual([
		[written.slug, 1],
		[gone.slug, 1],
	])
	expect(notesFrom([written, gone], 3, 2)).toEqual([])
})

test('the export links each note to its passage and keeps what was typed', () => {
	expect(notebookMarkdown([written, gone], 'https://filiere.example')).toBe(`# Mes notes

## [Anatomie \\[V2\\]](https://filiere.example/cours/introduction/anatomie)

Introduction

### Sur toute la leçon

Relire runOrder

### [Les étapes](https://filiere.example/cours/introduction/anatomie#les-étapes)

L’étape
« Déploiement »

## ancienne (leçon retirée du cours)

### Sur toute la leçon

Toujours là
`)
})
