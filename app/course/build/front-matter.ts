import { z } from 'zod'

/** One line of text, not empty. */
export const line = z.string().trim().min(1)

/** An identifier: a-z, 0-9 and hyphens. */
export const kebabId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write it with a-z, 0-9 and hyphens')

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
	lab: kebabId.optional(),
	sources: z.array(z.strictObject({ title: line, url: z.url({ protocol: /^https$/ }) })).min(1),
})
