import {
	ListActionExecutionsCommand,
	ListDeployActionExecutionTargetsCommand,
	type ListDeployActionExecutionTargetsCommandInput,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { openWorkshop, refusal } from '../jobs/worker.fixture.ts'
import { deployAction, sourceAction } from '../pipeline.fixture.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

/** A pipeline that has deployed to S3, and has tried to deploy to EC2. */
async function openDeployed() {
	const { createPipeline, pass, pipelines } = await openWorkshop()
	const ec2 = {
		...deployAction(),
		name: 'Fleet',
		actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'EC2', version: '1' } as const,
		configuration: {
			...{ InstanceTagKey: 'env', InstanceTagValue: 'demo', InstanceType: 'EC2' },
			...{ TargetDirectory: '/srv', PostScript: 'deploy.sh' },
		},
	}
	await createPipeline([
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Deploy', actions: [deployAction(), ec2] },
	])
	await pass(60)
	const { actionExecutionDetails = [] } = await pipelines.send(
		new ListActionExecutionsCommand({ pipelineName: 'site' }),
	)
	return {
		idOf: (action: string) =>
			actionExecutionDetails.find(({ actionName }) => actionName === action)?.actionExecutionId,
		list: (actionExecutionId?: string, rest: Partial<ListDeployActionExecutionTargetsCommandInput> = {}) =>
			pipelines.send(new ListDeployActionExecutionTargetsCommand({ actionExecutionId, ...rest })),
	}
}

test('a deployment to EC2 that never ran has no targets', async () => {
	const { idOf, list } = await openDeployed()
	expect((await list(idOf('Fleet'))).targets).toEqual([])
	const statuses = [{ name: 'TARGET_STATUS' as const, values: ['Failed'] }]
	const filtered = await list(idOf('Fleet'), { pipelineName: 'site', filters: statuses, maxResults: 10 })
	expect(filtered.targets).toEqual([])
	await expect(list(idOf('Fleet'), { nextToken: 'bm9u' })).rejects.toMatchObject({
		name: 'InvalidNextTokenException',
	})
})

test('targets are told of deployments to EC2 and EKS alone, that there are', async () => {
	const { idOf, list } = await openDeployed()
	for (const action of ['Fetch', 'Publish']) {
		await expect(list(idOf(action))).rejects.toEqual(
			refusal('ValidationException', `Action execution '${idOf(action)}' is not a deployment to EC2 or EKS`),
		)
	}
	await expect(list(NOBODY)).rejects.toEqual(
		refusal('ActionExecutionNotFoundException', `Action execution with ID '${NOBODY}' does not exist`),
	)
	await expect(list(idOf('Fleet'), { pipelineName: 'other' })).rejects.toEqual(
		refusal('PipelineNotFoundException', `Account '${ACCOUNT}' does not have a pipeline with name 'other'`),
	)
})
