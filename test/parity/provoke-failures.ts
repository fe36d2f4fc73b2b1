import {
	type ActionState,
	GetPipelineStateCommand,
	PutApprovalResultCommand,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { openWorkshop } from '#labs/aws/services/codepipeline/jobs/worker.fixture.ts'
import {
	approvalAction,
	deployAction,
	policy,
	sourceAction,
} from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import type { Seen } from './seen.ts'

// Actions that fail, each for one reason.

/** What S3 refuses a role: the source object, the artifact; and an artifact that is gone. */
export async function provokeFailures(): Promise<Array<Seen>> {
	const { pipelines, s3, iam, createPipeline, stage, pass } = await openWorkshop()
	const limit = (statement: object) =>
		iam.send(
			new PutRolePolicyCommand({
				...{ RoleName: 'service', PolicyName: 'limit' },
				PolicyDocument: policy(statement),
			}),
		)
	const start = async () => {
		await pipelines.send(new StartPipelineExecutionCommand({ name: 'site' }))
		await pass(10)
	}
	const approve = async () => {
		const token = (await stage('Review')).action?.latestExecution?.token
		const review = { pipelineName: 'site', stageName: 'Review', actionName: 'Approve', token }
		const result = { status: 'Approved', summary: '' } as const
		await pipelines.send(new PutApprovalResultCommand({ ...review, result }))
		await pass(10)
	}
	await limit({ Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::artifacts/*' })
	await createPipeline([
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Review', actions: [approvalAction()] },
		{ name: 'Deploy', actions: [deployAction()] },
	])
	await pass(10)
	await approve()
	const unread = failureOf((await stage('Deploy')).action)

	await limit({ Effect: 'Deny', Action: 's3:Nothing', Resource: '*' })
	await start()
	const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'artifacts' }))
	for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: 'artifacts', Key }))
	await approve()
	const gone = failureOf((await stage('Deploy')).action)

	await limit({ Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::source' })
	await start()
	const unseen = failureOf((await stage('Source')).action)
	await limit({ Effect: 'Deny', Action: 'codecommit:*', Resource: '*' })
	await createPipeline(
		[
			{ name: 'Source', actions: [fromRepository()] },
			{ name: 'Review', actions: [approvalAction()] },
		],
		{ name: 'depot' },
	)
	await pass(10)
	const { stageStates } = await pipelines.send(new GetPipelineStateCommand({ name: 'depot' }))
	return [unread, gone, unseen, failureOf(stageStates?.[0]?.actionStates?.[0])]
}

/** A source whose repository there is not, and that nobody may ask for. */
function fromRepository() {
	const configuration = { RepositoryName: 'site', BranchName: 'main', PollForSourceChanges: 'false' }
	const actionTypeId = { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' } as const
	return { ...sourceAction(), actionTypeId, configuration }
}

function failureOf(action: ActionState | undefined): Seen {
	const { code, message } = action?.latestExecution?.errorDetails ?? {}
	if (code === undefined || message === undefined) throw new Error('The action did not fail')
	return { code, message }
}
