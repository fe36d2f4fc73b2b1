import type { RuleDeclaration } from '@aws-sdk/client-codepipeline'
import { cloudWatchAlarm } from './cloudwatch-alarm.ts'
import { deploymentWindow } from './deployment-window.ts'
import { lambdaRule } from './lambda-invoke.ts'
import { type RuleProvider, ruleFailed } from './rule.ts'
import { variableCheck } from './variable-check.ts'

/** The rules that are evaluated, by provider. */
export const RULE_PROVIDERS: Readonly<Record<string, RuleProvider>> = {
	CloudWatchAlarm: cloudWatchAlarm,
	DeploymentWindow: deploymentWindow,
	LambdaInvoke: lambdaRule,
	VariableCheck: variableCheck,
}

/**
 * The configuration that names what a rule asks, for the rules whose service
 * is not emulated yet. In this world nothing of that name can exist, and the
 * rule fails as it does for a resource that is not there. The wording is ours.
 */
const MISSING: Readonly<Record<string, { key: string; resource: string }>> = {
	CodeBuild: { key: 'ProjectName', resource: 'The CodeBuild project' },
}

/** What evaluates a rule; one that nothing evaluates yet fails the rule, and says so. */
export function ruleProviderOf({ ruleTypeId }: RuleDeclaration): RuleProvider {
	const provider = ruleTypeId?.provider ?? ''
	return RULE_PROVIDERS[provider] ?? { evaluate: ({ check }) => missing(provider, check.configuration) }
}

function missing(provider: string, configuration: Readonly<Record<string, string>>) {
	const named = MISSING[provider]
	if (!named) return ruleFailed('ConfigurationError', `Rule provider not emulated yet: ${provider}`)
	const name = configuration[named.key]
	return ruleFailed(
		'ConfigurationError',
		`${named.resource} '${name}' does not exist (${provider} is not emulated yet)`,
	)
}
