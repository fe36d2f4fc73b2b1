import { expect, test } from 'vitest'
import { checks, glossary, lesson, refusal } from './project.fixture.ts'

const etapes = 'content/modules/01-bases/01-etapes.mdx'
const file = 'content/modules/01-bases/01-etapes.yaml'

test('a lesson asks three to five questions', () => {
	const two = checks.slice(0, checks.indexOf('  - id: q3'))
	expect(refusal({ [file]: two }).message).toContain('01-etapes.yaml:2: "questions": a lesson asks 3 to 5')
	const six = checks + checks.slice('questions:\n'.length).replaceAll('q', 'r')
	expect(refusal({ [file]: six }).message).toContain('a lesson asks 3 to 5')
})

test('a knowledge check that no choice answers is refused at its line', () => {
	const error = refusal({ [file]: checks.replace('correct: true', 'correct: false') })
	expect(error.message).toContain('01-etapes.yaml:6: "questions.0.choices": a question of type "single"')
})

test('a choice without its explanation is refused', () => {
	const error = refusal({ [file]: checks.replace(', explanation: Non.', '') })
	expect(error.line).toBe(7)
	expect(error.message).toContain('"questions.0.choices.1.explanation"')
})

test('two knowledge checks of one id are refused', () => {
	const error = refusal({ [file]: checks.replace('q2', 'q1') })
	expect(error.line).toBe(8)
	expect(error.message).toContain('two questions have the same id')
})

test('a lesson without knowledge checks is refused', () => {
	expect(refusal({ [file]: undefined }).message).toContain(`${file}: missing; every lesson has 3 to 5`)
})

test('knowledge checks without their lesson are refused', () => {
	const lost = 'content/modules/01-bases/02-actions.yaml'
	expect(refusal({ [lost]: checks }).message).toContain(`${lost}: belongs to no lesson`)
})

test('a lab that the course does not announce is refused at its line', () => {
	const error = refusal({ [etapes]: lesson.replace('minutes: 10', 'minutes: 10\nlab: a9') })
	expect(error.message).toContain('01-etapes.mdx:6: "lab": no lab "a9" in content/labs.yaml')
})

test('two labs of one id are refused', () => {
	const labs = 'labs:\n  - { id: a1, title: Premier }\n  - { id: a1, title: Second }\n'
	expect(refusal({ 'content/labs.yaml': labs }).message).toContain('labs.yaml:3: two labs have the id "a1"')
})

test('a term of the glossary has an id and names of its own', () => {
	const again = glossary.slice(glossary.indexOf('  - id'))
	const two = refusal({ 'content/glossary.yaml': glossary + again })
	expect(two.message).toContain('glossary.yaml:6: two terms have the id "etape"')
	const same = refusal({ 'content/glossary.yaml': glossary + again.replace('id: etape', 'id: palier') })
	expect(same.message).toContain('glossary.yaml:8: "stage" already names the term "etape"')
})

test('a term of the glossary sends to terms that exist', () => {
	const error = refusal({ 'content/glossary.yaml': `${glossary}    see: [action]\n` })
	expect(error.message).toContain('glossary.yaml:6: "see" names "action", which is not another term')
})
