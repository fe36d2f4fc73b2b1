import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidAction, invalidStructure } from '../codepipeline-error.ts'
import { stagesOf } from './stages.ts'

// Rules on what the configurations of actions refer to, `#{namespace.key}`.

export const REFERENCE = /#\{([A-Za-z0-9@\-_]+)\.([^}]+)\}/g

interface Reference {
	category: string | undefined
	namespace: string
	name: string
	/** As the refusals say where it stands. */
	place: string
}

/** Refuses references to a namespace that no action has, and to pipeline variables where there is none. */
export function assertReferences(pipeline: PipelineDeclaration): void {
	const actions = stagesOf(pipeline).flatMap((stage) => stage.actions ?? [])
	const namespaces = new Set(['codepipeline', ...actions.flatMap(({ namespace }) => namespace ?? [])])
	const variables = new Set(pipeline.variables?.map(({ name }) => name))
	for (const reference of referencesOf(pipeline)) {
		const { namespace, place } = reference
		if (namespace === 'variables' && variables.size > 0) assertDeclared(reference, variables)
		else if (!namespaces.has(namespace)) {
			// https://github.com/aws/aws-cdk/issues/17272
			throw invalidAction(
				`Valid format for a pipeline execution variable reference is a namespace and a key separated by a period (.). The following pipeline execution variables are referencing a namespace that does not exist.\n${place}`,
			)
		}
	}
}

function referencesOf(pipeline: PipelineDeclaration): Array<Reference> {
	return stagesOf(pipeline).flatMap(({ name: stage, actions = [] }) =>
		actions.flatMap(({ name: action, actionTypeId, configuration = {} }) =>
			Object.entries(configuration).flatMap(([key, value]) =>
				[...value.matchAll(REFERENCE)].map(([, namespace = '', name = '']) => ({
					...{ category: actionTypeId?.category, namespace, name },
					place: `StageName=[${stage}], ActionName=[${action}], ActionConfigurationKey=[${key}], VariableReferenceText=[${namespace}.${name}]`,
				})),
			),
		),
	)
}

/** Both words as radkawar/stackd measured them, `internal/services/codepipeline/definitions.go`. */
function assertDeclared({ category, name, place }: Reference, variables: ReadonlySet<string | undefined>) {
	if (category === 'Source') {
		throw invalidStructure(`Variables at the pipeline level cannot be used in source actions.\n${place}`)
	}
	if (!variables.has(name)) throw invalidStructure("The referenced variables haven't been declared.\n")
}
