import type {
	PipelineDeclaration,
	Result,
	RuleDeclaration,
	StageDeclaration,
} from '@aws-sdk/client-codepipeline'
import { readWindow, WindowSyntaxError } from '../../events/window.ts'
import { invalidStage } from '../codepipeline-error.ts'
import type { CheckPoint } from '../collections.ts'
import { conditionAt } from '../engine/advance.ts'
import { findRuleType, type RuleType } from '../rules/catalog.ts'
import { OPERATORS, patternComplaint } from '../rules/variable-check.ts'
import { stagesOf } from './stages.ts'

// Rules on the conditions and failure results of stages. The words are
// cdk-preflight's for the type, the mode and the two ways to fail; ours elsewhere.

const POINTS: ReadonlyArray<CheckPoint> = ['beforeEntry', 'onSuccess', 'onFailure']
/** What a condition may do at each point: user guide, stage-conditions. */
const RESULTS: Readonly<Record<CheckPoint, ReadonlyArray<Result>>> = {
	beforeEntry: ['FAIL', 'SKIP'],
	onSuccess: ['FAIL', 'ROLLBACK'],
	onFailure: ['ROLLBACK'],
}

/** Whether a stage uses what only pipelines of type V2 have. */
export function usesConditions({ beforeEntry, onSuccess, onFailure }: StageDeclaration): boolean {
	return beforeEntry !== undefined || onSuccess !== undefined || onFailure !== undefined
}

export function assertConditions(pipeline: PipelineDeclaration): void {
	for (const [index, stage] of stagesOf(pipeline).entries()) {
		if (!usesConditions(stage)) continue
		if (pipeline.pipelineType === 'V1') {
			throw invalidStage('Stage level conditions can only be used with V2 pipelines.')
		}
		assertFailure(stage)
		for (const point of POINTS) assertCondition(stage, point)
		if (rollsBack(stage)) assertCanRollBack(pipeline, stage, index)
	}
}

function rollsBack(stage: StageDeclaration): boolean {
	const results = POINTS.map((point) => conditionAt(stage, point)?.result)
	return [...results, stage.onFailure?.result].includes('ROLLBACK')
}

function assertCanRollBack(pipeline: PipelineDeclaration, stage: StageDeclaration, index: number): void {
	if (pipeline.executionMode === 'PARALLEL') {
		throw invalidStage('Failure conditions with rollback result type cannot be added to a PARALLEL pipeline.')
	}
	if (index === 0) throw invalidStage(`Stage '${stage.name}' is a source stage and cannot be rolled back`)
}

function assertFailure({ name, onFailure }: StageDeclaration): void {
	const { result, retryConfiguration, conditions = [] } = onFailure ?? {}
	if (result !== undefined && conditions.length > 0) {
		// The quote is not closed there either.
		throw invalidStage(
			`The following stage cannot have a failure exit gate configured with both top level result and conditions: '${name}`,
		)
	}
	if (result !== undefined && result !== 'ROLLBACK' && result !== 'RETRY') {
		throw invalidStage(`The failure result of stage '${name}' is ROLLBACK or RETRY, not ${result}`)
	}
	if (retryConfiguration && result !== 'RETRY') {
		throw invalidStage(`Stage '${name}' has a retryConfiguration without the failure result RETRY`)
	}
}

function assertCondition(stage: StageDeclaration, point: CheckPoint): void {
	const condition = conditionAt(stage, point)
	if (!condition) return
	const allowed = RESULTS[point]
	const { result = allowed[0], rules = [] } = condition
	const where = `${point} of stage '${stage.name}'`
	if (rules.length === 0) throw invalidStage(`The condition ${where} has no rule`)
	if (!result || !allowed.includes(result)) {
		throw invalidStage(`The result of the condition ${where} is ${allowed.join(' or ')}, not ${result}`)
	}
	const names = new Set<string | undefined>()
	for (const rule of rules) {
		if (names.has(rule.name))
			throw invalidStage(`Rule name '${rule.name}' is used more than once in ${where}`)
		names.add(rule.name)
		const type = assertRule(rule, where)
		if (result === 'SKIP' && type.mayNotSkip) {
			throw invalidStage(
				`The result SKIP can only be used with rules LambdaInvoke and VariableCheck, not ${type.provider}, in ${where}`,
			)
		}
	}
}

function assertRule(rule: RuleDeclaration, where: string): RuleType {
	const type = findRuleType(rule)
	const { name, configuration = {} } = rule
	if (!type) {
		const { provider, owner, version } = rule.ruleTypeId ?? {}
		throw invalidStage(
			`RuleType (Provider: '${provider}', Owner: '${owner}', Version: '${version}') of rule '${name}' in ${where} is not available`,
		)
	}
	// What is not known is told before what is missing, as of actions.
	const known = [...type.required, ...type.optional]
	const unknown = Object.keys(configuration).find((key) => !known.includes(key))
	if (unknown) throw invalidStage(`Rule '${name}' in ${where} contains unknown configuration '${unknown}'`)
	const missing = type.required.find((key) => !configuration[key])
	if (missing) throw invalidStage(`Rule '${name}' in ${where} is missing required configuration '${missing}'`)
	if (type.provider === 'Commands' && !rule.commands?.length) {
		throw invalidStage(`Rule '${name}' in ${where} has no commands`)
	}
	const complaint = valueComplaint(type.provider, configuration)
	if (complaint) throw invalidStage(`Rule '${name}' in ${where}: ${complaint}`)
	return type
}

/** What is wrong with values that are known before the run: those without variables. */
function valueComplaint(provider: string, configuration: Record<string, string>): string | undefined {
	const { Operator = '', Value = '', Cron = '', TimeZone } = configuration
	if (provider === 'VariableCheck') {
		if (!(OPERATORS as ReadonlyArray<string>).includes(Operator)) {
			return `Operator is one of ${OPERATORS.join(', ')}, not ${Operator}`
		}
		const pattern = Operator === 'MATCHES' && !Value.includes('#{') ? patternComplaint(Value) : undefined
		return pattern && `Value is not a regular expression: ${pattern}`
	}
	if (provider === 'DeploymentWindow' && !`${Cron}${TimeZone}`.includes('#{'))
		return windowComplaint(Cron, TimeZone)
}

function windowComplaint(cron: string, timeZone: string | undefined): string | undefined {
	try {
		readWindow(cron, timeZone)
	} catch (error) {
		if (error instanceof WindowSyntaxError) return `Cron or TimeZone is not valid: ${error.message}`
		throw error
	}
}
