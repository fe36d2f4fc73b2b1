import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalid, invalidAction, invalidStructure } from '../codepipeline-error.ts'
import { stagesOf } from './stages.ts'

// Rules on how artifacts, namespaces and stores fit together.

export function runOrderOf(action: ActionDeclaration): number {
	return action.runOrder ?? 1
}

/** AWS's words: https://github.com/aws-cloudformation/cfn-lint/issues/1688 */
export function assertOutputsUnique(pipeline: PipelineDeclaration): void {
	const seen = new Set<string | undefined>()
	for (const action of stagesOf(pipeline).flatMap((stage) => stage.actions ?? [])) {
		for (const { name } of action.outputArtifacts ?? []) {
			if (seen.has(name)) {
				throw invalidAction(
					`Output Artifact Bundle name must be unique within the pipeline. ${name} has been used more than once.`,
				)
			}
			seen.add(name)
		}
	}
}

/** Every input is the output of an earlier stage, or of a lower run order in the same stage. */
export function assertInputsDeclared(pipeline: PipelineDeclaration): void {
	const declared = new Set<string | undefined>()
	for (const { actions = [] } of stagesOf(pipeline)) {
		const orders = [...new Set(actions.map(runOrderOf))].sort((a, b) => a - b)
		for (const order of orders) {
			const group = actions.filter((action) => runOrderOf(action) === order)
			for (const action of group) assertDeclared(action, declared)
			for (const output of group.flatMap((action) => action.outputArtifacts ?? [])) declared.add(output.name)
		}
	}
}

function assertDeclared(action: ActionDeclaration, declared: ReadonlySet<string | undefined>): void {
	for (const { name } of action.inputArtifacts ?? []) {
		if (declared.has(name)) continue
		throw invalidAction(
			`Input Artifact Bundle ${name} in action ${action.name} is not declared as Output Artifact Bundle in any of the preceding actions`,
		)
	}
}

/** AWS's words for two that are the same: https://github.com/aws/aws-cdk/issues/6111 */
export function assertNamespacesUnique(pipeline: PipelineDeclaration): void {
	const taken = new Set<string>()
	for (const { name: stage, actions = [] } of stagesOf(pipeline)) {
		for (const { name, namespace } of actions) {
			if (namespace === undefined) continue
			if (taken.has(namespace)) {
				throw invalidAction(
					`Namespaces must be unique across the pipeline definition. The following occur more than once in the pipeline. StageName=[${stage}], ActionName=[${name}], Namespace=[${namespace}]`,
				)
			}
			taken.add(namespace)
		}
	}
	assertNamespacesFree(pipeline)
}

/** The wording is ours. */
function assertNamespacesFree(pipeline: PipelineDeclaration): void {
	const actions = stagesOf(pipeline).flatMap((stage) => stage.actions ?? [])
	const artifacts = actions.flatMap((action) => action.outputArtifacts ?? []).map(({ name }) => name)
	const taken = new Set([...artifacts, 'codepipeline', 'variables'])
	const clash = actions.find(({ namespace }) => namespace !== undefined && taken.has(namespace))
	if (!clash) return
	throw invalidAction(
		`Namespace '${clash.namespace}' in action '${clash.name}' is reserved or the name of an artifact`,
	)
}

/** The wording of the first and the last is ours; the others are cdk-preflight's. */
export function assertArtifactStore(pipeline: PipelineDeclaration, region: string): void {
	const { artifactStore, artifactStores } = pipeline
	if (artifactStore && artifactStores) {
		throw invalidStructure(
			'Pipeline should have either an artifactStore or an artifactStores map, but not both',
		)
	}
	const actions = stagesOf(pipeline).flatMap((stage) => stage.actions ?? [])
	const regions = new Set([region, ...actions.flatMap((action) => action.region ?? [])])
	if (artifactStore) {
		if (regions.size === 1) return
		throw invalid(
			"Your pipeline contains actions in more than one region. Use 'pipeline.artifactStores' instead of 'pipeline.artifactStore' to declare an artifact store, such as an artifact bucket, for each region where you have an action.",
		)
	}
	if (!artifactStores) {
		throw invalidStructure('Pipeline should have an artifactStore or an artifactStores map')
	}
	const missing = [...regions].find((one) => !artifactStores[one])
	if (missing === undefined) return
	throw invalid(
		`Your pipeline must have an artifact store, such as an artifact bucket, for each region where you have an action. The following region is missing in 'pipeline.artifactStores': ${missing}.`,
	)
}
