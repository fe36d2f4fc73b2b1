import type {
	ActionDeclaration,
	Condition,
	PipelineDeclaration,
	RuleDeclaration,
	StageDeclaration,
} from '@aws-sdk/client-codepipeline'
import { AwsError } from '#labs/aws/aws-error.ts'
import { ACCOUNT, accountOf, arrangeFor, openAccounts, takesCustomTypes } from '../aws-account.ts'
import { type Problem, problem } from '../problem.ts'

// A part of a pipeline is proven by creating the smallest pipeline that holds it.

const ROLE = `arn:aws:iam::${ACCOUNT}:role/exemple`
const BUCKET = `exemple-artefacts-${ACCOUNT}`

/** Creates the pipeline on the emulator, in a world that has what it names. */
export async function creationProblems(
	pipeline: PipelineDeclaration,
	tags?: object,
): Promise<Array<Problem>> {
	if (!takesCustomTypes && hasCustomTypes(pipeline)) return []
	const accounts = await openAccounts()
	try {
		await arrangeFor(accounts, pipeline)
		await accounts.call(
			'codepipeline',
			'CreatePipeline',
			{ pipeline, tags },
			{ account: accountOf(pipeline) },
		)
		return []
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		const simpler = withoutGap(pipeline, error.message)
		if (simpler) return creationProblems(simpler, tags)
		return [problem(`the emulator refuses it: ${error.message}`, error.code)]
	}
}

function hasCustomTypes({ stages = [] }: PipelineDeclaration): boolean {
	return stages.some(({ actions }) => actions?.some(({ actionTypeId }) => actionTypeId?.owner === 'Custom'))
}

/** The same without what the emulator says that it does not have yet, so that the rest is still proven. */
function withoutGap(pipeline: PipelineDeclaration, message: string): PipelineDeclaration | undefined {
	const own = pipeline.roleArn?.split(':')[4]
	const changed = changeStages(pipeline, ({ beforeEntry, onSuccess, onFailure, ...stage }) => {
		if (message.includes('not emulated'))
			return { ...stage, actions: stage.actions?.map(({ region, ...action }) => action) }
		// AWS asks nobody to pass the role of an action in another account.
		if (message === 'Cross-account pass role is not allowed.')
			return {
				...stage,
				beforeEntry,
				onSuccess,
				onFailure,
				actions: stage.actions?.map((one) => withoutForeignRole(one, own)),
			}
	})
	return JSON.stringify(changed) === JSON.stringify(pipeline) ? undefined : changed
}

function withoutForeignRole({ roleArn, ...action }: ActionDeclaration, account?: string): ActionDeclaration {
	return roleArn?.split(':')[4] === account ? { ...action, roleArn } : action
}

function changeStages(
	pipeline: PipelineDeclaration,
	change: (stage: StageDeclaration) => StageDeclaration | undefined,
): PipelineDeclaration {
	return { ...pipeline, stages: pipeline.stages?.map((stage) => change(stage) ?? stage) }
}

/** The smallest pipeline around a part of one. */
export function pipelineAround(part: Partial<PipelineDeclaration>): PipelineDeclaration {
	const [first, ...others] = part.stages ?? []
	const stages = first ? [first, ...others] : [approval('Suite')]
	const startsWithSources = first?.actions?.every(({ actionTypeId }) => actionTypeId?.category === 'Source')
	if (first && startsWithSources && others.length === 0) stages.push(approval('Suite'))
	const needsSources = !first || !startsWithSources
	const triggered = (part.triggers ?? []).flatMap(
		({ gitConfiguration }) => gitConfiguration?.sourceActionName ?? [],
	)
	return {
		name: 'exemple',
		roleArn: ROLE,
		pipelineType: 'V2',
		...(part.artifactStores ? {} : { artifactStore: { type: 'S3', location: BUCKET } }),
		...part,
		variables: part.variables ?? variablesUsedIn(stages),
		stages: needsSources ? [sourcesFor(stages, triggered), ...stages] : stages,
	}
}

export function stageAround(part: Partial<StageDeclaration>): StageDeclaration {
	return { ...approval('Etape'), ...part }
}

export function stageOf(action: ActionDeclaration): StageDeclaration {
	return { name: 'Etape', actions: [action] }
}

export function conditionAround(rule: RuleDeclaration): Condition {
	return { result: 'FAIL', rules: [rule] }
}

function approval(name: string): StageDeclaration {
	const actionTypeId = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const
	return { name, actions: [{ name: 'Attendre', actionTypeId }] }
}

/** A first stage that produces every artifact and every namespace that the others take for granted. */
function sourcesFor(
	stages: ReadonlyArray<StageDeclaration>,
	triggered: ReadonlyArray<string>,
): StageDeclaration {
	const actions = stages.flatMap((stage) => stage.actions ?? [])
	const produced = new Set(
		actions.flatMap(({ outputArtifacts = [] }) => outputArtifacts.map(({ name }) => name)),
	)
	const read = new Set(actions.flatMap(({ inputArtifacts = [] }) => inputArtifacts.map(({ name }) => name)))
	const artifacts = [...read].filter((name) => !produced.has(name)).map((name) => name ?? '')
	const own = new Set(actions.map(({ namespace }) => namespace))
	const namespaces = referencesIn(stages)
		.map(([namespace]) => namespace)
		.filter((name) => !['codepipeline', 'variables'].includes(name) && !own.has(name))
	const count = Math.max(artifacts.length, new Set(namespaces).size, 1)
	const names = [...new Set(namespaces)]
	const sources = Array.from(
		{ length: count },
		(_, at): ActionDeclaration => ({
			name: `Source${at}`,
			actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
			configuration: {
				S3Bucket: `exemple-source-${ACCOUNT}`,
				S3ObjectKey: `${at}.zip`,
				PollForSourceChanges: 'false',
			},
			outputArtifacts: [{ name: artifacts[at] ?? `Artefact${at}` }],
			...(names[at] !== undefined && { namespace: names[at] }),
		}),
	)
	return { name: 'Sources', actions: [...sources, ...triggered.map(connectionSource)] }
}

/** The source that a trigger names. */
function connectionSource(name: string): ActionDeclaration {
	return {
		name,
		actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
		configuration: {
			ConnectionArn: `arn:aws:codeconnections:eu-west-3:${ACCOUNT}:connection/4f1c2a7e-8d35-4b6a-9e20-5c7d1f3b8a64`,
			FullRepositoryId: 'exemple/exemple',
			BranchName: 'main',
		},
		outputArtifacts: [{ name: `${name}Output` }],
	}
}

/** `#{namespace.key}`, as they stand in any text of these stages. */
function referencesIn(stages: ReadonlyArray<StageDeclaration>): Array<[namespace: string, key: string]> {
	const references = JSON.stringify(stages).matchAll(/#\{([\w@-]+)\.([\w@-]+)\}/g)
	return [...references].map(([, namespace = '', key = '']) => [namespace, key])
}

function variablesUsedIn(stages: ReadonlyArray<StageDeclaration>): PipelineDeclaration['variables'] {
	const names = new Set(
		referencesIn(stages)
			.filter(([namespace]) => namespace === 'variables')
			.map(([, key]) => key),
	)
	return names.size > 0 ? [...names].map((name) => ({ name, defaultValue: 'exemple' })) : undefined
}
