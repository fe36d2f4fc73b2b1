import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import type { FindActionType } from './action-type.ts'
import { assertActions } from './actions.ts'
import {
	assertArtifactStore,
	assertInputsDeclared,
	assertNamespacesUnique,
	assertOutputsUnique,
} from './artifacts.ts'
import { findOfferedType } from './catalog.ts'
import { assertConditions } from './conditions.ts'
import { assertReferences } from './references.ts'
import {
	assertActionCount,
	assertActionNamesUnique,
	assertNoBlockers,
	assertSourceFirst,
	assertStageCount,
	assertStageNamesUnique,
} from './stages.ts'
import { assertTriggers } from './triggers.ts'
import { assertTypeFeatures, assertVariables, typeOf } from './types.ts'

/** Throws AWS's refusal for the first rule that a structure breaks. Roles are checked elsewhere. */
export function assertStructure(
	pipeline: PipelineDeclaration,
	region: string,
	find: FindActionType = findOfferedType,
): void {
	assertStageCount(pipeline)
	assertStageNamesUnique(pipeline)
	assertActionCount(pipeline)
	assertActionNamesUnique(pipeline)
	assertSourceFirst(pipeline)
	assertTypeFeatures(pipeline)
	assertVariables(pipeline)
	assertTriggers(pipeline)
	assertNoBlockers(pipeline)
	assertConditions(pipeline)
	assertActions(pipeline, region, find)
	assertOutputsUnique(pipeline)
	assertInputsDeclared(pipeline)
	assertNamespacesUnique(pipeline)
	assertReferences(pipeline)
	assertArtifactStore(pipeline, region)
}

/**
 * The structure as the service keeps and answers it: what AWS fills in is filled in (moto's tests).
 * `before` is the structure that it replaces.
 */
export function withDefaults(
	pipeline: PipelineDeclaration,
	version: number,
	before?: PipelineDeclaration,
): PipelineDeclaration {
	const stages = (pipeline.stages ?? []).map((stage) => ({
		...stage,
		actions: (stage.actions ?? []).map((action) => ({
			...action,
			runOrder: action.runOrder ?? 1,
			configuration: action.configuration ?? {},
			outputArtifacts: action.outputArtifacts ?? [],
			inputArtifacts: action.inputArtifacts ?? [],
		})),
	}))
	return { ...pipeline, pipelineType: typeOf(pipeline, before), stages, version }
}
