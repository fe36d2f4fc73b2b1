import type {
	ActionDeclaration,
	PipelineDeclaration,
	RuleDeclaration,
	StageDeclaration,
} from '@aws-sdk/client-codepipeline'
import { loadModel } from '#labs/aws/wire/model.ts'
import { has, isObject, type Kind, kind, type Problem, problem, strangers } from '../problem.ts'
import { isMadeOf, shapeProblems } from '../shape.ts'
import {
	conditionAround,
	creationProblems,
	pipelineAround,
	stageAround,
	stageOf,
} from './pipeline-structure.ts'

const model = loadModel('codepipeline')

function checked(shape: string, value: unknown, build: () => Promise<Array<Problem>>, fragment = false) {
	const problems = shapeProblems(model, shape, value, { fragment })
	return problems.length > 0 ? problems : build()
}

type CreateInput = { pipeline: PipelineDeclaration; tags?: object; metadata?: object }

/** Parts of a pipeline that are shown alone, the largest first, with what surrounds each to create it. */
const FRAGMENTS: Array<[shape: string, surround?: (part: never) => PipelineDeclaration]> = [
	['PipelineDeclaration', pipelineAround],
	['StageDeclaration', (part: Partial<StageDeclaration>) => pipelineAround({ stages: [stageAround(part)] })],
	['ActionDeclaration'],
	['PipelineTriggerDeclaration'],
	['GitConfiguration'],
	['GitPushFilter'],
	['GitPullRequestFilter'],
	['GitFilePathFilterCriteria'],
	['FailureConditions'],
	['BeforeEntryConditions'],
	['ArtifactStore'],
	['EncryptionKey'],
]

export const pipelineKinds: ReadonlyArray<Kind> = [
	kind<CreateInput>({
		name: 'pipeline',
		matches: (value) =>
			has(value, 'pipeline') &&
			isObject(value.pipeline) &&
			strangers(value, ['pipeline', 'tags', 'metadata']).length === 0,
		problems: ({ pipeline, tags, metadata }) => {
			const shape = metadata ? 'GetPipelineOutput' : 'CreatePipelineInput'
			const value = metadata ? { pipeline, metadata } : { pipeline, ...(tags && { tags }) }
			return checked(shape, value, () => creationProblems(pipeline, tags))
		},
	}),
	kind<PipelineDeclaration>({
		name: 'pipeline without its envelope',
		matches: (value) => has(value, 'name', 'roleArn', 'stages'),
		problems: (value) => checked('PipelineDeclaration', value, () => creationProblems(value)),
	}),
	kind<StageDeclaration>({
		name: 'stage',
		matches: (value) => has(value, 'name', 'actions'),
		problems: (value) =>
			checked('StageDeclaration', value, () => creationProblems(pipelineAround({ stages: [value] }))),
	}),
	kind<ActionDeclaration>({
		name: 'action',
		matches: (value) => has(value, 'actionTypeId', 'name') && !has(value, 'pipelineName'),
		problems: (value) =>
			checked('ActionDeclaration', value, () =>
				creationProblems(pipelineAround({ stages: [stageOf(value)] })),
			),
	}),
	kind<RuleDeclaration>({
		name: 'rule',
		matches: (value) => has(value, 'ruleTypeId', 'name'),
		problems: (value) =>
			checked('RuleDeclaration', value, () => {
				const beforeEntry = { conditions: [conditionAround(value)] }
				return creationProblems(pipelineAround({ stages: [stageAround({ beforeEntry })] }))
			}),
	}),
	kind<{ conditions?: Array<unknown>; rules?: Array<unknown> }>({
		name: 'condition',
		matches: (value) => has(value, 'rules'),
		problems: (value) => shapeProblems(model, 'Condition', value),
	}),
	kind<object>({
		name: 'part of a pipeline',
		matches: (value) => isObject(value) && FRAGMENTS.some(([shape]) => isMadeOf(model, shape, value)),
		problems: fragmentProblems,
	}),
	kind<Array<object>>({
		name: 'list of parts of a pipeline',
		matches: (value) => Array.isArray(value) && value.length > 0 && value.every((one) => listShapeOf(one)),
		problems: (values) => values.flatMap((one) => shapeProblems(model, listShapeOf(one) ?? '', one)),
	}),
]

async function fragmentProblems(value: object): Promise<Array<Problem>> {
	const found: Array<Problem> = []
	for (const [shape, surround] of FRAGMENTS.filter(([name]) => isMadeOf(model, name, value))) {
		const problems = await checked(
			shape,
			value,
			async () => (surround ? creationProblems(surround(value as never)) : []),
			true,
		)
		if (problems.length === 0) return []
		found.push(...problems)
	}
	return found.length > 0 ? found : [problem('is no part of a pipeline')]
}

const LISTED = [
	'StageDeclaration',
	'ActionDeclaration',
	'RuleDeclaration',
	'PipelineTriggerDeclaration',
	'PipelineVariableDeclaration',
	'PipelineVariable',
	'SourceRevisionOverride',
	'EnvironmentVariable',
]

function listShapeOf(value: unknown): string | undefined {
	if (!isObject(value)) return
	return LISTED.find(
		(shape) => isMadeOf(model, shape, value) && shapeProblems(model, shape, value).length === 0,
	)
}
