import type { PullRequest } from './collections.ts'
import { isSatisfied } from './rule-content.ts'

/** How a pull request stands to its rules: at its revision of now. */
export function evaluate({ revisionId, approvals, overrides, rules }: Readonly<PullRequest>) {
	const approvers = Object.entries(approvals[revisionId] ?? {})
		.filter(([, state]) => state === 'APPROVE')
		.map(([arn]) => arn)
	const overridden = overrides[revisionId] !== undefined
	const satisfied = rules.filter(({ content }) => isSatisfied(content, approvers))
	const others = rules.filter((rule) => !satisfied.includes(rule))
	return {
		approved: overridden || others.length === 0,
		overridden,
		approvalRulesSatisfied: satisfied.map(({ name }) => name),
		approvalRulesNotSatisfied: others.map(({ name }) => name),
	}
}
