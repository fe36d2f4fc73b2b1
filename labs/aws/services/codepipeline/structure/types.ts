import type { PipelineDeclaration, PipelineType } from '@aws-sdk/client-codepipeline'
import { invalidStructure } from '../codepipeline-error.ts'
import { usesConditions } from './conditions.ts'

// What only pipelines of type V2 may have.

/**
 * The type of a pipeline. One that names none is V2 since 9 December 2024, « when the pipeline type is not
 * specified »; pipelines that existed keep theirs (AWS's notice, quoted in
 * https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/596), unless an update brings what only V2
 * has (the API reference of PipelineDeclaration).
 */
export function typeOf(pipeline: PipelineDeclaration, before?: PipelineDeclaration): PipelineType {
	if (pipeline.pipelineType !== undefined) return pipeline.pipelineType
	return before?.pipelineType === 'V1' && !needsV2(pipeline) ? 'V1' : 'V2'
}

function needsV2({
	executionMode = 'SUPERSEDED',
	variables = [],
	triggers = [],
	stages = [],
}: PipelineDeclaration): boolean {
	if (executionMode !== 'SUPERSEDED' || variables.length > 0 || triggers.length > 0) return true
	return stages.some(usesConditions)
}

export function assertTypeFeatures(pipeline: PipelineDeclaration): void {
	const { pipelineType, executionMode = 'SUPERSEDED', variables = [], triggers = [] } = pipeline
	if (pipelineType === 'V1') {
		if (executionMode !== 'SUPERSEDED') {
			throw invalidStructure('QUEUED or PARALLEL mode can only be used with V2 pipelines')
		}
		if (variables.length > 0) throw invalidStructure('Pipeline variable can only be used with V2 pipelines')
		if (triggers.length > 0) throw invalidStructure('Triggers on tag can only be used with V2 pipelines')
	}
}

/** There are at most 50: the model. */
export function assertVariables({ variables = [] }: PipelineDeclaration): void {
	const seen = new Set<string | undefined>()
	for (const { name } of variables) {
		if (seen.has(name)) {
			throw invalidStructure(
				`Variable names must be unique. The following variable name is already in use: ${name}`,
			)
		}
		seen.add(name)
	}
}
