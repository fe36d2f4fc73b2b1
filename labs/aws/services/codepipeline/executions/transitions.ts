import type { DisableStageTransitionInput, EnableStageTransitionInput } from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import type { Transition } from '../collections.ts'
import { admitWaiting } from '../engine/run.ts'
import { putStageState, requirePipeline, requireStage, stageState, structureOf } from '../store.ts'

export const disableStageTransition = operation<DisableStageTransitionInput, void>({
	access: ({ pipelineName, stageName }, call) =>
		pipelineAccess(call.scope, 'DisableStageTransition', pipelineName, stageName),
	run(input, call) {
		setTransition(call, input, { enabled: false, disabledReason: input.reason })
	},
})

export const enableStageTransition = operation<EnableStageTransitionInput, void>({
	access: ({ pipelineName, stageName }, call) =>
		pipelineAccess(call.scope, 'EnableStageTransition', pipelineName, stageName),
	async run(input, call) {
		for (const stage of setTransition(call, input, { enabled: true })) {
			await admitWaiting(call, input.pipelineName ?? '', stage)
		}
	},
})

/** Writes the transition into the stage, or, for Outbound, the one after it. Answers the stages concerned. */
function setTransition(
	call: Call,
	{ pipelineName, stageName, transitionType }: EnableStageTransitionInput,
	change: Transition,
): Array<string> {
	const pipeline = requirePipeline(call, pipelineName)
	const structure = structureOf(call, pipeline.name, pipeline.version)
	const names = (structure.stages ?? []).map(({ name = '' }) => name)
	const { name = '' } = requireStage(structure, stageName)
	const stage = transitionType === 'Outbound' ? names[names.indexOf(name) + 1] : name
	if (stage === undefined) return []
	const transition = { ...change, changedBy: call.principal.arn, changedAt: call.now }
	putStageState(call, { ...stageState(call, pipeline.name, stage), transition })
	return [stage]
}
