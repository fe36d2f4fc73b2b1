import type {
	CreatePullRequestApprovalRuleInput,
	DeletePullRequestApprovalRuleInput,
	UpdatePullRequestApprovalRuleContentInput,
} from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import type { ApprovalRule, PullRequest } from './collections.ts'
import { emitPullRequest } from './events.ts'
import { contentDigest, readRule } from './rule-content.ts'
import { describeRule, onPullRequest, recordEvent, requireOpen } from './store.ts'

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const RULES_AT_MOST = 30

function ruleMetadata({ id, name, content }: ApprovalRule) {
	return {
		approvalRuleEventMetadata: { approvalRuleId: id, approvalRuleName: name, approvalRuleContent: content },
	}
}

function requireName(name: string | undefined): string {
	if (!name) throw refuse('ApprovalRuleNameRequiredException')
	return name
}

function without({ rules }: Readonly<PullRequest>, { id }: ApprovalRule): Array<ApprovalRule> {
	return rules.filter((rule) => rule.id !== id)
}

export const createPullRequestApprovalRule = operation<CreatePullRequestApprovalRuleInput, object>({
	access: onPullRequest('CreatePullRequestApprovalRule'),
	run({ pullRequestId, approvalRuleName, approvalRuleContent: content = '' }, call) {
		const pullRequest = requireOpen(call, pullRequestId)
		const name = requireName(approvalRuleName)
		readRule(content, 'rule')
		if (pullRequest.rules.some((rule) => rule.name === name))
			throw refuse('ApprovalRuleNameAlreadyExistsException')
		if (pullRequest.rules.length >= RULES_AT_MOST) throw refuse('NumberOfRulesExceededException')
		const times = { createdAt: call.now, modifiedAt: call.now, modifiedBy: call.principal.arn }
		const rule: ApprovalRule = { id: call.ids.uuid(), name, content, ...times }
		const updated = { ...pullRequest, rules: [...pullRequest.rules, rule] }
		const recorded = recordEvent(call, updated, 'PULL_REQUEST_APPROVAL_RULE_CREATED', ruleMetadata(rule))
		emitPullRequest(call, recorded, 'pullRequestApprovalRuleCreated', { approvalRuleName: name })
		return { approvalRule: describeRule(rule) }
	},
})

export const updatePullRequestApprovalRuleContent = operation<
	UpdatePullRequestApprovalRuleContentInput,
	object
>({
	access: onPullRequest('UpdatePullRequestApprovalRuleContent'),
	run({ pullRequestId, approvalRuleName, newRuleContent = '', existingRuleContentSha256 }, call) {
		const pullRequest = requireOpen(call, pullRequestId)
		const name = requireName(approvalRuleName)
		const rule = pullRequest.rules.find((one) => one.name === name)
		if (!rule) throw refuse('ApprovalRuleDoesNotExistException')
		if (rule.template) throw refuse('CannotModifyApprovalRuleFromTemplateException')
		readRule(newRuleContent, 'rule')
		if (
			existingRuleContentSha256 !== undefined &&
			existingRuleContentSha256 !== contentDigest(rule.content)
		) {
			throw refuse('InvalidRuleContentSha256Exception')
		}
		const changed = { ...rule, content: newRuleContent, modifiedAt: call.now, modifiedBy: call.principal.arn }
		const updated = { ...pullRequest, rules: [...without(pullRequest, rule), changed] }
		const recorded = recordEvent(call, updated, 'PULL_REQUEST_APPROVAL_RULE_UPDATED', ruleMetadata(changed))
		emitPullRequest(call, recorded, 'pullRequestApprovalRuleUpdated', { approvalRuleName: name })
		return { approvalRule: describeRule(changed) }
	},
})

/** Takes a rule away; one that is not there was taken away before, and answers its name's lack of an id as nothing. */
export const deletePullRequestApprovalRule = operation<DeletePullRequestApprovalRuleInput, object>({
	access: onPullRequest('DeletePullRequestApprovalRule'),
	run({ pullRequestId, approvalRuleName }, call) {
		const pullRequest = requireOpen(call, pullRequestId)
		const name = requireName(approvalRuleName)
		const rule = pullRequest.rules.find((one) => one.name === name)
		if (!rule) return { approvalRuleId: '' }
		if (rule.template) throw refuse('CannotDeleteApprovalRuleFromTemplateException')
		const updated = { ...pullRequest, rules: without(pullRequest, rule) }
		const recorded = recordEvent(call, updated, 'PULL_REQUEST_APPROVAL_RULE_DELETED', ruleMetadata(rule))
		emitPullRequest(call, recorded, 'pullRequestApprovalRuleDeleted', { approvalRuleName: name })
		return { approvalRuleId: rule.id }
	},
})
