import { expect, test } from 'vitest'
import { loadCourse } from './load-course.ts'
import { checks, good, lesson, part, projectOf, quiz, refusal } from './project.fixture.ts'

const index = 'content/modules/01-bases/index.mdx'
const etapes = 'content/modules/01-bases/01-etapes.mdx'
const quizFile = 'content/modules/01-bases/quiz.yaml'

test('a good tree becomes parts, lessons and a quiz, with the numbers out of the slugs', () => {
	using project = projectOf({
		...good,
		'content/modules/02-suite/index.mdx':
			'---\ntitle: Suite\nsummary: Après.\nstatus: planned\nplanned: [Artefacts]\n---\n',
	})
	const { parts, labs, glossary } = loadCourse(project.root)
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
	expect(parts[0]?.lessons[0]?.checks.map(({ id }) => id)).toEqual(['q1', 'q2', 'q3'])
	expect(parts[0]?.quiz?.questions[0]?.choices).toHaveLength(2)
	expect(parts[1]?.planned).toEqual(['Artefacts'])
	expect(labs.map(({ id }) => id)).toEqual(['a1', 'a2'])
	expect(glossary.map(({ english }) => english)).toEqual(['stage'])
})

test('a wrong value is refused with its file, its line and its key', () => {
	const error = refusal({ [etapes]: lesson.replace('minutes: 10', 'minutes: dix') })
	expect(error.file).toBe(etapes)
	expect(error.line).toBe(5)
	expect(error.message).toContain('"minutes"')
})

test('a missing key is named', () => {
	const error = refusal({ [etapes]: lesson.replace('verified: 2026-11-23\n', '') })
	expect(error.message).toContain('01-etapes.mdx:2: "verified"')
})

test('an unknown key is refused', () => {
	const error = refusal({ [etapes]: lesson.replace('minutes', 'duree: 1\nminutes') })
	expect(error.message).toContain('duree')
})

test('a source that is not https is refused at its line', () => {
	const error = refusal({ [etapes]: lesson.replace('https:', 'http:') })
	expect(error.line).toBe(11)
	expect(error.message).toContain('"sources.0.url"')
})

test('YAML that does not parse is refused at its line', () => {
	const error = refusal({ [index]: part.replace('title: Bases', 'title: "Bases') })
	expect(error.file).toBe(index)
	expect(error.message).toContain('invalid YAML')
})

test('a lesson without front matter is refused', () => {
	expect(refusal({ [etapes]: 'Texte.\n' }).message).toContain('no front matter')
})

test('a part without index.mdx is refused', () => {
	expect(refusal({ [index]: undefined }).message).toContain(`${index}: missing`)
})

test('a file whose name is not NN-slug is refused', () => {
	const error = refusal({ 'content/modules/01-bases/Etapes.mdx': lesson })
	expect(error.message).toContain('"Etapes" is not NN-slug')
})

test('two lessons of one slug are refused, even in two parts', () => {
	const other = 'content/modules/02-suite/05-etapes.mdx'
	const error = refusal({
		'content/modules/02-suite/index.mdx': part,
		[other]: lesson,
		[other.replace('mdx', 'yaml')]: checks,
	})
	expect(error.file).toBe(other)
	expect(error.message).toContain(`already taken by ${etapes}`)
})

test('two lessons of one number are refused', () => {
	const twin = 'content/modules/01-bases/01-actions.mdx'
	const error = refusal({ [twin]: lesson, [twin.replace('mdx', 'yaml')]: checks })
	expect(error.message).toContain('the number 1 is already taken')
})

test('a published part has lessons, a planned part says what is to come', () => {
	const alone = {
		[etapes]: undefined,
		[etapes.replace('mdx', 'yaml')]: undefined,
		[quizFile]: undefined,
	}
	expect(refusal(alone).message).toContain('has no lesson')
	const planned = part.replace('published', 'planned')
	const error = refusal({ ...alone, [index]: planned })
	expect(error.message).toContain('index.mdx:4: status is "planned": list the titles of its sections')
})

test('a quiz names lessons of its part', () => {
	const error = refusal({ [quizFile]: quiz.replace('lesson: etapes', 'lesson: actions') })
	expect(error.message).toContain('quiz.yaml:4: question "q1": no lesson "actions"')
})

test('a question with one answer has exactly one correct choice', () => {
	const error = refusal({ [quizFile]: quiz.replace('correct: false', 'correct: true') })
	expect(error.line).toBe(8)
	expect(error.message).toContain('exactly one correct choice')
})

test('a question with no right answer is refused', () => {
	const none = quiz.replace('correct: true', 'correct: false')
	expect(refusal({ [quizFile]: none }).message).toContain('exactly one correct choice')
	const several = none.replace('type: single', 'type: multiple')
	expect(refusal({ [quizFile]: several }).message).toContain('at least one correct choice')
})

test('two questions of one id are refused at the second', () => {
	const again = quiz.slice(quiz.indexOf('  - id'))
	const error = refusal({ [quizFile]: quiz + again })
	expect(error.line).toBe(10)
	expect(error.message).toContain('two questions have the same id')
})

test('two choices of one text are refused', () => {
	const error = refusal({ [quizFile]: quiz.replace('text: Trois', 'text: Deux') })
	expect(error.message).toContain('two choices have the same text')
})
