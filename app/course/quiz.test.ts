import { expect, test } from 'vitest'
import type { Part, Quiz } from './course.ts'
import { ask, correct, readAnswers } from './quiz.ts'

const quiz: Quiz = {
	title: 'Quiz',
	questions: [
		{
			id: 'un',
			prompt: 'Un ?',
			type: 'single',
			lesson: 'etapes',
			choices: [
				{ text: 'A', correct: false, explanation: 'Non.' },
				{ text: 'B', correct: true, explanation: 'Oui.' },
			],
		},
		{
			id: 'deux',
			prompt: 'Deux ?',
			type: 'multiple',
			lesson: 'etapes',
			choices: [
				{ text: 'A', correct: true, explanation: 'Oui.' },
				{ text: 'B', correct: true, explanation: 'Oui.' },
				{ text: 'C', correct: false, explanation: 'Non.' },
			],
		},
	],
}
const part: Part = {
	number: 1,
	slug: 'bases',
	title: 'Bases',
	summary: '',
	status: 'published',
	planned: [],
	quiz,
	file: '',
	lessons: [
		{
			number: 1,
			slug: 'etapes',
			title: 'Étapes',
			summary: '',
			section: '',
			minutes: 5,
			objectives: [],
			verified: '2026-11-23',
			sources: [],
			headings: [],
			checks: [],
			file: '',
		},
	],
}

test('questions are asked without their key', () => {
	const asked = JSON.stringify(ask(quiz))
	expect(asked).toContain('Deux ?')
	expect(asked).not.toContain('correct')
	expect(asked).not.toContain('Oui.')
})

test('a question with several answers is right only with all of them and no other', () => {
	const verdict = (positions: Array<number>) => correct(part, { deux: positions })[1]?.correct
	expect(verdict([0, 1])).toBe(true)
	expect(verdict([0])).toBe(false)
	expect(verdict([0, 1, 2])).toBe(false)
})

test('a question left blank is wrong and said to be unanswered', () => {
	expect(correct(part, {})[0]).toMatchObject({ correct: false, answered: false, lesson: { title: 'Étapes' } })
})

test('a forged form is read as far as the quiz asks', () => {
	const form = new FormData()
	for (const [name, value] of [
		['un', '1'],
		['un', '0'],
		['deux', '2'],
		['deux', '2'],
		['deux', '9'],
		['deux', 'x'],
		['trois', '0'],
	]) {
		form.append(name as string, value as string)
	}
	expect(readAnswers(quiz, form)).toEqual({ un: [1], deux: [2] })
})
