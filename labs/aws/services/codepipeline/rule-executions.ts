import type {
	ListRuleExecutionsInput,
	RuleExecutionDetail,
	StartTimeRange,
} from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../service.ts'
import { pipelineAccess } from './arns.ts'
import { type RuleExecution, ruleExecutions, ruleOrder } from './collections.ts'
import { conditionAt } from './engine/advance.ts'
import { pageOf, pageOfIndex } from './pages.ts'
import { requireExecution, requirePipeline, requireStage, structureOf } from './store.ts'

export const listRuleExecutions = operation<ListRuleExecutionsInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'ListRuleExecutions', pipelineName),
	run({ pipelineName, filter, ...paging }, call) {
		const pipeline = requirePipeline(call, pipelineName)
		const latest = filter?.latestInPipelineExecution
		const id = filter?.pipelineExecutionId ?? latest?.pipelineExecutionId
		const { page, nextToken } =
			id === undefined
				? pageOfIndex(call, ruleOrder, pipeline.name, paging, ({ key }) =>
						call.world.get(ruleExecutions, call.scope, key),
					)
				: pageOf(checksOf(call, pipeline.name, id, latest?.startTimeRange), ({ key }) => key, paging)
		return { ruleExecutionDetails: page.map((check) => detailOf(call, check)), nextToken }
	},
})

/** An execution's checks of rules, newest first; of the range `Latest`, those that count. */
function checksOf(
	call: Call,
	pipeline: string,
	id: string,
	range: StartTimeRange = 'All',
): Array<Readonly<RuleExecution>> {
	const { stages } = requireExecution(call, pipeline, id)
	const all = call.world.list(ruleExecutions, call.scope, { prefix: `${pipeline}/${id}/` }).reverse()
	if (range === 'All') return all
	return all.filter(({ key, stage, point, rule }) => stages[stage]?.conditions[point]?.rules[rule] === key)
}

function detailOf(call: Call, check: RuleExecution): RuleExecutionDetail {
	const stage = requireStage(structureOf(call, check.pipeline, check.version), check.stage)
	const declaration = conditionAt(stage, check.point)?.rules?.find(({ name }) => name === check.rule)
	const { summary, error } = check
	return {
		pipelineExecutionId: check.executionId,
		ruleExecutionId: check.id,
		pipelineVersion: check.version,
		stageName: check.stage,
		ruleName: check.rule,
		startTime: new Date(check.startedAt),
		lastUpdateTime: new Date(check.updatedAt),
		status: check.status,
		input: {
			ruleTypeId: declaration?.ruleTypeId,
			configuration: declaration?.configuration ?? {},
			resolvedConfiguration: check.configuration,
			...(declaration?.roleArn && { roleArn: declaration.roleArn }),
			region: declaration?.region ?? call.scope.region,
			inputArtifacts: check.inputs.map(({ name, bucket, key }) => ({ name, s3location: { bucket, key } })),
		},
		output: {
			executionResult: {
				...(summary && { externalExecutionSummary: summary }),
				...(error && { errorDetails: error }),
			},
		},
	}
}
