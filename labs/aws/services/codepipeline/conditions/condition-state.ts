import type { RuleState, StageConditionState, StageState } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { type ConditionRun, ruleExecutions, type StageRun } from '../collections.ts'

/** The conditions that a stage's run has checked, as GetPipelineState shows them. */
export function conditionStates(call: Call, { conditions }: StageRun): Partial<StageState> {
	const { beforeEntry, onSuccess, onFailure } = conditions
	return {
		...(beforeEntry && { beforeEntryConditionState: stateOf(call, beforeEntry) }),
		...(onSuccess && { onSuccessConditionState: stateOf(call, onSuccess) }),
		...(onFailure && { onFailureConditionState: stateOf(call, onFailure) }),
	}
}

/** A stage has one condition at each point, so the whole and the one are the same. */
function stateOf(call: Call, { status, changedAt, summary, rules }: ConditionRun): StageConditionState {
	const known = { status, ...(summary && { summary }) }
	return {
		latestExecution: known,
		conditionStates: [
			{
				latestExecution: { ...known, lastStatusChange: new Date(changedAt) },
				ruleStates: Object.values(rules).flatMap((key) => ruleState(call, key) ?? []),
			},
		],
	}
}

function ruleState(call: Call, key: string): RuleState | undefined {
	const check = call.world.get(ruleExecutions, call.scope, key)
	if (!check) return
	const { id, status, summary, error } = check
	return {
		ruleName: check.rule,
		latestExecution: {
			ruleExecutionId: id,
			status,
			...(summary && { summary }),
			lastStatusChange: new Date(check.updatedAt),
			...(error && { errorDetails: error }),
		},
	}
}
