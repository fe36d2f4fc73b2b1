import { z } from 'zod'
import { kebabId, line } from './front-matter.ts'

const choice = z.strictObject({ text: line, correct: z.boolean(), explanation: line })

const check = z.strictObject({
	id: kebabId,
	prompt: line,
	type: z.enum(['single', 'multiple']),
	choices: z.array(choice).min(2),
})

type Check = z.infer<typeof check>

/** Refuses, at its own line, the first question that cannot be asked or repeats an id. */
function refuseFaults(questions: Array<Check>, context: z.core.$RefinementCtx) {
	const fail = (path: Array<PropertyKey>, message: string) =>
		context.addIssue({ code: 'custom', path, message })
	const ids = new Set<string>()
	for (const [position, { id, type, choices }] of questions.entries()) {
		const correct = choices.filter((one) => one.correct).length
		const texts = new Set(choices.map(({ text }) => text))
		if (ids.has(id)) fail([position, 'id'], 'two questions have the same id; give each its own')
		if (type === 'single' && correct !== 1)
			fail([position, 'choices'], 'a question of type "single" has exactly one correct choice')
		if (type === 'multiple' && correct === 0)
			fail([position, 'choices'], 'a question of type "multiple" has at least one correct choice')
		if (texts.size < choices.length) fail([position, 'choices'], 'two choices have the same text; reword one')
		ids.add(id)
	}
}

/** A part's `quiz.yaml`. */
export const quizFile = z.strictObject({
	title: line,
	questions: z
		.array(check.extend({ lesson: line }))
		.min(1)
		.superRefine(refuseFaults),
})

/** The knowledge checks of a lesson, `NN-slug.yaml`. */
export const checksFile = z.strictObject({
	questions: z
		.array(check)
		.min(3, 'a lesson asks 3 to 5 questions')
		.max(5, 'a lesson asks 3 to 5 questions')
		.superRefine(refuseFaults),
})
