import type { ListRuleExecutionsInput, RuleExecutionDetail } from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { pipelineAccess } from '../arns.ts'
import { type RuleExecution, ruleExecutions, ruleOrder } from '../collections.ts'
import { conditionAt } from '../engine/advance.ts'
import { pageOfTries, type Tries } from '../executions/tries.ts'
import { requireStage, structureOf } from '../store.ts'

const ruleTries: Tries<RuleExecution> = {
	collection: ruleExecutions,
	order: ruleOrder,
	counted: ({ conditions }, { point, rule }) => conditions[point]?.rules[rule],
}

export const listRuleExecutions = operation<ListRuleExecutionsInput, object>({
	access: ({ pipelineName }, call) => pipelineAccess(call.scope, 'ListRuleExecutions', pipelineName),
	run(input, call) {
		const { page, nextToken } = pageOfTries(call, ruleTries, input)
		return { ruleExecutionDetails: page.map((check) => detailOf(call, check)), nextToken }
	},
})

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
