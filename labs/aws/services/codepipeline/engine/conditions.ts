import type { RuleDeclaration } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { ActionFailure } from '../actions/action.ts'
import { resolveConfiguration } from '../actions/variables.ts'
import {
	type CheckPoint,
	type ConditionRun,
	type Execution,
	type RuleExecution,
	ruleExecutions,
	ruleOrder,
	type StageRun,
} from '../collections.ts'
import { newTry } from '../executions/tries.ts'
import { ruleProviderOf } from '../rules/providers.ts'
import { evaluateRule, type RuleProgress, ruleFailed } from '../rules/rule.ts'
import { findExecution, putExecution, requireStage, structureOf } from '../store.ts'
import { conditionAt } from './advance.ts'
import { withCondition } from './stage-run.ts'

/** Checks the condition of a stage at a point: all its rules at once. */
export async function checkCondition(
	call: Call,
	pipeline: string,
	id: string,
	stage: string,
	point: CheckPoint,
): Promise<void> {
	const execution = findExecution(call, pipeline, id)
	if (!execution) return
	const declared = requireStage(structureOf(call, pipeline, execution.version), stage)
	const rules = conditionAt(declared, point)?.rules ?? []
	const checks = rules.map((rule) => newCheck(call, execution, stage, point, rule))
	const keys = checks.map(({ rule, key }) => [rule, key])
	const condition: ConditionRun = {
		status: 'InProgress',
		changedAt: call.now,
		rules: Object.fromEntries(keys),
	}
	putExecution(call, withCondition(execution, stage, point, condition))
	for (const check of checks) {
		call.world.put(ruleExecutions, call.scope, check.key, check)
		await evaluate(call, check)
	}
	conclude(call, pipeline, id, stage, point)
}

/** Evaluates a rule again when its moment has come. Answers the check, for its stage to be driven on. */
export async function resumeRule(call: Call, key: string): Promise<RuleExecution | undefined> {
	const check = call.world.get(ruleExecutions, call.scope, key)
	if (check?.status !== 'InProgress') return
	await evaluate(call, check)
	conclude(call, check.pipeline, check.executionId, check.stage, check.point)
	return check
}

/** Gives up the rules of a run that still wait. */
export function abandonRules(call: Call, run: StageRun): void {
	for (const key of Object.values(run.conditions).flatMap(({ rules }) => Object.values(rules))) {
		const check = call.world.get(ruleExecutions, call.scope, key)
		if (check?.status !== 'InProgress') continue
		call.world.put(ruleExecutions, call.scope, key, { ...check, status: 'Abandoned', updatedAt: call.now })
	}
}

function newCheck(
	call: Call,
	execution: Execution,
	stage: string,
	point: CheckPoint,
	{ name = '', inputArtifacts, timeoutInMinutes }: RuleDeclaration,
): RuleExecution {
	return {
		...newTry(call, execution, { stage, inputArtifacts }, ruleOrder),
		point,
		rule: name,
		configuration: {},
		...(timeoutInMinutes !== undefined && { expiresAt: call.now + timeoutInMinutes * 60_000 }),
	}
}

async function evaluate(call: Call, check: RuleExecution): Promise<void> {
	const structure = structureOf(call, check.pipeline, check.version)
	const condition = conditionAt(requireStage(structure, check.stage), check.point)
	const declaration = condition?.rules?.find(({ name }) => name === check.rule)
	const execution = findExecution(call, check.pipeline, check.executionId)
	if (!declaration || !execution) throw new Error(`${check.key} is of no rule or execution`)
	const { configuration, failure } = tryResolve(declaration, execution)
	const resolved = { ...check, configuration }
	const run = { call, structure, execution, declaration, check: resolved }
	const progress = failure ?? (await evaluateRule(ruleProviderOf(declaration), run))
	write(call, resolved, expired(progress, check, call.now))
}

/** Waiting has an end when the rule has a timeout. */
function expired(progress: RuleProgress, { expiresAt }: RuleExecution, now: number): RuleProgress {
	if (progress.state === 'settled' || expiresAt === undefined) return progress
	// The wording is ours.
	if (now >= expiresAt) return ruleFailed('JobFailed', 'The rule timed out')
	return { ...progress, until: Math.min(progress.until, expiresAt) }
}

function write(call: Call, check: RuleExecution, progress: RuleProgress): void {
	const { state, ...known } = progress
	const { until, ...outcome } = 'until' in known ? known : { ...known, until: undefined }
	call.world.put(ruleExecutions, call.scope, check.key, { ...check, ...outcome, updatedAt: call.now })
	if (state === 'pending' && until !== undefined) call.schedule(until, `rule|${check.key}`)
}

/** One rule that fails fails the condition; it is met when all have succeeded. */
function conclude(call: Call, pipeline: string, id: string, stage: string, point: CheckPoint): void {
	const execution = findExecution(call, pipeline, id)
	const condition = execution?.stages[stage]?.conditions[point]
	if (!execution || condition?.status !== 'InProgress') return
	const checks = Object.values(condition.rules).map((key) => call.world.get(ruleExecutions, call.scope, key))
	const failed = checks.find((check) => check?.status === 'Failed')
	if (!failed && checks.some((check) => check?.status === 'InProgress')) return
	const concluded: ConditionRun = failed
		? { ...condition, status: 'Failed', changedAt: call.now, summary: `Rule '${failed.rule}' failed` }
		: { ...condition, status: 'Succeeded', changedAt: call.now }
	const written = putExecution(call, withCondition(execution, stage, point, concluded))
	if (failed) abandonRules(call, written.stages[stage] as StageRun)
}

function tryResolve(declaration: RuleDeclaration, execution: Execution) {
	try {
		return { configuration: resolveConfiguration('rule', declaration, execution) }
	} catch (error) {
		if (!(error instanceof ActionFailure)) throw error
		const { configuration = {} } = declaration
		return { configuration, failure: ruleFailed(error.code, error.message) }
	}
}
