import type {
	CreatePipelineInput,
	DeletePipelineInput,
	GetPipelineInput,
	ListPipelinesInput,
	PipelineDeclaration,
	UpdatePipelineInput,
} from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { findType } from '../action-types/find.ts'
import { assertServiceRole, requirePassRoles } from '../actions/roles.ts'
import { pipelineAccess, pipelineArn } from '../arns.ts'
import { resourceNotFound } from '../codepipeline-error.ts'
import {
	actionExecutions,
	actionOrder,
	approvalTokens,
	executionOrder,
	executions,
	pipelines,
	pipelineVersions,
	ruleExecutions,
	ruleOrder,
	stageStates,
	startTokens,
	underWay,
	versionId,
} from '../collections.ts'
import { cancelExecutions } from '../engine/end.ts'
import { startExecution } from '../engine/start.ts'
import { deleteRevisions } from '../executions/revisions.ts'
import { deleteJobs } from '../jobs/queue.ts'
import { pageOf } from '../pages.ts'
import { requirePipeline, structureOf } from '../store.ts'
import { assertStructure, withDefaults } from '../structure/structure.ts'
import { watchSources } from '../triggers/polling.ts'
import { assertSecretsGiven, keepSecrets, maskSecrets } from './secrets.ts'
import { readTags, writeTags } from './tags.ts'

/** Pipelines of one Region: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const PIPELINES_AT_MOST = 1000

export const createPipeline = operation<CreatePipelineInput, object>({
	access: ({ pipeline }, call) => pipelineAccess(call.scope, 'CreatePipeline', pipeline?.name),
	async run({ pipeline, tags = [] }, call) {
		const name = pipeline?.name ?? ''
		if (call.world.get(pipelines, call.scope, name)) {
			const message = `A pipeline with the name '${name}' already exists in account '${call.scope.account}'`
			throw new AwsError('PipelineNameInUseException', message)
		}
		if (call.world.list(pipelines, call.scope).length >= PIPELINES_AT_MOST) {
			throw new AwsError('LimitExceededException', `There can only be up to ${PIPELINES_AT_MOST} pipelines`)
		}
		const structure = checkStructure(call, pipeline, 1)
		const arn = pipelineArn(call.scope, name)
		const created = call.world.put(pipelines, call.scope, name, {
			name,
			arn,
			version: 1,
			createdAt: call.now,
			updatedAt: call.now,
			tags: writeTags(arn, {}, tags),
			executions: 0,
			tries: 0,
		})
		call.world.put(pipelineVersions, call.scope, versionId(name, 1), { version: 1, declaration: structure })
		await watchSources(call, structure)
		const trigger = { triggerType: 'CreatePipeline' as const, triggerDetail: call.principal.arn }
		await startExecution(call, created, { trigger })
		return { pipeline: maskSecrets(call, structure), tags: readTags(created.tags) }
	},
})

export const updatePipeline = operation<UpdatePipelineInput, object>({
	access: ({ pipeline }, call) => pipelineAccess(call.scope, 'UpdatePipeline', pipeline?.name),
	async run({ pipeline }, call) {
		const name = pipeline?.name ?? ''
		const current = call.world.get(pipelines, call.scope, name)
		if (!current) throw resourceNotFound(call.scope, name)
		const version = current.version + 1
		const before = structureOf(call, current.name, current.version)
		const structure = checkStructure(call, pipeline && keepSecrets(call, pipeline, before), version, before)
		cancelExecutions(call, current.name)
		call.world.put(pipelineVersions, call.scope, versionId(current.name, version), {
			version,
			declaration: structure,
		})
		const cancelled = requirePipeline(call, current.name)
		call.world.put(pipelines, call.scope, current.name, { ...cancelled, version, updatedAt: call.now })
		const kept = new Set(structure.stages?.map(({ name }) => name))
		for (const { name } of before.stages ?? []) {
			if (!kept.has(name)) call.world.delete(stageStates, call.scope, `${current.name}/${name}`)
		}
		await watchSources(call, structure, before)
		return { pipeline: maskSecrets(call, structure) }
	},
})

export const getPipeline = operation<GetPipelineInput, object>({
	access: ({ name }, call) => pipelineAccess(call.scope, 'GetPipeline', name),
	run({ name = '', version }, call) {
		const pipeline = requirePipeline(call, name)
		const wanted = version ?? pipeline.version
		// AWS answers PipelineNotFoundException here, although its model has another error:
		// https://github.com/aws/aws-sdk/issues/558. The wording is ours.
		if (wanted > pipeline.version) {
			throw new AwsError('PipelineNotFoundException', `Pipeline '${name}' does not have a version ${wanted}`)
		}
		return {
			pipeline: maskSecrets(call, structureOf(call, name, wanted)),
			metadata: {
				pipelineArn: pipeline.arn,
				created: new Date(pipeline.createdAt),
				updated: new Date(pipeline.updatedAt),
			},
		}
	},
})

/** What belongs to one pipeline, under its name. */
const OF_A_PIPELINE = [
	pipelineVersions,
	executions,
	executionOrder,
	actionExecutions,
	actionOrder,
	ruleExecutions,
	ruleOrder,
	stageStates,
	underWay,
	startTokens,
	approvalTokens,
]

/** Deletes all that belongs to a pipeline; one that is not there is no error. */
export const deletePipeline = operation<DeletePipelineInput, void>({
	access: ({ name }, call) => pipelineAccess(call.scope, 'DeletePipeline', name),
	async run({ name = '' }, call) {
		const pipeline = call.world.get(pipelines, call.scope, name)
		if (!pipeline) return
		await watchSources(call, undefined, structureOf(call, name, pipeline.version))
		for (const documents of OF_A_PIPELINE) {
			for (const [id] of call.world.entries<unknown>(documents, call.scope, { prefix: `${name}/` })) {
				call.world.delete<unknown>(documents, call.scope, id)
			}
		}
		deleteJobs(call, name)
		deleteRevisions(call, name)
		call.world.delete(pipelines, call.scope, name)
	},
})

export const listPipelines = operation<ListPipelinesInput, object>({
	access: (_, call) => pipelineAccess(call.scope, 'ListPipelines', '*'),
	run(input, call) {
		const all = call.world.list(pipelines, call.scope)
		const { page, nextToken } = pageOf(all, ({ name }) => name, input, 1000)
		const summaries = page.map(({ name, version, createdAt, updatedAt }) => {
			const { pipelineType, executionMode = 'SUPERSEDED' } = structureOf(call, name, version)
			return {
				name,
				version,
				pipelineType,
				executionMode,
				created: new Date(createdAt),
				updated: new Date(updatedAt),
			}
		})
		return { pipelines: summaries, nextToken }
	},
})

function checkStructure(
	call: Call,
	pipeline: PipelineDeclaration | undefined,
	version: number,
	before?: PipelineDeclaration,
) {
	const given = structuredClone(pipeline ?? { name: '', roleArn: '', stages: [] })
	const structure = withDefaults(given, version, before)
	requirePassRoles(call, structure)
	// AWS looks at the roles before it looks at the stages (moto's tests).
	assertServiceRole(call, structure)
	assertStructure(structure, call.scope.region, (id) => findType(call, id))
	assertSecretsGiven(call, structure)
	return structure
}
