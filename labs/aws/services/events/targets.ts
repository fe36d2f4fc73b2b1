import type {
	Target as AwsTarget,
	ListRuleNamesByTargetRequest,
	ListTargetsByRuleRequest,
	PutTargetsRequest,
	RemoveTargetsRequest,
} from '@aws-sdk/client-eventbridge'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { parseJsonPath } from '../codepipeline/webhooks/json-path.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import { ruleId, rules, type Target, targets } from './collections.ts'
import { overLimit, validation } from './events-error.ts'
import { nameOf, onBus, onRule, requireBus, requireRule, tokenOf } from './find.ts'
import { placeholdersOf, RESERVED } from './input.ts'

const TARGETS_AT_MOST = 5
const PAGE = 100
/** Services whose targets are reached, and whether as a role of theirs; the others let the bus in by a policy. */
export const REACHED: Readonly<Record<string, 'role' | 'policy'>> = {
	codebuild: 'role',
	codepipeline: 'role',
	lambda: 'policy',
	logs: 'policy',
	sns: 'policy',
	sqs: 'policy',
	states: 'role',
}
/** Members of a target that are honoured; another is refused by its name. */
const HONOURED = [
	'Id',
	'Arn',
	'RoleArn',
	'Input',
	'InputPath',
	'InputTransformer',
	'SqsParameters',
	'DeadLetterConfig',
	'RetryPolicy',
]

export const putTargets = operation<PutTargetsRequest, object>({
	access: onRule('PutTargets'),
	run({ Rule, EventBusName, Targets = [] }, call) {
		const rule = requireRule(call, Rule, EventBusName)
		const prefix = `${ruleId(rule)}|`
		for (const target of Targets) {
			assertTarget(call, target)
			call.world.put(targets, call.scope, prefix + target.Id, target as Target)
		}
		if (call.world.list(targets, call.scope, { prefix }).length > TARGETS_AT_MOST) throw overLimit()
		return { FailedEntryCount: 0, FailedEntries: [] }
	},
})

function assertTarget(call: Call, target: AwsTarget): void {
	const { Id = '', Arn = '', RoleArn, Input, InputPath, InputTransformer } = target
	const service = parseArn(Arn)?.service
	if (service === undefined)
		throw validation(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`)
	// The wording is ours.
	if (REACHED[service] === undefined)
		throw new AwsError('NotImplemented', `Targets of ${service} are not emulated`, 501)
	const unknown = Object.keys(target).find((member) => !HONOURED.includes(member))
	if (unknown !== undefined)
		throw new AwsError('NotImplemented', `${unknown} of a target is not emulated`, 501)
	if (REACHED[service] === 'role' && !RoleArn) throw validation(`RoleArn is required for target ${Arn}.`)
	if (RoleArn) requirePassRole(call, RoleArn, 'events.amazonaws.com')
	if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1)
		throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`)
	if (Input !== undefined && !isJson(Input)) throw validation(`JSON syntax error in input for target ${Id}.`)
	if (InputPath !== undefined) assertPath(InputPath, `Invalid InputPath for target ${Id}.`)
	if (InputTransformer) assertTransformer(Id, InputTransformer)
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text)
		return true
	} catch {
		return false
	}
}

function assertPath(path: string, refusal: string): void {
	try {
		parseJsonPath(path)
	} catch {
		throw validation(refusal)
	}
}

function assertTransformer(
	id: string,
	{ InputPathsMap = {}, InputTemplate = '' }: NonNullable<AwsTarget['InputTransformer']>,
) {
	for (const path of Object.values(InputPathsMap)) assertPath(path, `Invalid InputPath for target ${id}.`)
	for (const name of placeholdersOf(InputTemplate)) {
		if (Object.hasOwn(InputPathsMap, name) || RESERVED.has(name)) continue
		throw validation(`InputTemplate for target ${id} contains invalid placeholder ${name}.`)
	}
}

export const removeTargets = operation<RemoveTargetsRequest, object>({
	access: onRule('RemoveTargets'),
	run({ Rule, EventBusName, Ids = [] }, call) {
		const prefix = `${ruleId(requireRule(call, Rule, EventBusName))}|`
		const missing = Ids.filter((id) => !call.world.get(targets, call.scope, prefix + id))
		for (const id of Ids) call.world.delete(targets, call.scope, prefix + id)
		return {
			FailedEntryCount: missing.length,
			FailedEntries: missing.map((TargetId) => ({
				TargetId,
				ErrorCode: 'ResourceNotFoundException',
				ErrorMessage: `Rule ${Rule} does not have target ${TargetId}.`,
			})),
		}
	},
})

export const listTargetsByRule = operation<ListTargetsByRuleRequest, object>({
	access: onRule('ListTargetsByRule'),
	run({ Rule, EventBusName }, call) {
		const rule = requireRule(call, Rule, EventBusName)
		const found = call.world.list(targets, call.scope, { prefix: `${ruleId(rule)}|` })
		// The model's list has one at least.
		return found.length > 0 ? { Targets: found } : {}
	},
})

export const listRuleNamesByTarget = operation<ListRuleNamesByTargetRequest, object>({
	access: onBus('ListRuleNamesByTarget'),
	run({ TargetArn, EventBusName, NextToken, Limit = PAGE }, call) {
		const bus = requireBus(call, EventBusName)
		const after = NextToken && `${bus}|${nameOf(NextToken)}`
		const names = call.world
			.list(rules, call.scope, { prefix: `${bus}|`, ...(after && { after }) })
			.filter((rule) =>
				call.world
					.list(targets, call.scope, { prefix: `${ruleId(rule)}|` })
					.some(({ Arn }) => Arn === TargetArn),
			)
			.map(({ name }) => name)
		const page = names.slice(0, Limit)
		return {
			RuleNames: page,
			...(names.length > Limit && { NextToken: tokenOf(page.at(-1) ?? '') }),
		}
	},
})
