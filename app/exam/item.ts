import { z } from 'zod'
import { DOMAIN_IDS } from './blueprint.ts'

const option = z.strictObject({
	text: z.string().trim().min(1),
	correct: z.boolean().default(false),
	/** Shown after a practice test, never during or after the exam. */
	rationale: z.string().trim().min(1),
	/** The real error that a distractor comes from: a number of the list of pitfalls (« 40 », « R4 »). */
	pitfallId: z
		.string()
		.regex(/^R?\d+$/)
		.optional(),
})

const itemFields = {
	id: z.string().regex(/^d[1-8]-\d{3}$/),
	version: z.int().positive(),
	domain: z.enum(DOMAIN_IDS),
	task: z.string().regex(/^[1-8]\.\d$/),
	part: z.string().regex(/^\d+\.\d+$/),
	level: z.enum(['R', 'A', 'N']),
	type: z.enum(['single', 'multiple']),
	/** How many answers to choose; announced in the prompt when above one. */
	count: z.int().positive().default(1),
	prompt: z.string().trim().min(1),
	/** Options with a numerical or logical order keep it; the others are shuffled. */
	ordered: z.boolean().default(false),
	options: z.array(option).min(3).max(6),
	sources: z.array(z.strictObject({ url: z.url(), level: z.enum(['L', 'M', 'C', 'G', '?']) })).min(1),
	verifiedOn: z.iso.date(),
	/** Each judge's estimate that a minimally competent candidate answers correctly. */
	angoff: z.array(z.number().min(0.2).max(1)).min(3),
	status: z.enum(['brouillon', 'relu', 'pilote', 'actif', 'retiré']),
	enemies: z.array(z.string()).default([]),
}

const vignette = z.string().trim().min(1)

const standaloneItem = z.strictObject({ ...itemFields, vignette: vignette.optional() })

const vignetteFile = z.strictObject({
	vignetteId: z.string().regex(/^v-[a-z0-9-]+$/),
	vignette,
	items: z.array(z.strictObject(itemFields)).min(1).max(3),
})

export type ItemFields = z.infer<typeof standaloneItem>

/** An item of the bank, with the scenario that it is asked about. */
export interface Item extends ItemFields {
	/** Where it is written, to name in a message. */
	file: string
	vignetteId?: string
}

/**
 * Reads one parsed YAML file of `questions/`: one item, or a vignette with up to three.
 * Throws an Error that names the file and every field at fault.
 */
export function parseQuestionFile(file: string, content: unknown): Array<Item> {
	const shared = typeof content === 'object' && content !== null && 'items' in content
	if (!shared) return [{ ...parse(standaloneItem, file, content), file }]
	const { items, ...scenario } = parse(vignetteFile, file, content)
	return items.map((item) => ({ ...item, ...scenario, file }))
}

function parse<T>(schema: z.ZodType<T>, file: string, content: unknown): T {
	const result = schema.safeParse(content)
	if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`)
	return result.data
}

/** The mean of the judges' estimates. */
export function angoffMean({ angoff }: Pick<Item, 'angoff'>): number {
	return angoff.reduce((sum, estimate) => sum + estimate, 0) / angoff.length
}

export function isScenario({ vignette }: Pick<Item, 'vignette'>): boolean {
	return vignette !== undefined
}
