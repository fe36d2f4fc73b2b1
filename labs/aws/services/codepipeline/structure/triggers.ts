import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { invalidStructure } from '../codepipeline-error.ts'

/** The text is cdk-preflight's; that it serves for a second trigger, too, is our reading of its end. */
const ONE_TRIGGER =
	"Triggers for connections must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you can't specify more than one trigger per source action."

/** Rules on triggers. The wording of the last is ours. */
export function assertTriggers({ triggers = [], stages = [] }: PipelineDeclaration): void {
	const sources = new Map(
		(stages[0]?.actions ?? []).map(({ name, actionTypeId }) => [name, actionTypeId?.provider]),
	)
	const seen = new Set<string | undefined>()
	for (const { gitConfiguration } of triggers) {
		const { sourceActionName, push = [] } = gitConfiguration ?? {}
		const known = sources.get(sourceActionName) === 'CodeStarSourceConnection'
		if (!known || seen.has(sourceActionName)) throw invalidStructure(ONE_TRIGGER)
		seen.add(sourceActionName)
		if (push.some(({ tags, branches, filePaths }) => tags && (branches || filePaths))) {
			throw invalidStructure(
				`A push filter of the trigger for '${sourceActionName}' has tags together with branches or file paths`,
			)
		}
	}
}
