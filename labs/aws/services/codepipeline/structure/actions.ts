import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidAction } from '../codepipeline-error.ts'
import { type ActionType, findActionType } from './catalog.ts'
import { stagesOf } from './stages.ts'

// Rules on one action: its type, artifacts counts and configuration.

/** The region's part of the first text, and the second text from « than » on, are our reading. */
export function assertActions(pipeline: PipelineDeclaration, region: string): void {
	for (const stage of stagesOf(pipeline)) {
		for (const action of stage.actions ?? []) {
			const type = requireActionType(action, region)
			assertV2Only(type, pipeline)
			assertRegion(action, region)
			assertCount(action, 'input', action.inputArtifacts?.length ?? 0, type.inputs)
			assertCount(action, 'output', action.outputArtifacts?.length ?? 0, type.outputs)
			assertConfiguration(action, type)
			assertTimeout(action, type)
		}
	}
}

function requireActionType(action: ActionDeclaration, region: string): ActionType {
	const id = action.actionTypeId ?? { category: undefined, owner: undefined, provider: '', version: '' }
	const type = findActionType(id)
	if (type) return type
	throw invalidAction(
		`ActionType (Category: '${id.category}', Provider: '${id.provider}', Owner: '${id.owner}', Version: '${id.version}') in action '${action.name}' is not available in region ${region}`,
	)
}

function assertV2Only(type: ActionType, pipeline: PipelineDeclaration): void {
	if (type.v2Only && (pipeline.pipelineType ?? 'V1') !== 'V2') {
		throw invalidAction(`${type.provider} Action can only be used with V2 pipelines.`)
	}
}

/** The wording is ours; the rule: user guide, actions-create-cross-region. */
function assertRegion(action: ActionDeclaration, region: string): void {
	if (action.region === undefined || action.region === region) return
	const { category, owner } = action.actionTypeId ?? {}
	if (category !== 'Source' && owner === 'AWS') return
	throw invalidAction(
		`Action '${action.name}' is in region ${action.region}: source, third-party and custom actions cannot be cross-region`,
	)
}

function assertCount(
	action: ActionDeclaration,
	side: 'input' | 'output',
	count: number,
	[least, most]: readonly [number, number],
): void {
	const declares = `Action ${action.name} declares ${count} ${side} artifacts which is`
	if (count < least) throw invalidAction(`${declares} less than the minimum count (${least})`)
	if (count > most) throw invalidAction(`${declares} more than the maximum count (${most})`)
}

function assertConfiguration(action: ActionDeclaration, type: ActionType): void {
	const configuration = action.configuration ?? {}
	const missing = type.required.find((key) => !configuration[key]) ?? missingBy(type, configuration)
	if (missing) {
		throw invalidAction(
			`Action configuration for action '${action.name}' is missing required configuration '${missing}'`,
		)
	}
	const { optional } = type
	const unknown =
		optional &&
		Object.keys(configuration).find((key) => !type.required.includes(key) && !optional.includes(key))
	if (unknown) {
		throw invalidAction(
			`Action configuration for action '${action.name}' contains unknown configuration '${unknown}'`,
		)
	}
	const tooLong = Object.keys(configuration).find((key) => key.length > 50)
	if (tooLong) {
		throw invalidAction(
			`Action configuration for action '${action.name}' has a key longer than 50 characters`,
		)
	}
}

/** A key that other values make required: S3 deploy needs ObjectKey unless it extracts (user guide). */
function missingBy(type: ActionType, configuration: Record<string, string>): string | undefined {
	if (type.category !== 'Deploy' || type.provider !== 'S3') return
	if (configuration.Extract?.toLowerCase() === 'true' || configuration.ObjectKey) return
	return 'ObjectKey'
}

/** The wording is ours. */
function assertTimeout(action: ActionDeclaration, type: ActionType): void {
	if (action.timeoutInMinutes === undefined || type.category === 'Approval') return
	throw invalidAction(`Action '${action.name}' has timeoutInMinutes, which only a manual approval can have`)
}
