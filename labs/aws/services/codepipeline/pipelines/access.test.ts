import { expect, test } from 'vitest'
import type { UserPrincipal } from '../../../identity/principal.ts'
import { ACCOUNT, policy, ROLE, SCOPE, siteDemo } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const ARN = `arn:aws:codepipeline:${SCOPE.region}:${ACCOUNT}:site-demo`
const ADA = `arn:aws:iam::${ACCOUNT}:user/ada`

/** A pipeline, and a user who may do only what is given. */
async function worldOfAda(statement: object) {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	const { User } = (await world.iam('CreateUser', { UserName: 'ada' })) as { User: { UserId: string } }
	const PolicyDocument = policy({ Effect: 'Allow', ...statement })
	await world.iam('PutUserPolicy', { UserName: 'ada', PolicyName: 'access', PolicyDocument })
	const ada: UserPrincipal = {
		type: 'user',
		account: ACCOUNT,
		arn: ADA,
		userName: 'ada',
		userId: User.UserId,
	}
	return { ask: (operation: string, input: object) => world.pipeline(operation, input, ada) }
}

const stage = { pipelineName: 'site-demo', stageName: 'Deploy' }
const result = { status: 'Approved', summary: '' }
const ID = '00000000-0000-4000-8000-000000000000'
const actionTypeId = { category: 'Build', owner: 'Custom', provider: 'Atelier', version: '1' }
const counts = { minimumCount: 0, maximumCount: 1 }
const actionType = { ...actionTypeId, inputArtifactDetails: counts, outputArtifactDetails: counts }
const TYPE_ARN = `arn:aws:codepipeline:${SCOPE.region}:${ACCOUNT}:actiontype:Custom/Build/Atelier/1`
const WEBHOOK_ARN = `arn:aws:codepipeline:${SCOPE.region}:${ACCOUNT}:webhook:hook`
const actionRevision = { revisionId: 'r', revisionChangeId: 'x', created: new Date(0) }

const ON: Array<[operation: string, resource: string, input: object]> = [
	['GetPipeline', ARN, { name: 'site-demo' }],
	['GetPipelineState', ARN, { name: 'site-demo' }],
	['StartPipelineExecution', ARN, { name: 'site-demo' }],
	['DeletePipeline', ARN, { name: 'site-demo' }],
	['ListPipelineExecutions', ARN, { pipelineName: 'site-demo' }],
	['ListActionExecutions', ARN, { pipelineName: 'site-demo' }],
	['DisableStageTransition', `${ARN}/Deploy`, { ...stage, transitionType: 'Inbound', reason: 'gel' }],
	['RetryStageExecution', `${ARN}/Deploy`, { ...stage, pipelineExecutionId: ID, retryMode: 'ALL_ACTIONS' }],
	['PutApprovalResult', `${ARN}/Deploy/Publish`, { ...stage, actionName: 'Publish', token: ID, result }],
	['PutActionRevision', `${ARN}/Deploy/Publish`, { ...stage, actionName: 'Publish', actionRevision }],
	['ListDeployActionExecutionTargets', ARN, { pipelineName: 'site-demo', actionExecutionId: ID }],
	['CreateCustomActionType', TYPE_ARN, actionType],
	['DeleteCustomActionType', TYPE_ARN, actionTypeId],
	['PollForJobs', TYPE_ARN, { actionTypeId }],
	['DeleteWebhook', WEBHOOK_ARN, { name: 'hook' }],
	['RegisterWebhookWithThirdParty', WEBHOOK_ARN, { webhookName: 'hook' }],
	['DeregisterWebhookWithThirdParty', WEBHOOK_ARN, { webhookName: 'hook' }],
	['ListWebhooks', WEBHOOK_ARN.replace(/hook$/, '*'), {}],
]

test.for(ON)('%s needs its own action on %s', async ([operation, Resource, input]) => {
	const { ask } = await worldOfAda({ Action: `codepipeline:${operation}`, Resource })
	await ask(operation, input).catch(({ code }) => expect(code).not.toBe('AccessDeniedException'))
	const elsewhere = await worldOfAda({ Action: `codepipeline:${operation}`, Resource: `${ARN}-autre` })
	await expect(elsewhere.ask(operation, input)).rejects.toMatchObject({
		code: 'AccessDeniedException',
		message: `User: ${ADA} is not authorized to perform: codepipeline:${operation} on resource: ${Resource} because no identity-based policy allows the codepipeline:${operation} action`,
	})
})

const jobId = ID
const clientToken = 'shared'
const id = { ...actionTypeId, owner: 'ThirdParty' }
const failureDetails = { type: 'JobFailed', message: 'no' }

const ON_ALL: Array<[operation: string, input: object]> = [
	['ListActionTypes', {}],
	['GetActionType', id],
	['UpdateActionType', { actionType: { id, executor: {}, ...actionType } }],
	['AcknowledgeJob', { jobId, nonce: '1' }],
	['GetJobDetails', { jobId }],
	['PutJobSuccessResult', { jobId }],
	['PutJobFailureResult', { jobId, failureDetails }],
	['PollForThirdPartyJobs', { actionTypeId: id }],
	['AcknowledgeThirdPartyJob', { jobId, clientToken, nonce: '1' }],
	['GetThirdPartyJobDetails', { jobId, clientToken }],
	['PutThirdPartyJobSuccessResult', { jobId, clientToken }],
	['PutThirdPartyJobFailureResult', { jobId, clientToken, failureDetails }],
	['ListDeployActionExecutionTargets', { actionExecutionId: ID }],
]

test.for(ON_ALL)('%s needs its own action, on every resource', async ([operation, input]) => {
	const { ask } = await worldOfAda({ Action: `codepipeline:${operation}`, Resource: '*' })
	await ask(operation, input).catch(({ code }) => expect(code).not.toBe('AccessDeniedException'))
	const narrower = await worldOfAda({ Action: `codepipeline:${operation}`, Resource: TYPE_ARN })
	await expect(narrower.ask(operation, input)).rejects.toMatchObject({
		code: 'AccessDeniedException',
		message: `User: ${ADA} is not authorized to perform: codepipeline:${operation} because no identity-based policy allows the codepipeline:${operation} action`,
	})
})

test('a webhook is put on its pipeline and on itself, and tagged with a right of its own', async () => {
	const webhook = {
		...{ name: 'hook', targetPipeline: 'site-demo', targetAction: 'Fetch', filters: [] },
		...{ authentication: 'UNAUTHENTICATED', authenticationConfiguration: {} },
	}
	for (const [Resource, refused] of [
		[ARN, WEBHOOK_ARN],
		[WEBHOOK_ARN, ARN],
	]) {
		const { ask } = await worldOfAda({ Action: 'codepipeline:PutWebhook', Resource })
		await expect(ask('PutWebhook', { webhook })).rejects.toMatchObject({
			code: 'AccessDeniedException',
			message: expect.stringContaining(`codepipeline:PutWebhook on resource: ${refused} `),
		})
	}
	const { ask } = await worldOfAda({ Action: 'codepipeline:PutWebhook', Resource: [ARN, WEBHOOK_ARN] })
	await ask('PutWebhook', { webhook })
	await expect(ask('PutWebhook', { webhook, tags: [{ key: 'a', value: '1' }] })).rejects.toMatchObject({
		message: expect.stringContaining(`codepipeline:TagResource on resource: ${WEBHOOK_ARN} `),
	})
})

test('a custom type is tagged at its creation with a right of its own', async () => {
	const { ask } = await worldOfAda({ Action: 'codepipeline:CreateCustomActionType', Resource: '*' })
	const tags = [{ key: 'a', value: '1' }]
	await expect(ask('CreateCustomActionType', { ...actionType, tags })).rejects.toMatchObject({
		message: expect.stringContaining(`codepipeline:TagResource on resource: ${TYPE_ARN} `),
	})
})

test('who creates or changes a pipeline must be allowed to pass its role', async () => {
	const { ask } = await worldOfAda({ Action: 'codepipeline:*', Resource: '*' })
	await expect(ask('UpdatePipeline', { pipeline: siteDemo() })).rejects.toMatchObject({
		code: 'AccessDeniedException',
		message: expect.stringContaining(`is not authorized to perform: iam:PassRole on resource: ${ROLE}`),
	})
})
