import {
	AssociateApprovalRuleTemplateWithRepositoryCommand,
	BatchAssociateApprovalRuleTemplateWithRepositoriesCommand,
	BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand,
	CreateApprovalRuleTemplateCommand,
	CreateBranchCommand,
	CreatePullRequestApprovalRuleCommand,
	CreatePullRequestCommand,
	DeleteApprovalRuleTemplateCommand,
	DeletePullRequestApprovalRuleCommand,
	DescribePullRequestEventsCommand,
	EvaluatePullRequestApprovalRulesCommand,
	GetBranchCommand,
	GetPullRequestApprovalStatesCommand,
	GetPullRequestCommand,
	GetPullRequestOverrideStateCommand,
	ListAssociatedApprovalRuleTemplatesForRepositoryCommand,
	ListPullRequestsCommand,
	ListRepositoriesForApprovalRuleTemplateCommand,
	MergePullRequestByFastForwardCommand,
	MergePullRequestBySquashCommand,
	OverridePullRequestApprovalRulesCommand,
	UpdateApprovalRuleTemplateNameCommand,
	UpdatePullRequestApprovalRuleContentCommand,
	UpdatePullRequestApprovalStateCommand,
	UpdatePullRequestStatusCommand,
	UpdatePullRequestTitleCommand,
} from '@aws-sdk/client-codecommit'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { ACCOUNT, openRepository, SITE } from '../repository.fixture.ts'

const ALL = { Action: 'codecommit:*' }
const TARGET = { ...SITE, sourceReference: 'topic' }
const KIND = 'CodeCommit Pull Request State Change'

/** A branch `topic` one commit ahead of main, and its pull request. */
async function openAsked() {
	const world = await openRepository()
	const base = await world.put('a.txt', 'a')
	await world.codecommit.send(new CreateBranchCommand({ ...SITE, branchName: 'topic', commitId: base }))
	const source = await world.put('b.txt', 'b', base, { branchName: 'topic' })
	const asked = { title: 'Ajouter b', description: 'Le fichier b', targets: [TARGET] }
	const { pullRequest } = await world.codecommit.send(new CreatePullRequestCommand(asked))
	const { pullRequestId = '', revisionId = '' } = pullRequest ?? {}
	return {
		...world,
		base,
		source,
		asked,
		pullRequest,
		id: { pullRequestId },
		revision: { pullRequestId, revisionId },
	}
}

function ruleOf(needed: number, ...ApprovalPoolMembers: Array<string>): string {
	const pool = ApprovalPoolMembers.length > 0 ? { ApprovalPoolMembers } : {}
	const statement = { Type: 'Approvers', NumberOfApprovalsNeeded: needed, ...pool }
	return JSON.stringify({ Version: '2018-11-08', Statements: [statement] })
}

test('a pull request is told with where it comes from and goes to', async () => {
	const { codecommit, pullRequest, base, source, events } = await openAsked()
	expect(pullRequest).toMatchObject({
		pullRequestId: '1',
		title: 'Ajouter b',
		description: 'Le fichier b',
		pullRequestStatus: 'OPEN',
		authorArn: `arn:aws:iam::${ACCOUNT}:root`,
		pullRequestTargets: [
			{
				repositoryName: 'site',
				sourceReference: 'refs/heads/topic',
				destinationReference: 'refs/heads/main',
				sourceCommit: source,
				destinationCommit: base,
				mergeBase: base,
				mergeMetadata: { isMerged: false },
			},
		],
		approvalRules: [],
	})
	expect(await codecommit.send(new ListPullRequestsCommand(SITE))).toMatchObject({ pullRequestIds: ['1'] })
	expect(events(KIND)).toMatchObject([
		{
			event: 'pullRequestCreated',
			isMerged: 'False',
			pullRequestStatus: 'Open',
			repositoryNames: ['site'],
			creationDate: 'Mon Jan 5 2026 09:00:00 UTC',
			sourceCommit: source,
			destinationReference: 'refs/heads/main',
		},
	])
})

test('the same token is the same request, or a mistake', async () => {
	const { codecommit, asked } = await openAsked()
	const once = { ...asked, clientRequestToken: 'jeton' }
	const first = await codecommit.send(new CreatePullRequestCommand(once))
	const again = await codecommit.send(new CreatePullRequestCommand(once))
	expect(again.pullRequest?.pullRequestId).toBe(first.pullRequest?.pullRequestId)
	await expect(
		codecommit.send(new CreatePullRequestCommand({ ...once, title: 'Autre' })),
	).rejects.toMatchObject({
		name: 'IdempotencyParameterMismatchException',
	})
})

const REFUSED: Array<
	[
		code: string,
		targets: Array<{ repositoryName: string; sourceReference: string; destinationReference?: string }>,
	]
> = [
	['SourceAndDestinationAreSameException', [{ ...TARGET, sourceReference: 'main' }]],
	['ReferenceDoesNotExistException', [{ ...TARGET, sourceReference: 'absent' }]],
	['InvalidReferenceNameException', [{ ...TARGET, sourceReference: 'a..b' }]],
	['ReferenceTypeNotSupportedException', [{ ...TARGET, sourceReference: 'refs/tags/v1' }]],
	['RepositoryDoesNotExistException', [{ ...TARGET, repositoryName: 'absent' }]],
	['MultipleRepositoriesInPullRequestException', [TARGET, { ...TARGET, repositoryName: 'other' }]],
	['TargetsRequiredException', []],
]

test.for(REFUSED)('%s: %o', async ([name, targets]) => {
	const { codecommit } = await openAsked()
	await expect(codecommit.send(new CreatePullRequestCommand({ title: 'X', targets }))).rejects.toMatchObject({
		name,
		$metadata: { httpStatusCode: 400 },
	})
})

test('a push to the source makes a new revision, which nobody has approved', async () => {
	const { codecommit, put, source, id, revision, events, user, clientOf } = await openAsked()
	const lea = clientOf(await user('lea', ALL))
	await lea.send(new UpdatePullRequestApprovalStateCommand({ ...revision, approvalState: 'APPROVE' }))
	const next = await put('c.txt', 'c', source, { branchName: 'topic' })
	const { pullRequest } = await codecommit.send(new GetPullRequestCommand(id))
	expect(pullRequest?.pullRequestTargets?.[0]?.sourceCommit).toBe(next)
	expect(pullRequest?.revisionId).not.toBe(revision.revisionId)
	expect(events(KIND).at(-1)).toMatchObject({ event: 'pullRequestSourceBranchUpdated', sourceCommit: next })
	await expect(
		lea.send(new UpdatePullRequestApprovalStateCommand({ ...revision, approvalState: 'APPROVE' })),
	).rejects.toEqual(
		refused(
			'RevisionNotCurrentException',
			'The revision ID provided in the request does not match the current revision ID. Use GetPullRequest to retrieve the current revision ID.',
		),
	)
	const { approvals } = await codecommit.send(new GetPullRequestApprovalStatesCommand(revision))
	expect(approvals).toEqual([{ userArn: `arn:aws:iam::${ACCOUNT}:user/lea`, approvalState: 'APPROVE' }])
})

test('rules hold a merge back until enough of their pool approve', async () => {
	const { codecommit, source, id, revision, user, clientOf } = await openAsked()
	const merge = { ...id, ...SITE, sourceCommitId: source }
	const approvalRuleContent = ruleOf(1, `CodeCommitApprovers:${ACCOUNT}:lea`)
	const rule = { ...id, approvalRuleName: 'Léa relit', approvalRuleContent }
	await codecommit.send(new CreatePullRequestApprovalRuleCommand(rule))
	await expect(codecommit.send(new CreatePullRequestApprovalRuleCommand(rule))).rejects.toMatchObject({
		name: 'ApprovalRuleNameAlreadyExistsException',
	})
	const bob = clientOf(await user('bob', ALL))
	await bob.send(new UpdatePullRequestApprovalStateCommand({ ...revision, approvalState: 'APPROVE' }))
	const evaluate = async () =>
		(await codecommit.send(new EvaluatePullRequestApprovalRulesCommand(revision))).evaluation
	expect(await evaluate()).toEqual({
		approved: false,
		overridden: false,
		approvalRulesSatisfied: [],
		approvalRulesNotSatisfied: ['Léa relit'],
	})
	await expect(codecommit.send(new MergePullRequestByFastForwardCommand(merge))).rejects.toMatchObject({
		name: 'PullRequestApprovalRulesNotSatisfiedException',
	})
	const own = codecommit.send(
		new UpdatePullRequestApprovalStateCommand({ ...revision, approvalState: 'APPROVE' }),
	)
	await expect(own).rejects.toMatchObject({ name: 'PullRequestCannotBeApprovedByAuthorException' })
	const lea = clientOf(await user('lea', ALL))
	await lea.send(new UpdatePullRequestApprovalStateCommand({ ...revision, approvalState: 'APPROVE' }))
	expect(await evaluate()).toMatchObject({ approved: true, approvalRulesSatisfied: ['Léa relit'] })
	const { pullRequest } = await codecommit.send(new MergePullRequestByFastForwardCommand(merge))
	expect(pullRequest).toMatchObject({
		pullRequestStatus: 'CLOSED',
		pullRequestTargets: [
			{
				mergeMetadata: {
					isMerged: true,
					mergedBy: `arn:aws:iam::${ACCOUNT}:root`,
					mergeCommitId: source,
					mergeOption: 'FAST_FORWARD_MERGE',
				},
			},
		],
	})
})

test('an override sets all rules aside, once, and is taken back', async () => {
	const { codecommit, id, revision } = await openAsked()
	await codecommit.send(
		new CreatePullRequestApprovalRuleCommand({
			...id,
			approvalRuleName: 'Deux',
			approvalRuleContent: ruleOf(2),
		}),
	)
	const override = (overrideStatus: 'OVERRIDE' | 'REVOKE') =>
		codecommit.send(new OverridePullRequestApprovalRulesCommand({ ...revision, overrideStatus }))
	await override('OVERRIDE')
	await expect(override('OVERRIDE')).rejects.toMatchObject({ name: 'OverrideAlreadySetException' })
	expect(await codecommit.send(new GetPullRequestOverrideStateCommand(revision))).toMatchObject({
		overridden: true,
		overrider: `arn:aws:iam::${ACCOUNT}:root`,
	})
	await override('REVOKE')
	expect(await codecommit.send(new GetPullRequestOverrideStateCommand(revision))).toMatchObject({
		overridden: false,
	})
})

test('a merged pull request stays closed, and its events tell all', async () => {
	const { codecommit, id, revision, source, events } = await openAsked()
	const stale = { ...id, ...SITE, sourceCommitId: 'f'.repeat(40) }
	await expect(codecommit.send(new MergePullRequestBySquashCommand(stale))).rejects.toMatchObject({
		name: 'TipOfSourceReferenceIsDifferentException',
	})
	const { pullRequest } = await codecommit.send(new MergePullRequestBySquashCommand({ ...id, ...SITE }))
	const { branch } = await codecommit.send(new GetBranchCommand({ ...SITE, branchName: 'main' }))
	expect(branch?.commitId).toBe(pullRequest?.pullRequestTargets?.[0]?.mergeMetadata?.mergeCommitId)
	expect(branch?.commitId).not.toBe(source)
	const closed = { name: 'PullRequestAlreadyClosedException', $metadata: { httpStatusCode: 400 } }
	const sends = [
		codecommit.send(new MergePullRequestBySquashCommand({ ...id, ...SITE })),
		codecommit.send(new UpdatePullRequestTitleCommand({ ...id, title: 'X' })),
		codecommit.send(new UpdatePullRequestApprovalStateCommand({ ...revision, approvalState: 'APPROVE' })),
	]
	for (const send of sends) await expect(send).rejects.toMatchObject(closed)
	const reopen = codecommit.send(new UpdatePullRequestStatusCommand({ ...id, pullRequestStatus: 'OPEN' }))
	await expect(reopen).rejects.toMatchObject({ name: 'InvalidPullRequestStatusUpdateException' })
	const { pullRequestEvents } = await codecommit.send(new DescribePullRequestEventsCommand(id))
	expect(pullRequestEvents?.map(({ pullRequestEventType }) => pullRequestEventType)).toEqual([
		'PULL_REQUEST_CREATED',
		'PULL_REQUEST_MERGE_STATE_CHANGED',
		'PULL_REQUEST_STATUS_CHANGED',
	])
	expect(events(KIND).at(-1)).toMatchObject({
		event: 'pullRequestMergeStatusUpdated',
		isMerged: 'True',
		pullRequestStatus: 'Closed',
		mergeOption: 'SQUASH_MERGE',
	})
})

test('a pull request is closed and found by its status', async () => {
	const { codecommit, id } = await openAsked()
	await codecommit.send(new UpdatePullRequestStatusCommand({ ...id, pullRequestStatus: 'CLOSED' }))
	const list = (pullRequestStatus: 'OPEN' | 'CLOSED') =>
		codecommit.send(new ListPullRequestsCommand({ ...SITE, pullRequestStatus }))
	expect([(await list('OPEN')).pullRequestIds, (await list('CLOSED')).pullRequestIds]).toEqual([[], ['1']])
	const get = (pullRequestId: string) => codecommit.send(new GetPullRequestCommand({ pullRequestId }))
	await expect(get('99')).rejects.toMatchObject({ name: 'PullRequestDoesNotExistException' })
	await expect(get('x')).rejects.toMatchObject({ name: 'InvalidPullRequestIdException' })
})

test('templates give rules to new pull requests, which only an override sets aside', async () => {
	const { codecommit, asked } = await openAsked()
	const approvalRuleTemplateName = 'deux'
	const content = { ...JSON.parse(ruleOf(2)), DestinationReferences: ['refs/heads/main'] }
	const approvalRuleTemplateContent = JSON.stringify(content)
	await codecommit.send(
		new CreateApprovalRuleTemplateCommand({ approvalRuleTemplateName, approvalRuleTemplateContent }),
	)
	const associate = { approvalRuleTemplateName, repositoryName: 'site' }
	await codecommit.send(new AssociateApprovalRuleTemplateWithRepositoryCommand(associate))
	const { pullRequest } = await codecommit.send(new CreatePullRequestCommand(asked))
	const [rule] = pullRequest?.approvalRules ?? []
	expect(rule).toMatchObject({
		approvalRuleName: 'deux',
		approvalRuleContent: ruleOf(2),
		originApprovalRuleTemplate: { approvalRuleTemplateName: 'deux' },
	})
	const { pullRequestId } = pullRequest ?? {}
	const named = { pullRequestId, approvalRuleName: 'deux' }
	await expect(codecommit.send(new DeletePullRequestApprovalRuleCommand(named))).rejects.toMatchObject({
		name: 'CannotDeleteApprovalRuleFromTemplateException',
	})
	const changed = { ...named, newRuleContent: ruleOf(1) }
	await expect(
		codecommit.send(new UpdatePullRequestApprovalRuleContentCommand(changed)),
	).rejects.toMatchObject({
		name: 'CannotModifyApprovalRuleFromTemplateException',
	})
	await expect(
		codecommit.send(new DeleteApprovalRuleTemplateCommand({ approvalRuleTemplateName })),
	).rejects.toMatchObject({
		name: 'ApprovalRuleTemplateInUseException',
	})
	const renamed = { oldApprovalRuleTemplateName: 'deux', newApprovalRuleTemplateName: 'trois' }
	await codecommit.send(new UpdateApprovalRuleTemplateNameCommand(renamed))
	expect(
		await codecommit.send(new ListAssociatedApprovalRuleTemplatesForRepositoryCommand(SITE)),
	).toMatchObject({
		approvalRuleTemplateNames: ['trois'],
	})
	const trois = { approvalRuleTemplateName: 'trois' }
	const batch = { ...trois, repositoryNames: ['site', 'absent'] }
	expect(
		await codecommit.send(new BatchDisassociateApprovalRuleTemplateFromRepositoriesCommand(batch)),
	).toMatchObject({
		disassociatedRepositoryNames: ['site'],
		errors: [{ repositoryName: 'absent', errorCode: 'RepositoryDoesNotExistException' }],
	})
	expect(
		await codecommit.send(new BatchAssociateApprovalRuleTemplateWithRepositoriesCommand(batch)),
	).toMatchObject({
		associatedRepositoryNames: ['site'],
	})
	expect(await codecommit.send(new ListRepositoriesForApprovalRuleTemplateCommand(trois))).toMatchObject({
		repositoryNames: ['site'],
	})
})

test.for([
	['not JSON', '{'],
	['another version', ruleOf(1).replace('2018', '2019')],
	['nobody needed', ruleOf(0)],
	[
		'a destination, which only templates name',
		JSON.stringify({ ...JSON.parse(ruleOf(1)), DestinationReferences: ['refs/heads/main'] }),
	],
	['a member of no form', ruleOf(1, 'lea')],
])('a rule of %s is refused', async ([, approvalRuleContent = '']) => {
	const { codecommit, id } = await openAsked()
	const rule = { ...id, approvalRuleName: 'x', approvalRuleContent }
	await expect(codecommit.send(new CreatePullRequestApprovalRuleCommand(rule))).rejects.toEqual(
		refused('InvalidApprovalRuleContentException', 'The content for the approval rule is not valid.'),
	)
})

test('a caller without the right is refused, and another account sees no pull request', async () => {
	const { id, user, other, clientOf } = await openAsked()
	const lea = clientOf(await user('lea', { Action: 'codecommit:Get*' }))
	await lea.send(new GetPullRequestCommand(id))
	await expect(lea.send(new MergePullRequestBySquashCommand({ ...id, ...SITE }))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	await expect(clientOf(other).send(new GetPullRequestCommand(id))).rejects.toMatchObject({
		name: 'PullRequestDoesNotExistException',
	})
})
