import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { course } from './course.server.ts'
import { atomFeed } from './feed.ts'

const parser = new XMLParser({ ignoreAttributes: false })

test('the feed of the course is an Atom feed whose entries have their own ids and lead to its pages', () => {
	const xml = atomFeed('https://filiere.example', course.changes)
	expect(XMLValidator.validate(xml)).toBe(true)
	const { feed } = parser.parse(xml)
	expect(feed).toMatchObject({
		'@_xmlns': 'http://www.w3.org/2005/Atom',
		id: 'https://filiere.example/cours/nouveautes',
		updated: `${course.changes[0]?.date}T00:00:00Z`,
		author: { name: 'Filière' },
	})
	const entries: Array<{ id: string; link: Record<string, string> }> = feed.entry
	expect(entries).toHaveLength(course.changes.length)
	expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
	expect(entries.at(-1)?.link['@_href']).toBe('https://filiere.example/cours/introduction')
})

test('what XML would read as markup is escaped', () => {
	const change = { id: 'a', date: '2026-11-25', title: 'A & <b>', text: '"c"', link: '/cours' }
	const xml = atomFeed('https://filiere.example', [change])
	expect(XMLValidator.validate(xml)).toBe(true)
	expect(parser.parse(xml).feed.entry).toMatchObject({ title: 'A & <b>', summary: '"c"' })
})
