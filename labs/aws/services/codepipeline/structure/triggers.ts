import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidStructure } from '../codepipeline-error.ts'

/** Rules on triggers: the first text is cdk-preflight's, the others are ours. */
export function assertTriggers({ triggers = [], stages = [] }: PipelineDeclaration): void {
	const sources = new Map(
		(stages[0]?.actions ?? []).map(({ name, actionTypeId }) => [name, actionTypeId?.provider]),
	)
	const seen = new Set<string | undefined>()
	for (const { gitConfiguration } of triggers) {
		const { sourceActionName, push = [] } = gitConfiguration ?? {}
		if (sources.get(sourceActionName) !== 'CodeStarSourceConnection') {
			throw invalidStructure('Triggers for connections must reference a CodeStarSourceConnection action.')
		}
		if (seen.has(sourceActionName)) {
			throw invalidStructure(`More than one trigger references the source action '${sourceActionName}'`)
		}
		seen.add(sourceActionName)
		if (push.some(({ tags, branches, filePaths }) => tags && (branches || filePaths))) {
			throw invalidStructure(
				`A push filter of the trigger for '${sourceActionName}' has tags together with branches or file paths`,
			)
		}
	}
}
