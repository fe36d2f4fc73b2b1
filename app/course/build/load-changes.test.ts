import { expect, test } from 'vitest'
import { loadCourse } from './load-course.ts'
import { good, projectOf, refusal } from './project.fixture.ts'

const file = 'content/changes.yaml'
const change = (id: string, date: string, link = '/cours/bases') =>
	`  - { id: ${id}, date: ${date}, title: Neuf, text: Une leçon., link: ${link} }\n`

test('changes are read in their order', () => {
	using project = projectOf({
		...good,
		[file]: `changes:\n${change('b', '2026-11-25')}${change('a', '2026-11-23', '/glossaire')}`,
	})
	expect(loadCourse(project.root).changes.map(({ id, link }) => [id, link])).toEqual([
		['b', '/cours/bases'],
		['a', '/glossaire'],
	])
})

test('a change that leads to no page is refused with its line', () => {
	const error = refusal({ [file]: `changes:\n${change('a', '2026-11-23', '/cours/rien')}` })
	expect(error.message).toBe(
		'content/changes.yaml:2: "/cours/rien" leads to no page of the site; correct its address',
	)
})

test('an older change above a newer one is refused', () => {
	const error = refusal({ [file]: `changes:\n${change('a', '2026-11-23')}${change('b', '2026-11-25')}` })
	expect(error.message).toContain('content/changes.yaml:3: 2026-11-25 is later than the change above')
})

test('two changes of one id are refused', () => {
	const error = refusal({ [file]: `changes:\n${change('a', '2026-11-23')}${change('a', '2026-11-23')}` })
	expect(error.message).toContain('content/changes.yaml:3: two changes have the id "a"')
})
