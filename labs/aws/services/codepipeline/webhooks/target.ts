import type { ActionDeclaration, WebhookDefinition } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { invalid } from '../codepipeline-error.ts'
import { type Pipeline, pipelines } from '../collections.ts'
import { requirePipeline, structureOf } from '../store.ts'

/** The source action that a webhook is for, as it is defined now. */
export function findTarget(
	call: Call,
	{ targetPipeline = '', targetAction }: WebhookDefinition,
): ActionDeclaration | undefined {
	const pipeline = call.world.get(pipelines, call.scope, targetPipeline)
	const stages = pipeline && structureOf(call, pipeline.name, pipeline.version).stages
	return stages?.[0]?.actions?.find(({ name }) => name === targetAction)
}

/** The same with its pipeline, or AWS's refusal. */
export function requireTarget(
	call: Call,
	definition: WebhookDefinition,
): { pipeline: Readonly<Pipeline>; action: ActionDeclaration } {
	const pipeline = requirePipeline(call, definition.targetPipeline)
	const action = findTarget(call, definition)
	if (action) return { pipeline, action }
	throw invalid(
		`Action with name ${definition.targetAction} was not found in the first stage of the pipeline`,
	)
}
