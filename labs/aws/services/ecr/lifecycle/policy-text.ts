import { z } from 'zod'
import { invalidParameter } from '../ecr-error.ts'

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html

const RULES_AT_MOST = 50
const PATTERNS_AT_MOST = 100
const WILDCARDS_AT_MOST = 4
const COUNTS = ['imageCountMoreThan', 'sinceImagePushed', 'sinceImagePulled'] as const

const tagList = z.array(z.string().min(1).max(300)).min(1).max(PATTERNS_AT_MOST)
const selection = z
	.strictObject({
		tagStatus: z.enum(['tagged', 'untagged', 'any']),
		tagPrefixList: tagList.optional(),
		tagPatternList: tagList
			.refine((patterns) => patterns.every((one) => one.split('*').length - 1 <= WILDCARDS_AT_MOST), {
				error: `a pattern has at most ${WILDCARDS_AT_MOST} wildcards`,
			})
			.optional(),
		countType: z.enum(COUNTS),
		countUnit: z.literal('days').optional(),
		countNumber: z.number().int().min(1).max(1_000_000),
	})
	.refine(
		({ tagStatus, tagPrefixList, tagPatternList }) => {
			const lists = [tagPrefixList, tagPatternList].filter((list) => list !== undefined).length
			return tagStatus === 'tagged' ? lists === 1 : lists === 0
		},
		{ error: 'tagPrefixList or tagPatternList goes with tagStatus tagged, and only with it' },
	)
	.refine(({ countType, countUnit }) => (countType === 'imageCountMoreThan') === (countUnit === undefined), {
		error: 'countUnit goes with sinceImagePushed and sinceImagePulled, and only with them',
	})
const policySchema = z
	.strictObject({
		rules: z
			.array(
				z.strictObject({
					rulePriority: z.number().int().min(1).max(1_000_000),
					description: z.string().max(1_000).optional(),
					selection,
					action: z.strictObject({ type: z.literal('expire') }),
				}),
			)
			.min(1)
			.max(RULES_AT_MOST),
	})
	.superRefine(({ rules }, context) => {
		if (new Set(rules.map(({ rulePriority }) => rulePriority)).size < rules.length)
			context.addIssue({ code: 'custom', message: 'rulePriority must be unique' })
		for (const status of ['untagged', 'any'] as const) {
			const ofStatus = rules.filter(({ selection: { tagStatus } }) => tagStatus === status)
			if (ofStatus.length > 1)
				context.addIssue({ code: 'custom', message: `only one rule may have tagStatus ${status}` })
		}
		const last = Math.max(...rules.map(({ rulePriority }) => rulePriority))
		const any = rules.find(({ selection: { tagStatus } }) => tagStatus === 'any')
		if (any && any.rulePriority !== last)
			context.addIssue({
				code: 'custom',
				message: 'a rule with tagStatus any must have the highest rulePriority',
			})
	})

export type LifecycleRule = z.infer<typeof policySchema>['rules'][number]

/** The rules of a policy, by their priority. Throws InvalidParameterException. */
export function readLifecyclePolicy(text: string): Array<LifecycleRule> {
	const parsed = policySchema.safeParse(parseJson(text))
	if (!parsed.success) throw failure(tellIssue(parsed.error.issues[0]))
	return parsed.data.rules.toSorted((one, other) => one.rulePriority - other.rulePriority)
}

function failure(told: string) {
	return invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${told}`)
}

/** The beginning and these words for a missing member are AWS's, as moto has them; the others are ours. */
function tellIssue(issue: z.core.$ZodIssue | undefined): string {
	const path = issue?.path ?? []
	const isMissing = issue?.code === 'invalid_type' && 'input' in issue && issue.input === undefined
	if (isMissing || issue?.message.endsWith('received undefined'))
		return `object has missing required properties (["${String(path.at(-1))}"])`
	return path.length > 0 ? `${path.join('.')}: ${issue?.message}` : (issue?.message ?? '')
}

function parseJson(text: string): object {
	const told = failure('Could not map policyString into LifecyclePolicy.')
	try {
		const value: unknown = JSON.parse(text)
		if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value
	} catch {
		throw told
	}
	throw told
}
