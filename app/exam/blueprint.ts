import { z } from 'zod'

export const DOMAIN_IDS = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'] as const

const form = z.strictObject({
	id: z.string().min(1),
	items: z.int().min(DOMAIN_IDS.length),
	minScenarioItems: z.int().min(0),
	minutes: z.int().positive(),
})

export const blueprintSchema = z
	.strictObject({
		id: z.string().min(1),
		version: z.string().regex(/^\d+\.\d+\.\d+$/),
		title: z.string().min(1),
		passMark: z.literal(700),
		cutBounds: z.strictObject({ min: z.number().min(0).max(1), max: z.number().min(0).max(1) }),
		cutStatus: z.enum(['provisoire', 'établi']),
		domains: z.array(
			z.strictObject({
				id: z.enum(DOMAIN_IDS),
				weight: z.int().positive(),
				title: z.string().min(1),
				parts: z.array(z.string().regex(/^\d+\.\d+$/)).min(1),
			}),
		),
		forms: z.array(form).min(1),
		policy: z.strictObject({
			coolDownDays: z.int().min(0),
			demoCoolDownMinutes: z.int().min(0),
			maxAttemptsPerYear: z.int().positive(),
			validityMonths: z.int().positive(),
		}),
	})
	.refine(({ domains }) => new Set(domains.map(({ id }) => id)).size === DOMAIN_IDS.length, {
		message: 'domains must list each of D1 to D8 once',
	})
	.refine(({ domains }) => domains.reduce((sum, { weight }) => sum + weight, 0) === 100, {
		message: 'the weights of the domains must add up to 100',
	})

export type DomainId = (typeof DOMAIN_IDS)[number]
export type Blueprint = z.infer<typeof blueprintSchema>
export type Form = z.infer<typeof form>
export type Policy = Blueprint['policy']

/** How many items of each domain a form holds: weights rounded by largest remainder, ties to the earlier domain. */
export function domainQuotas(blueprint: Blueprint, items: number): Map<DomainId, number> {
	const shares = blueprint.domains.map(({ id, weight }) => ({
		id,
		whole: Math.floor((weight * items) / 100),
		remainder: (weight * items) % 100,
	}))
	const missing = items - shares.reduce((sum, { whole }) => sum + whole, 0)
	const raised = new Set(
		shares
			.toSorted((a, b) => b.remainder - a.remainder)
			.slice(0, missing)
			.map(({ id }) => id),
	)
	return new Map(shares.map(({ id, whole }) => [id, whole + (raised.has(id) ? 1 : 0)]))
}
