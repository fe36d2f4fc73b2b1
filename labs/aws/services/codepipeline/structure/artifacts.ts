import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidAction, invalidStructure } from '../codepipeline-error.ts'
import { stagesOf } from './stages.ts'

// Rules on how artifacts, namespaces and stores fit together.

export function runOrderOf(action: ActionDeclaration): number {
	return action.runOrder ?? 1
}

/** The wording is ours. */
export function assertOutputsUnique(pipeline: PipelineDeclaration): void {
	const seen = new Set<string | undefined>()
	for (const action of stagesOf(pipeline).flatMap((stage) => stage.actions ?? [])) {
		for (const { name } of action.outputArtifacts ?? []) {
			if (seen.has(name)) throw invalidAction(`Output Artifact Bundle name ${name} is used more than once`)
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

/** The wording is ours. */
export function assertNamespacesUnique(pipeline: PipelineDeclaration): void {
	const actions = stagesOf(pipeline).flatMap((stage) => stage.actions ?? [])
	const taken = new Set(actions.flatMap((action) => action.outputArtifacts ?? []).map(({ name }) => name))
	for (const { name, namespace } of actions) {
		if (namespace === undefined) continue
		if (taken.has(namespace) || namespace === 'codepipeline' || namespace === 'variables') {
			throw invalidAction(`Namespace '${namespace}' in action '${name}' is already in use or reserved`)
		}
		taken.add(namespace)
	}
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
		throw invalidStructure(
			"Your pipeline contains actions in more than one region. Use 'pipeline.artifactStores' instead of 'pipeline.artifactStore' to declare an artifact store, such as an artifact bucket, for each region where you have an action.",
		)
	}
	if (!artifactStores) {
		throw invalidStructure('Pipeline should have an artifactStore or an artifactStores map')
	}
	const missing = [...regions].find((one) => !artifactStores[one])
	if (missing === undefined) return
	throw invalidStructure(
		`Your pipeline must have an artifact store, such as an artifact bucket, for each region where you have an action. The following region is missing in 'pipeline.artifactStores': ${missing}.`,
	)
}
