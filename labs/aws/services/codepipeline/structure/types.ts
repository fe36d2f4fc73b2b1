import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidStructure } from '../codepipeline-error.ts'
import { usesConditions } from './conditions.ts'

// What only pipelines of type V2 may have.

/**
 * The type of a pipeline that does not name one: V2 when it uses what only V2
 * has, else none (which counts as V1). Source: the API reference of
 * PipelineDeclaration and CloudFormation's page on PipelineType.
 */
export function inferredType(pipeline: PipelineDeclaration): PipelineDeclaration['pipelineType'] {
	const { pipelineType, executionMode = 'SUPERSEDED', variables = [], triggers = [], stages = [] } = pipeline
	if (pipelineType !== undefined) return pipelineType
	const needsV2 =
		executionMode !== 'SUPERSEDED' ||
		variables.length > 0 ||
		triggers.length > 0 ||
		stages.some(usesConditions)
	return needsV2 ? 'V2' : undefined
}

export function assertTypeFeatures(pipeline: PipelineDeclaration): void {
	const { pipelineType = 'V1', executionMode = 'SUPERSEDED', variables = [], triggers = [] } = pipeline
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
