import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { pipelines } from '../collections.ts'
import { startExecution } from '../engine/start.ts'
import { structureOf } from '../store.ts'
import { admitsEvent } from './filters.ts'
import type { GitEvent, GitRepository } from './git-event.ts'

/**
 * Starts every pipeline of the account and Region that an event in a
 * repository is to start, at the commit of that event. Answers their names.
 */
export async function deliverGitEvent(
	call: Call,
	repository: GitRepository,
	event: GitEvent,
): Promise<Array<string>> {
	const started: Array<string> = []
	for (const pipeline of call.world.list(pipelines, call.scope)) {
		const structure = structureOf(call, pipeline.name, pipeline.version)
		const action = await startingAction(structure, repository, event)
		if (!action) continue
		await startExecution(call, pipeline, {
			// What AWS writes into the detail is not established; the connection is our choice.
			trigger: { triggerType: 'WebhookV2', triggerDetail: repository.connectionArn },
			overrides: [{ actionName: action.name, revisionType: 'COMMIT_ID', revisionValue: event.commitId }],
		})
		started.push(pipeline.name)
	}
	return started
}

/** What a provider's connection tells CodePipeline; the API has no such operation. */
export const deliverEvent = operation<
	{ repository: GitRepository; event: GitEvent },
	{ started: Array<string> }
>({
	async run({ repository, event }, call) {
		return { started: await deliverGitEvent(call, repository, event) }
	},
})

/** The first source action that an event in its repository starts. */
async function startingAction(
	structure: PipelineDeclaration,
	repository: GitRepository,
	event: GitEvent,
): Promise<ActionDeclaration | undefined> {
	for (const action of sourcesOf(structure, repository)) {
		if (await starts(structure, action, event)) return action
	}
}

/** The source actions that read the repository. */
function sourcesOf(
	{ stages }: PipelineDeclaration,
	{ connectionArn, fullRepositoryId }: GitRepository,
): Array<ActionDeclaration> {
	return (stages?.[0]?.actions ?? []).filter(
		({ actionTypeId, configuration = {} }) =>
			actionTypeId?.provider === 'CodeStarSourceConnection' &&
			configuration.ConnectionArn === connectionArn &&
			configuration.FullRepositoryId === fullRepositoryId,
	)
}

/** A trigger takes the place of the default, which is a push to the branch of the action. */
async function starts(
	{ triggers = [] }: PipelineDeclaration,
	action: ActionDeclaration,
	event: GitEvent,
): Promise<boolean> {
	const trigger = triggers.find(({ gitConfiguration }) => gitConfiguration?.sourceActionName === action.name)
	if (trigger?.gitConfiguration) return admitsEvent(trigger.gitConfiguration, event)
	const { BranchName, DetectChanges = 'true' } = action.configuration ?? {}
	return DetectChanges.toLowerCase() !== 'false' && event.kind === 'push' && event.branch === BranchName
}
