import type { ListRuleTypesInput, RuleType as RuleTypeOutput } from '@aws-sdk/client-codepipeline'
import { operation } from '../../../service.ts'
import { RULE_TYPES, type RuleType } from '../rules/catalog.ts'

/** Every rule type is AWS's own, in every Region. */
export const listRuleTypes = operation<ListRuleTypesInput, object>({
	access: () => ({ action: 'codepipeline:ListRuleTypes', resource: '*' }),
	run: () => ({ ruleTypes: RULE_TYPES.map(outputOf) }),
})

function outputOf({ provider, required, optional, inputs }: RuleType): RuleTypeOutput {
	const property = (name: string, isRequired: boolean) => ({
		name,
		required: isRequired,
		key: true,
		secret: false,
		queryable: false,
	})
	return {
		id: { category: 'Rule', owner: 'AWS', provider, version: '1' },
		ruleConfigurationProperties: [
			...required.map((name) => property(name, true)),
			...optional.map((name) => property(name, false)),
		],
		// Commands takes more than the model lets a type say.
		inputArtifactDetails: { minimumCount: 0, maximumCount: Math.min(inputs, 5) },
	}
}
