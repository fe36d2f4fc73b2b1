import type {
	InputArtifact,
	ListActionExecutionsInput,
	ListRuleExecutionsInput,
	StartTimeRange,
} from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import type { Collection } from '../../../world/world.ts'
import { actionExecutionId, type Execution, newestFirst, type StageRun } from '../collections.ts'
import { pageOf, pageOfIndex } from '../pages.ts'
import { nextTry, requireExecution, requirePipeline } from '../store.ts'

// A pipeline tries actions, and the rules of its conditions: both are numbered
// together, kept by execution, and listed newest first.

/** What is kept of one kind of try. */
export interface Tries<T> {
	collection: Collection<T>
	order: Collection<{ key: string }>
	/** The key of the try that counts in a stage, of those at the same action or rule. */
	counted(stage: StageRun, attempt: Readonly<T>): string | undefined
}

/** What every new try begins with; it stands in the pipeline's history from now on. */
export function newTry(
	call: Call,
	execution: Execution,
	{ stage, inputArtifacts = [] }: { stage: string; inputArtifacts?: ReadonlyArray<InputArtifact> },
	order: Collection<{ key: string }>,
) {
	const number = nextTry(call, execution.pipeline)
	const key = actionExecutionId(execution.pipeline, execution.id, number)
	call.world.put(order, call.scope, newestFirst(execution.pipeline, number), { key })
	return {
		key,
		id: call.ids.uuid(),
		pipeline: execution.pipeline,
		version: execution.version,
		executionId: execution.id,
		stage,
		status: 'InProgress' as const,
		startedAt: call.now,
		updatedAt: call.now,
		inputs: inputArtifacts.flatMap(({ name = '' }) => {
			const location = execution.artifacts[name]
			return location ? [{ name, ...location }] : []
		}),
	}
}

/** One page of a pipeline's tries, newest first; of one execution where the filter names it. */
export function pageOfTries<T extends { key: string; stage: string }>(
	call: Call,
	tries: Tries<T>,
	{ pipelineName, filter, ...paging }: ListActionExecutionsInput | ListRuleExecutionsInput,
): { page: Array<Readonly<T>>; nextToken?: string } {
	const pipeline = requirePipeline(call, pipelineName)
	const latest = filter?.latestInPipelineExecution
	const id = filter?.pipelineExecutionId ?? latest?.pipelineExecutionId
	if (id === undefined) {
		return pageOfIndex(call, tries.order, pipeline.name, paging, ({ key }) =>
			call.world.get(tries.collection, call.scope, key),
		)
	}
	return pageOf(triesOf(call, tries, pipeline.name, id, latest?.startTimeRange), ({ key }) => key, paging)
}

/** An execution's tries, newest first; of the range `Latest`, those that count. */
function triesOf<T extends { key: string; stage: string }>(
	call: Call,
	{ collection, counted }: Tries<T>,
	pipeline: string,
	id: string,
	range: StartTimeRange = 'All',
): Array<Readonly<T>> {
	const { stages } = requireExecution(call, pipeline, id)
	const all = call.world.list(collection, call.scope, { prefix: `${pipeline}/${id}/` }).reverse()
	if (range === 'All') return all
	return all.filter((attempt) => {
		const stage = stages[attempt.stage]
		return stage && counted(stage, attempt) === attempt.key
	})
}
