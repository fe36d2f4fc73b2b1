import { z } from 'zod'
import { DOMAIN_IDS } from './blueprint.ts'
import type { DrawnItem, DrawnOption } from './draw.ts'
import type { Item } from './item.ts'

const contentSchema = z.object({
	domain: z.enum(DOMAIN_IDS),
	count: z.int().positive(),
	prompt: z.string(),
	vignette: z.string().optional(),
	options: z.array(z.object({ text: z.string(), correct: z.boolean() })),
})

const optionsSchema = z.array(z.object({ id: z.string(), option: z.int().min(0) }))

/** A drawn item as its attempt keeps it, key included: never sent to a browser. */
export interface FrozenItem extends z.infer<typeof contentSchema> {
	drawn: Array<DrawnOption>
}

/** The part of an item that an attempt keeps; rationales stay in the bank. */
export function freezeItem({ item }: DrawnItem): z.infer<typeof contentSchema> {
	const { domain, count, prompt, vignette } = item satisfies Item
	const options = item.options.map(({ text, correct }) => ({ text, correct }))
	return { domain, count, prompt, vignette, options }
}

/** Reads back what `freezeItem` stored. Throws a ZodError when the row was tampered with. */
export function thawItem({ content, options }: { content: unknown; options: unknown }): FrozenItem {
	return { ...contentSchema.parse(content), drawn: optionsSchema.parse(options) }
}

/** Opaque ids of the right options. */
export function keysOf({ drawn, options }: FrozenItem): Array<string> {
	return drawn.filter(({ option }) => options[option]?.correct).map(({ id }) => id)
}
