import { z } from 'zod'

/**
 * What a certificate's evidence file holds: the outcome of the exam that was
 * passed. Its bytes are covered by the certificate's signature (`digestSRI`).
 */
export const evidenceSchema = z.object({
	form: z.string(),
	finishedAt: z.iso.datetime(),
	scaledScore: z.int().min(100).max(1000),
	passMark: z.int(),
	assurance: z.string(),
	profile: z.array(
		z.object({
			domain: z.string(),
			title: z.string(),
			correct: z.int().nonnegative(),
			total: z.int().positive(),
		}),
	),
})

export type Evidence = z.infer<typeof evidenceSchema>
