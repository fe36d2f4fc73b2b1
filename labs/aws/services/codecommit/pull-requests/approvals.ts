import type {
	EvaluatePullRequestApprovalRulesInput,
	GetPullRequestApprovalStatesInput,
	GetPullRequestOverrideStateInput,
	OverridePullRequestApprovalRulesInput,
	UpdatePullRequestApprovalStateInput,
} from '@aws-sdk/client-codecommit'
import { operation } from '../../../service.ts'
import { refuse } from '../codecommit-error.ts'
import type { PullRequest } from './collections.ts'
import { evaluate } from './evaluation.ts'
import { emitPullRequest } from './events.ts'
import { onPullRequest, recordEvent, requireOpen, requirePullRequest } from './store.ts'

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const APPROVALS_AT_MOST = 200

/** Throws RevisionIdRequired…, InvalidRevisionId… or, for one of before, RevisionNotCurrent…. */
function assertCurrent({ revisionId: now }: Readonly<PullRequest>, given: string | undefined): void {
	assertRevision(given)
	if (given !== now) throw refuse('RevisionNotCurrentException')
}

function assertRevision(given: string | undefined): void {
	if (!given) throw refuse('RevisionIdRequiredException')
	if (!/^[0-9a-f]{64}$/.test(given)) throw refuse('InvalidRevisionIdException')
}

export const updatePullRequestApprovalState = operation<UpdatePullRequestApprovalStateInput, void>({
	access: onPullRequest('UpdatePullRequestApprovalState'),
	run({ pullRequestId, revisionId, approvalState }, call) {
		const pullRequest = requireOpen(call, pullRequestId)
		assertCurrent(pullRequest, revisionId)
		if (!approvalState) throw refuse('ApprovalStateRequiredException')
		const { arn } = call.principal
		if (pullRequest.authorArn === arn) throw refuse('PullRequestCannotBeApprovedByAuthorException')
		const now = pullRequest.approvals[pullRequest.revisionId] ?? {}
		const states = { ...now, [arn]: approvalState }
		if (Object.keys(states).length > APPROVALS_AT_MOST)
			throw refuse('MaximumNumberOfApprovalsExceededException')
		const approvals = { ...pullRequest.approvals, [pullRequest.revisionId]: states }
		const metadata = {
			approvalStateChangedEventMetadata: {
				revisionId: pullRequest.revisionId,
				approvalStatus: approvalState,
			},
		}
		const updated = { ...pullRequest, approvals }
		const recorded = recordEvent(call, updated, 'PULL_REQUEST_APPROVAL_STATE_CHANGED', metadata)
		emitPullRequest(call, recorded, 'pullRequestApprovalStateChanged', { approvalStatus: approvalState })
	},
})

export const getPullRequestApprovalStates = operation<GetPullRequestApprovalStatesInput, object>({
	access: onPullRequest('GetPullRequestApprovalStates'),
	run({ pullRequestId, revisionId = '' }, call) {
		const { approvals } = requirePullRequest(call, pullRequestId)
		assertRevision(revisionId)
		const states = Object.entries(approvals[revisionId] ?? {})
		return { approvals: states.map(([userArn, approvalState]) => ({ userArn, approvalState })) }
	},
})

export const evaluatePullRequestApprovalRules = operation<EvaluatePullRequestApprovalRulesInput, object>({
	access: onPullRequest('EvaluatePullRequestApprovalRules'),
	run({ pullRequestId, revisionId }, call) {
		const pullRequest = requirePullRequest(call, pullRequestId)
		assertCurrent(pullRequest, revisionId)
		return { evaluation: evaluate(pullRequest) }
	},
})

/** Sets all rules of a pull request aside, or takes that back. */
export const overridePullRequestApprovalRules = operation<OverridePullRequestApprovalRulesInput, void>({
	access: onPullRequest('OverridePullRequestApprovalRules'),
	run({ pullRequestId, revisionId, overrideStatus }, call) {
		const pullRequest = requireOpen(call, pullRequestId)
		assertCurrent(pullRequest, revisionId)
		if (!overrideStatus) throw refuse('OverrideStatusRequiredException')
		const { [pullRequest.revisionId]: overrider, ...others } = pullRequest.overrides
		if ((overrideStatus === 'OVERRIDE') === (overrider !== undefined))
			throw refuse('OverrideAlreadySetException')
		const overrides =
			overrideStatus === 'OVERRIDE' ? { ...others, [pullRequest.revisionId]: call.principal.arn } : others
		const metadata = {
			approvalRuleOverriddenEventMetadata: { revisionId: pullRequest.revisionId, overrideStatus },
		}
		const updated = { ...pullRequest, overrides }
		const recorded = recordEvent(call, updated, 'PULL_REQUEST_APPROVAL_RULE_OVERRIDDEN', metadata)
		emitPullRequest(call, recorded, 'pullRequestApprovalRuleOverridden', { overrideStatus })
	},
})

export const getPullRequestOverrideState = operation<GetPullRequestOverrideStateInput, object>({
	access: onPullRequest('GetPullRequestOverrideState'),
	run({ pullRequestId, revisionId = '' }, call) {
		const { overrides } = requirePullRequest(call, pullRequestId)
		assertRevision(revisionId)
		const overrider = overrides[revisionId]
		return { overridden: overrider !== undefined, ...(overrider !== undefined && { overrider }) }
	},
})
