import { z } from 'zod'

const line = z.string().trim().min(1)

/** Front matter of a part's `index.mdx`. */
export const partFrontMatter = z.strictObject({
	title: line,
	summary: line,
	status: z.enum(['published', 'planned']),
	planned: z.array(line).default([]),
})

/** Front matter of a lesson. */
export const lessonFrontMatter = z.strictObject({
	title: line,
	summary: line,
	section: line,
	minutes: z.int().positive(),
	objectives: z.array(line).min(1),
	verified: z.iso.date(),
	lab: line.optional(),
	sources: z.array(z.strictObject({ title: line, url: z.url({ protocol: /^https$/ }) })).min(1),
})

const choice = z.strictObject({ text: line, correct: z.boolean(), explanation: line })

const question = z
	.strictObject({
		id: z.string().regex(/^[a-z0-9-]+$/),
		prompt: line,
		type: z.enum(['single', 'multiple']),
		choices: z.array(choice).min(2),
		lesson: line,
	})
	.refine(({ type, choices }) => type === 'multiple' || choices.filter((one) => one.correct).length === 1, {
		path: ['choices'],
		error: 'a question of type "single" has exactly one correct choice',
	})
	.refine(({ type, choices }) => type === 'single' || choices.some((one) => one.correct), {
		path: ['choices'],
		error: 'a question of type "multiple" has at least one correct choice',
	})

/** A part's `quiz.yaml`. */
export const quizFile = z.strictObject({
	title: line,
	questions: z
		.array(question)
		.min(1)
		.refine((questions) => new Set(questions.map(({ id }) => id)).size === questions.length, {
			error: 'two questions have the same id; give each its own',
		}),
})
