import { createHash } from 'node:crypto'
import { z } from 'zod'
import { matchesPattern } from '../../../identity/policy/glob.ts'
import { refuse } from '../codecommit-error.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-pull-request-approval-rule.html

const POOL_AT_MOST = 50

const RULE = z.strictObject({
	Version: z.literal('2018-11-08'),
	DestinationReferences: z.array(z.string().regex(/^refs\/heads\/./)).optional(),
	Statements: z
		.array(
			z.strictObject({
				Type: z.literal('Approvers'),
				NumberOfApprovalsNeeded: z.int().min(1).max(50),
				ApprovalPoolMembers: z
					.array(z.string().regex(/^(CodeCommitApprovers:\d{12}:.+|arn:aws:(iam|sts)::\d{12}:.+)$/))
					.max(POOL_AT_MOST)
					.optional(),
			}),
		)
		.length(1),
})

export type RuleContent = z.infer<typeof RULE>

/** The content of a rule, or of a template, which alone may name destinations. */
export function readRule(content: string | undefined, kind: 'rule' | 'template'): RuleContent {
	const [missing, invalid] =
		kind === 'rule'
			? (['ApprovalRuleContentRequiredException', 'InvalidApprovalRuleContentException'] as const)
			: ([
					'ApprovalRuleTemplateContentRequiredException',
					'InvalidApprovalRuleTemplateContentException',
				] as const)
	if (!content) throw refuse(missing)
	const { data, success } = RULE.safeParse(parse(content))
	if (!success || (kind === 'rule' && data.DestinationReferences)) throw refuse(invalid)
	return data
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

export function contentDigest(content: string): string {
	return createHash('sha256').update(content).digest('hex')
}

/** Whether those who approve are enough, and of the pool; without a pool everybody is. */
export function isSatisfied(content: string, approvers: ReadonlyArray<string>): boolean {
	return readRule(content, 'rule').Statements.every(({ NumberOfApprovalsNeeded, ApprovalPoolMembers }) => {
		const counted = approvers.filter(
			(arn) => ApprovalPoolMembers?.some((member) => isMember(member, arn)) ?? true,
		)
		return counted.length >= NumberOfApprovalsNeeded
	})
}

/** A member is an ARN, or a name that users, federated users and sessions have; both may hold wildcards. */
function isMember(member: string, arn: string): boolean {
	if (member.startsWith('arn:')) return matchesPattern(member, arn)
	const [, account, name = ''] = /^CodeCommitApprovers:(\d{12}):(.+)$/.exec(member) ?? []
	const [, owner, whole = ''] =
		/^arn:aws:(?:iam|sts)::(\d{12}):(?:user|federated-user|assumed-role)\/(.+)$/.exec(arn) ?? []
	if (account !== owner) return false
	return [whole, whole.slice(whole.lastIndexOf('/') + 1)].some((one) => matchesPattern(name, one))
}
