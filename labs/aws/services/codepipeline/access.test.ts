import { expect, test } from 'vitest'
import type { UserPrincipal } from '../../principal.ts'
import { ACCOUNT, openWorld, policy, ROLE, SCOPE, siteDemo } from './fixture.ts'

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

test('who creates or changes a pipeline must be allowed to pass its role', async () => {
	const { ask } = await worldOfAda({ Action: 'codepipeline:*', Resource: '*' })
	await expect(ask('UpdatePipeline', { pipeline: siteDemo() })).rejects.toMatchObject({
		code: 'AccessDeniedException',
		message: expect.stringContaining(`is not authorized to perform: iam:PassRole on resource: ${ROLE}`),
	})
})
