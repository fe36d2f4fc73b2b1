import {
	type PipelineDeclaration,
	PutApprovalResultCommand,
	type StageDeclaration,
} from '@aws-sdk/client-codepipeline'
import type { ForkContext } from '../../checks/context.ts'
import { listActions, listExecutions, publishArchive } from '../../checks/executions.ts'
import { zipFiles } from '../../zip.ts'
import { PIPELINE, WEB_BUCKET } from '../names.ts'
import { sitePages } from '../start.ts'

const MINUTE = 60_000
/** Minutes that some versions may take from their source to the site, with someone who reads them over at once. */
const MINUTES_AT_MOST = 90

/** The stage that writes the site, whatever it is called. */
export function productionStage(pipeline: PipelineDeclaration): StageDeclaration | undefined {
	return pipeline.stages?.find(({ actions = [] }) =>
		actions.some(
			({ actionTypeId, configuration }) =>
				actionTypeId?.category === 'Deploy' && configuration?.BucketName === WEB_BUCKET,
		),
	)
}

/** The stage in which a version waits to be read over. */
export function reviewStage(pipeline: PipelineDeclaration): StageDeclaration | undefined {
	return pipeline.stages?.find(({ actions = [] }) =>
		actions.some(({ actionTypeId }) => actionTypeId?.category === 'Approval'),
	)
}

/** Puts a version of the site in the source of a fork's pipeline and starts an execution; answers its id. */
export function publish(
	fork: ForkContext,
	pipeline: PipelineDeclaration,
	archive: Uint8Array = zipFiles(sitePages(`contrôle ${fork.now()}`)),
): Promise<string> {
	return publishArchive(fork, pipeline, archive)
}

/** Approves what an execution waits for. */
async function approve({ aws }: ForkContext, executionId: string | undefined): Promise<void> {
	const waiting = (await listActions(aws, PIPELINE, executionId)).filter(
		({ status, input }) => status === 'InProgress' && input?.actionTypeId?.category === 'Approval',
	)
	for (const { stageName, actionName, output } of waiting) {
		await aws.codepipeline.send(
			new PutApprovalResultCommand({
				...{ pipelineName: PIPELINE, stageName, actionName },
				// In PARALLEL mode the state does not tell the token: it is what the action is known by.
				token: output?.executionResult?.externalExecutionId,
				result: { status: 'Approved', summary: 'Relu par le contrôle.' },
			}),
		)
	}
}

/** Lets time pass in a fork, someone approving each version as it comes, until nothing is in progress. */
export async function runToRest(fork: ForkContext): Promise<void> {
	for (let minute = 0; minute < MINUTES_AT_MOST; minute++) {
		const goingOn = (await listExecutions(fork.aws, PIPELINE)).filter(
			({ status }) => status === 'InProgress' || status === 'Stopping',
		)
		if (goingOn.length === 0) return
		for (const { pipelineExecutionId } of goingOn) await approve(fork, pipelineExecutionId)
		await fork.advance(MINUTE)
	}
}
