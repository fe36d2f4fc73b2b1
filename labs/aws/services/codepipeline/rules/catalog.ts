import type { RuleDeclaration } from '@aws-sdk/client-codepipeline'

/** What AWS knows of a rule type before anything runs. */
export interface RuleType {
	provider: string
	required: ReadonlyArray<string>
	optional: ReadonlyArray<string>
	/** Most input artifacts; the least is none. */
	inputs: number
	/** A condition with this rule may skip its stage: user guide, stage-conditions. */
	mayNotSkip?: true
}

/** Every rule type that AWS lists, all of category Rule, owner AWS, version 1: user guide, rule-reference. */
export const RULE_TYPES: ReadonlyArray<RuleType> = [
	{
		provider: 'CloudWatchAlarm',
		required: ['AlarmName'],
		optional: ['AlarmStates', 'WaitTime'],
		inputs: 0,
		mayNotSkip: true,
	},
	{
		provider: 'CodeBuild',
		required: ['ProjectName'],
		optional: ['PrimarySource', 'BatchEnabled', 'CombineArtifacts', 'EnvironmentVariables'],
		inputs: 5,
		mayNotSkip: true,
	},
	{ provider: 'Commands', required: [], optional: [], inputs: 10, mayNotSkip: true },
	{
		provider: 'DeploymentWindow',
		required: ['Cron'],
		optional: ['TimeZone'],
		inputs: 0,
		mayNotSkip: true,
	},
	{ provider: 'LambdaInvoke', required: ['FunctionName'], optional: ['UserParameters'], inputs: 5 },
	{ provider: 'VariableCheck', required: ['Variable', 'Operator', 'Value'], optional: [], inputs: 0 },
]

/** The type that a rule names, or undefined when AWS has none. */
export function findRuleType({ ruleTypeId }: RuleDeclaration): RuleType | undefined {
	const { category, owner = 'AWS', provider, version = '1' } = ruleTypeId ?? {}
	if (category !== 'Rule' || owner !== 'AWS' || version !== '1') return
	return RULE_TYPES.find((type) => type.provider === provider)
}
