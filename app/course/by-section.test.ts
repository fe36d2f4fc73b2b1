import { expect, test } from 'vitest'
import { bySection } from './by-section.ts'

test('lessons stand under their headings, with their place in the part', () => {
	const lessons = ['Étapes', 'Étapes', 'Actions'].map((section, index) => ({ section, title: `L${index}` }))
	expect(bySection(lessons).map(({ section, first, lessons }) => [section, first, lessons.length])).toEqual([
		['Étapes', 1, 2],
		['Actions', 3, 1],
	])
})
