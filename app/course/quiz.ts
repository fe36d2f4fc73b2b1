import type { Part, Question, Quiz } from './course.ts'

/** A question as it is asked: nothing in it tells which choice is right. */
export type AskedQuestion = Pick<Question, 'id' | 'prompt' | 'type'> & { choices: Array<string> }

/** Positions of the choices that a learner took, by question id. */
export type QuizAnswers = Record<string, Array<number>>

/** A question after it was answered, with the reason of each choice. */
export type CorrectedQuestion = {
	id: string
	correct: boolean
	answered: boolean
	choices: Array<{ text: string; correct: boolean; chosen: boolean; explanation: string }>
	lesson: { slug: string; title: string }
}

/** The questions without their key. */
export function ask(quiz: Quiz): Array<AskedQuestion> {
	return quiz.questions.map(({ id, prompt, type, choices }) => ({
		id,
		prompt,
		type,
		choices: choices.map(({ text }) => text),
	}))
}

/** Corrects every question of the part's quiz: right means exactly the right choices, none more, none less. */
export function correct(part: Part, answers: QuizAnswers): Array<CorrectedQuestion> {
	return (part.quiz?.questions ?? []).map((question) => {
		const chosen = answers[question.id] ?? []
		const choices = question.choices.map((choice, position) => ({
			...choice,
			chosen: chosen.includes(position),
		}))
		const lesson = part.lessons.find(({ slug }) => slug === question.lesson)
		return {
			id: question.id,
			correct: choices.every((choice) => choice.chosen === choice.correct),
			answered: chosen.length > 0,
			choices,
			lesson: { slug: question.lesson, title: lesson?.title ?? question.lesson },
		}
	})
}

/**
 * Reads the answers of a posted form: one field per question, named after its
 * id, worth the positions of the choices. What the quiz does not ask is ignored.
 */
export function readAnswers(quiz: Quiz, form: FormData): QuizAnswers {
	return Object.fromEntries(
		quiz.questions.map(({ id, choices, type }) => {
			const positions = form.getAll(id).map(Number)
			const known = positions.filter((position) => Number.isInteger(position) && position in choices)
			return [id, type === 'single' ? known.slice(0, 1) : [...new Set(known)]]
		}),
	)
}
