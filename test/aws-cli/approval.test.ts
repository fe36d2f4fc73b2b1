import { expect, test } from 'vitest'
import { refusal, startCli } from './emulator.ts'
import { createPipeline, deploy, openSite, review, source, start, states } from './site.ts'

// AWS's own walk: https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-approve-or-reject.html

const TOKEN = '00000000-0000-4000-8000-000000000000'
const cli = await startCli()
const { aws, json, forward } = cli

test('an approval is given once, by its token, and another is refused', { timeout: 120_000 }, async () => {
	await openSite(cli)
	// Without a type, as before V2: this is Debian's CLI as it comes.
	await createPipeline(cli, [source, review, deploy()], { pipelineType: undefined })
	const { Accord } = await states(cli)
	const { token } = Accord.actionStates[0].latestExecution
	expect(await aws(...answer(TOKEN, 'Approved'))).toEqual(
		refusal(
			'InvalidApprovalTokenException',
			'PutApprovalResult',
			'The approval request already received a response or has expired.',
		),
	)
	expect(await aws(...answer(token, 'Approved', 'Personne'))).toEqual(
		refusal(
			'ActionNotFoundException',
			'PutApprovalResult',
			"Stage 'Accord' does not have an action with name 'Personne'",
		),
	)
	expect(await json(...answer(token, 'Approved'))).toEqual({ approvedAt: expect.stringMatching(/^20\d\d-/) })
	await forward(10)
	expect(await states(cli)).toMatchObject({
		Accord: {
			actionStates: [
				{ latestExecution: { summary: 'Relu', lastUpdatedBy: 'arn:aws:iam::123456789012:user/admin' } },
			],
		},
		Deploy: { latestExecution: { status: 'Succeeded' } },
	})
	expect(await aws(...answer(token, 'Approved'))).toEqual(
		refusal(
			'ApprovalAlreadyCompletedException',
			'PutApprovalResult',
			'The approval action has already been approved or rejected.',
		),
	)

	const rejected = await start(cli)
	const waiting = (await states(cli)).Accord.actionStates[0].latestExecution
	await json(...answer(waiting.token, 'Rejected'))
	expect(await states(cli)).toMatchObject({
		Accord: { latestExecution: { status: 'Failed', pipelineExecutionId: rejected } },
		Deploy: { latestExecution: { status: 'Succeeded' } },
	})
})

function answer(token: string, status: string, action = 'Relecture'): Array<string> {
	const where = ['--pipeline-name', 'site', '--stage-name', 'Accord', '--action-name', action]
	const result = ['--result', `summary=Relu,status=${status}`, '--token', token]
	return ['codepipeline', 'put-approval-result', ...where, ...result]
}
