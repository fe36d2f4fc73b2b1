import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidAction, invalidStage, invalidStructure } from '../codepipeline-error.ts'

// Rules on stages, in AWS's order and words (cdk-preflight `rules/codepipeline`, moto, users' reports).

const STAGES_AT_MOST = 50
const ACTIONS_AT_MOST = 50

export function stagesOf(pipeline: PipelineDeclaration): Array<StageDeclaration> {
	return pipeline.stages ?? []
}

export function assertStageCount(pipeline: PipelineDeclaration): void {
	const count = stagesOf(pipeline).length
	if (count < 2) {
		throw invalidStructure(
			`Pipeline has only ${count} stage(s). There should be a minimum of 2 stages in a pipeline`,
		)
	}
	if (count > STAGES_AT_MOST) {
		throw invalidStructure(
			`Pipeline has too many stages. There can only be up to ${STAGES_AT_MOST} stages in a pipeline`,
		)
	}
}

export function assertStageNamesUnique(pipeline: PipelineDeclaration): void {
	const seen = new Set<string | undefined>()
	for (const { name } of stagesOf(pipeline)) {
		if (seen.has(name)) throw invalidStage(`Stage name '${name}' is used more than once`)
		seen.add(name)
	}
}

export function assertSourceFirst(pipeline: PipelineDeclaration): void {
	const [first, ...later] = stagesOf(pipeline)
	const actions = first?.actions ?? []
	if (actions.length === 0 || actions.some((action) => action.actionTypeId?.category !== 'Source')) {
		throw invalidStructure('Pipeline should start with a stage that only contains source actions')
	}
	const laterActions = later.flatMap((stage) => stage.actions ?? [])
	if (laterActions.length > 0 && laterActions.every((action) => action.actionTypeId?.category === 'Source')) {
		throw invalidStructure('Pipeline should contain at least 1 action whose category is not Source')
	}
	if (laterActions.some((action) => action.actionTypeId?.category === 'Source')) {
		throw invalidStructure('Source actions can only be included in the first stage of the pipeline')
	}
}

/** The first wording is ours; the other is AWS's: https://github.com/aws/aws-cdk/issues/9353 */
export function assertActionCount(pipeline: PipelineDeclaration): void {
	for (const { name, actions = [] } of stagesOf(pipeline)) {
		if (actions.length === 0) throw invalidStage(`Stage '${name}' should contain at least 1 action`)
		if (actions.length > ACTIONS_AT_MOST) {
			throw invalidStage(
				`Pipeline stage '${name}' has too many actions. There can only be up to ${ACTIONS_AT_MOST} actions in a pipeline stage`,
			)
		}
	}
}

/** The wording is ours. */
export function assertActionNamesUnique(pipeline: PipelineDeclaration): void {
	for (const stage of stagesOf(pipeline)) {
		const seen = new Set<string | undefined>()
		for (const { name } of stage.actions ?? []) {
			if (seen.has(name)) {
				throw invalidAction(`Action name '${name}' is used more than once in stage '${stage.name}'`)
			}
			seen.add(name)
		}
	}
}

export function assertNoBlockers(pipeline: PipelineDeclaration): void {
	for (const { name, blockers } of stagesOf(pipeline)) {
		// The wording is ours.
		if (blockers?.length)
			throw invalidStage(`Stage '${name}' has blockers, which are reserved for future use`)
	}
}
