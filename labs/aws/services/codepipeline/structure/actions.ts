import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidAction } from '../codepipeline-error.ts'
import type { ActionType, FindActionType } from './action-type.ts'
import { assertNotificationArn } from './approval.ts'
import { assertConfiguration } from './configuration.ts'
import { stagesOf } from './stages.ts'

// Rules on one action: its type and artifact counts.

export function assertActions(pipeline: PipelineDeclaration, region: string, find: FindActionType): void {
	for (const stage of stagesOf(pipeline)) {
		for (const action of stage.actions ?? []) {
			const type = requireActionType(action, region, find)
			assertV2Only(type, pipeline)
			assertRegion(action, region)
			assertCount(action, 'input', action.inputArtifacts?.length ?? 0, type.inputs)
			assertCount(action, 'output', action.outputArtifacts?.length ?? 0, type.outputs)
			assertConfiguration(action, type)
			if (isManualApproval(type)) assertNotificationArn(action, region)
			assertCommands(action, type)
			assertTimeout(action, type)
		}
	}
}

/** AWS's words, Region included: https://github.com/hashicorp/terraform/issues/29471 */
function requireActionType(action: ActionDeclaration, region: string, find: FindActionType): ActionType {
	const id = action.actionTypeId ?? { category: undefined, owner: undefined, provider: '', version: '' }
	const type = find(id)
	if (type) return type
	const { category, provider, owner, version } = id
	throw invalidAction(
		`ActionType (Category: '${category}', Provider: '${provider}', Owner: '${owner}', Version: '${version}') in action '${action.name}' is not available in region '${region.toUpperCase().replaceAll('-', '_')}'`,
	)
}

function assertV2Only(type: ActionType, pipeline: PipelineDeclaration): void {
	if (type.v2Only && pipeline.pipelineType === 'V1') {
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

/**
 * AWS's words for too few: https://github.com/awsdocs/aws-cloudformation-user-guide/pull/941
 * Those for too many are ours, by analogy.
 */
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

/**
 * AWS's words: https://github.com/hashicorp/terraform-provider-aws/issues/42997 and
 * https://github.com/aws/aws-cdk/issues/38843. The code of the second is our reading.
 */
function assertCommands(action: ActionDeclaration, { owner, provider }: ActionType): void {
	const { name, commands = [], outputArtifacts = [] } = action
	const isCompute = owner === 'AWS' && provider === 'Commands'
	if (isCompute && commands.length === 0)
		throw invalidAction(`Action ${name} must have a non-empty commands field`)
	if (isCompute || (commands.length === 0 && !outputArtifacts.some(({ files }) => files?.length))) return
	throw invalidAction(
		`The following action cannot contain a commands field: ${name}. To use the commands field, use a compute action.`,
	)
}

function isManualApproval({ owner, category }: ActionType): boolean {
	return owner === 'AWS' && category === 'Approval'
}

/** The wording is ours. */
function assertTimeout(action: ActionDeclaration, type: ActionType): void {
	if (action.timeoutInMinutes === undefined || isManualApproval(type)) return
	throw invalidAction(`Action '${action.name}' has timeoutInMinutes, which only a manual approval can have`)
}
