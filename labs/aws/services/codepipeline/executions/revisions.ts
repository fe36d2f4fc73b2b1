import type { PutActionRevisionInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { collection } from '../../../world/world.ts'
import { pipelineAccess } from '../arns.ts'
import { invalid } from '../codepipeline-error.ts'
import { startExecution } from '../engine/start.ts'
import { requirePipeline, requireStage, structureOf } from '../store.ts'

/** A revision of a source, told by PutActionRevision or by the worker who fetched it. */
export interface ActionRevision {
	revisionId: string
	revisionChangeId: string
	createdAt: number
	/** The execution that used it first. */
	executionId: string
}

/** Every revision known of a source. Id: `pipeline/action/revision`. */
const usedRevisions = collection<ActionRevision>('codepipeline', 'used-revisions')
/** The revision of a source that was told last. Id: `pipeline/action`. */
const currentRevisions = collection<ActionRevision>('codepipeline', 'current-revisions')

interface SourceName {
	pipeline: string
	action: string
}

/** The revision of a source that CodePipeline heard of last, if any. */
export function currentRevision(
	{ world, scope }: Pick<Call, 'world' | 'scope'>,
	{ pipeline, action }: SourceName,
): Readonly<ActionRevision> | undefined {
	return world.get(currentRevisions, scope, `${pipeline}/${action}`)
}

/** Remembers a revision; one that is known keeps the execution that used it first. */
export function recordRevision(call: Call, { pipeline, action }: SourceName, revision: ActionRevision): void {
	const id = `${pipeline}/${action}/${revision.revisionId}`
	const known = call.world.get(usedRevisions, call.scope, id)
	if (!known) call.world.put(usedRevisions, call.scope, id, { ...revision })
	call.world.put(currentRevisions, call.scope, `${pipeline}/${action}`, { ...revision })
}

/** Forgets the revisions of a pipeline that is deleted. */
export function deleteRevisions(call: Call, pipeline: string): void {
	for (const documents of [usedRevisions, currentRevisions]) {
		for (const [id] of call.world.entries(documents, call.scope, { prefix: `${pipeline}/` })) {
			call.world.delete(documents, call.scope, id)
		}
	}
}

/** Hears of a revision of a custom source; one that is new starts an execution. */
export const putActionRevision = operation<PutActionRevisionInput, object>({
	access: ({ pipelineName, stageName, actionName }, call) =>
		pipelineAccess(call.scope, 'PutActionRevision', pipelineName, stageName, actionName),
	async run({ pipelineName, stageName, actionName = '', actionRevision }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const structure = structureOf(call, pipeline.name, pipeline.version)
		const action = requireStage(structure, stageName).actions?.find(({ name }) => name === actionName)
		if (!action) {
			// Ours, as the next.
			const message = `Stage '${stageName}' does not have an action with name '${actionName}'`
			throw new AwsError('ActionNotFoundException', message)
		}
		const { category, owner } = action.actionTypeId ?? {}
		if (category !== 'Source' || owner !== 'Custom') {
			throw invalid(`Action '${actionName}' is not a source action of a custom type`)
		}
		const { revisionId = '', revisionChangeId = '', created } = actionRevision ?? {}
		const source = { pipeline: pipeline.name, action: actionName }
		const known = call.world.get(usedRevisions, call.scope, `${pipeline.name}/${actionName}/${revisionId}`)
		if (known) return { newRevision: false, pipelineExecutionId: known.executionId }
		const trigger = { triggerType: 'PutActionRevision' as const, triggerDetail: call.principal.arn }
		const { id: executionId } = await startExecution(call, pipeline, { trigger })
		const createdAt = created?.getTime() ?? call.now
		recordRevision(call, source, { revisionId, revisionChangeId, createdAt, executionId })
		return { newRevision: true, pipelineExecutionId: executionId }
	},
})
