import type { ActionTypeId, ListDeployActionExecutionTargetsInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import { invalid } from '../codepipeline-error.ts'
import { type ActionExecution, actionExecutions } from '../collections.ts'
import { pageOf } from '../pages.ts'
import { requirePipeline, requireStage, structureOf } from '../store.ts'

/** Deployments that go to targets one by one: API reference of ListDeployActionExecutionTargets. */
const WITH_TARGETS: ReadonlySet<string | undefined> = new Set(['EC2', 'EKS'])

/** Neither kind of deployment runs yet: an action of theirs fails before it has a target. */
export const listDeployActionExecutionTargets = operation<ListDeployActionExecutionTargetsInput, object>({
	access: ({ pipelineName }, call) =>
		pipelineName === undefined
			? { action: 'codepipeline:ListDeployActionExecutionTargets', resource: '*' }
			: pipelineAccess(call.scope, 'ListDeployActionExecutionTargets', pipelineName),
	run({ pipelineName, actionExecutionId = '', ...paging }, call) {
		if (pipelineName !== undefined) requirePipeline(call, pipelineName)
		const attempt = findAttempt(call, pipelineName, actionExecutionId)
		if (!attempt) {
			// Ours, as the next.
			const message = `Action execution with ID '${actionExecutionId}' does not exist`
			throw new AwsError('ActionExecutionNotFoundException', message)
		}
		const { category, owner, provider } = typeOf(call, attempt) ?? {}
		if (category !== 'Deploy' || owner !== 'AWS' || !WITH_TARGETS.has(provider)) {
			throw invalid(`Action execution '${actionExecutionId}' is not a deployment to EC2 or EKS`)
		}
		const { page: targets, nextToken } = pageOf([], () => '', paging)
		return { targets, nextToken }
	},
})

function findAttempt(call: Call, pipeline: string | undefined, id: string) {
	const prefix = pipeline === undefined ? '' : `${pipeline}/`
	return call.world.list(actionExecutions, call.scope, { prefix }).find((attempt) => attempt.id === id)
}

function typeOf(call: Call, { pipeline, version, stage, action }: ActionExecution): ActionTypeId | undefined {
	const { actions } = requireStage(structureOf(call, pipeline, version), stage)
	return actions?.find(({ name }) => name === action)?.actionTypeId
}
