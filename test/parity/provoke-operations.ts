import {
	type CodePipelineClient,
	CreateCustomActionTypeCommand,
	type CreateCustomActionTypeCommandInput,
	DeleteCustomActionTypeCommand,
	GetPipelineCommand,
	ListPipelinesCommand,
	OverrideStageConditionCommand,
	PutApprovalResultCommand,
	PutWebhookCommand,
	RegisterWebhookWithThirdPartyCommand,
	RetryStageExecutionCommand,
	RollbackStageCommand,
	StartPipelineExecutionCommand,
	StopPipelineExecutionCommand,
	TagResourceCommand,
	UpdatePipelineCommand,
	type WebhookDefinition,
} from '@aws-sdk/client-codepipeline'
import { ACCOUNT } from '#labs/aws/emulator.fixture.ts'
import { ATELIER, BUILD, openWorkshop, ROLE } from '#labs/aws/services/codepipeline/jobs/worker.fixture.ts'
import {
	approvalAction,
	deployAction,
	sourceAction,
} from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import { refusalOf, type Seen } from './seen.ts'

// Calls that are refused, each for one reason.

const UNKNOWN = '00000000-0000-4000-8000-000000000000'
const PIPELINE = { pipelineName: 'site' }
const source = { name: 'Source', actions: [sourceAction()] }
const review = { name: 'Review', actions: [approvalAction()] }
const deploy = { name: 'Deploy', actions: [deployAction()] }

/** Refusals that need no execution. */
export async function provokeNames(): Promise<Array<Seen>> {
	const { pipelines, createPipeline, poll } = await openWorkshop()
	await createPipeline([source, deploy])
	const structure = { name: 'other', roleArn: ROLE, stages: [source, deploy] }
	const resourceArn = `arn:aws:codepipeline:eu-west-3:${ACCOUNT}:site`
	const crowd = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }))
	return [
		await refusalOf(pipelines.send(new GetPipelineCommand({ name: 'other' }))),
		await refusalOf(pipelines.send(new StartPipelineExecutionCommand({ name: 'other' }))),
		await refusalOf(
			pipelines.send(
				new StartPipelineExecutionCommand({
					name: 'site',
					variables: [1, 2].map((value) => ({ name: 'x', value: String(value) })),
				}),
			),
		),
		await refusalOf(pipelines.send(new UpdatePipelineCommand({ pipeline: structure }))),
		await refusalOf(createPipeline([source, deploy])),
		await refusalOf(
			pipelines.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'aws:x', value: '' }] })),
		),
		await refusalOf(pipelines.send(new TagResourceCommand({ resourceArn, tags: crowd }))),
		await refusalOf(pipelines.send(new ListPipelinesCommand({ nextToken: 'mine' }))),
		await refusalOf(poll()),
	]
}

/** Refusals by what executions have come to. */
export async function provokeExecutions(): Promise<Array<Seen>> {
	const { pipelines, createPipeline, stage, pass } = await openWorkshop()
	await createPipeline([source, review, deploy])
	const start = async () => {
		const { pipelineExecutionId = '' } = await pipelines.send(
			new StartPipelineExecutionCommand({ name: 'site' }),
		)
		await pass(10)
		return pipelineExecutionId
	}
	const answer = (token: string, status: 'Approved' | 'Rejected' = 'Approved') =>
		pipelines.send(
			new PutApprovalResultCommand({
				...{ ...PIPELINE, stageName: 'Review', actionName: 'Approve', token },
				result: { status, summary: '' },
			}),
		)
	const waiting = async () => (await stage('Review')).action?.latestExecution?.token ?? ''
	const of = (pipelineExecutionId: string, stageName = 'Review') => ({
		...{ ...PIPELINE, stageName, pipelineExecutionId },
	})
	const retry = (id: string) =>
		pipelines.send(new RetryStageExecutionCommand({ ...of(id), retryMode: 'FAILED_ACTIONS' }))
	const rollBack = (targetPipelineExecutionId: string, stageName: string) =>
		pipelines.send(new RollbackStageCommand({ ...PIPELINE, stageName, targetPipelineExecutionId }))

	await pass(10)
	const token = await waiting()
	const first = (await stage('Review')).latestExecution?.pipelineExecutionId ?? ''
	const seen = [await refusalOf(answer(UNKNOWN))]
	await answer(token)
	await pass(10)
	seen.push(await refusalOf(answer(token)), await refusalOf(retry(first)))
	seen.push(await refusalOf(rollBack(first, 'Source')))
	const override = new OverrideStageConditionCommand({ ...of(first), conditionType: 'BEFORE_ENTRY' })
	seen.push(await refusalOf(pipelines.send(override)))

	const second = await start()
	await answer(await waiting(), 'Rejected')
	const third = await start()
	seen.push(await refusalOf(retry(second)))
	const stop = new StopPipelineExecutionCommand({ ...PIPELINE, pipelineExecutionId: third })
	await pipelines.send(stop)
	seen.push(await refusalOf(pipelines.send(stop)))
	const ended = new StopPipelineExecutionCommand({ ...PIPELINE, pipelineExecutionId: first })
	seen.push(await refusalOf(pipelines.send(ended)))

	const { pipeline } = await pipelines.send(new GetPipelineCommand({ name: 'site' }))
	await pipelines.send(new UpdatePipelineCommand({ pipeline }))
	seen.push(await refusalOf(rollBack(first, 'Deploy')))
	return seen
}

/** One execution too many. */
export async function provokeConcurrency(): Promise<Array<Seen>> {
	const { pipelines, createPipeline } = await openWorkshop()
	await createPipeline([source, review], { executionMode: 'PARALLEL' })
	const start = () => pipelines.send(new StartPipelineExecutionCommand({ name: 'site' }))
	for (let running = 1; running < 50; running++) await start()
	return [await refusalOf(start())]
}

/** Custom action types that break a rule. */
export async function provokeActionTypes(): Promise<Array<Seen>> {
	const { pipelines, defineType } = await openWorkshop()
	const property = (name: string, secret = false) => ({
		...{ name, secret, required: true, key: true, queryable: true },
	})
	const define = (change: Partial<CreateCustomActionTypeCommandInput>) =>
		refusalOf(pipelines.send(new CreateCustomActionTypeCommand({ ...ATELIER, ...change })))
	const seen = [
		await define({ configurationProperties: [property('Project'), property('Stage')] }),
		await define({ configurationProperties: [property('Project', true)] }),
		await define({ inputArtifactDetails: { minimumCount: 2, maximumCount: 1 } }),
	]
	await defineType()
	await pipelines.send(new DeleteCustomActionTypeCommand(BUILD))
	seen.push(await define({ inputArtifactDetails: { minimumCount: 1, maximumCount: 1 } }))
	return seen
}

/** Webhooks that are refused, or reach nobody. */
export async function provokeWebhooks(): Promise<Array<Seen>> {
	const { pipelines, createPipeline } = await openWorkshop()
	const code = {
		...{ name: 'Code', outputArtifacts: [{ name: 'SourceOutput' }] },
		actionTypeId: { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' } as const,
		configuration: { Owner: 'o', Repo: 'r', Branch: 'main', OAuthToken: 'sesame' },
	}
	await createPipeline([{ name: 'Source', actions: [code] }, deploy])
	const put = (change: Partial<WebhookDefinition>) => putWebhook(pipelines, change)
	await put({})
	const register = new RegisterWebhookWithThirdPartyCommand({ webhookName: 'hook' })
	return [
		await refusalOf(put({ authentication: 'IP', authenticationConfiguration: {} })),
		await refusalOf(put({ authenticationConfiguration: { SecretToken: 'x' } })),
		await refusalOf(put({ targetAction: 'Other' })),
		await refusalOf(pipelines.send(register)),
	]
}

function putWebhook(pipelines: CodePipelineClient, change: Partial<WebhookDefinition>) {
	const webhook: WebhookDefinition = {
		...{ name: 'hook', targetPipeline: 'site', targetAction: 'Code', filters: [{ jsonPath: '$.ref' }] },
		...{ authentication: 'UNAUTHENTICATED', authenticationConfiguration: {}, ...change },
	}
	return pipelines.send(new PutWebhookCommand({ webhook }))
}
