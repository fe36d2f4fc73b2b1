import type { AddPermissionInput, RemovePermissionInput } from '@aws-sdk/client-sns'
import { MalformedPolicy } from '../../identity/policy/parse.ts'
import { validatePolicy } from '../../identity/policy/validate.ts'
import { operation } from '../../service.ts'
import { onTopic, put, requireTopic } from './find.ts'
import { invalidParameter } from './sns-error.ts'

const OWN_ACTIONS = [
	'GetTopicAttributes',
	'SetTopicAttributes',
	'AddPermission',
	'RemovePermission',
	'DeleteTopic',
	'Subscribe',
	'ListSubscriptionsByTopic',
	'Publish',
]

/** The policy that a topic has at first: all to its owner. https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
export function defaultPolicy(arn: string, account: string): string {
	return JSON.stringify({
		Version: '2008-10-17',
		Id: '__default_policy_ID',
		Statement: [
			{
				Sid: '__default_statement_ID',
				Effect: 'Allow',
				Principal: { AWS: '*' },
				Action: OWN_ACTIONS.map((action) => `SNS:${action}`),
				Resource: arn,
				Condition: { StringEquals: { 'AWS:SourceOwner': account } },
			},
		],
	})
}

/** Refuses a policy that is none, or that speaks of other services. */
export function assertPolicy(text: string): void {
	try {
		validatePolicy(text, 'resource')
	} catch (error) {
		if (error instanceof MalformedPolicy) throw invalidParameter('Policy Error: null')
		throw error
	}
	const actions = readPolicy(text).Statement.flatMap(({ Action = [] }) => Action)
	if (actions.some((action) => action !== '*' && !/^sns:/i.test(action)))
		throw invalidParameter('Policy statement action out of service scope!')
}

interface WrittenPolicy {
	Statement: Array<{ Sid?: string; Action?: string | Array<string> }>
}

/** Adds a statement to a topic's policy. */
export const addPermission = operation<AddPermissionInput, object>({
	access: onTopic('AddPermission'),
	run({ TopicArn, Label = '', AWSAccountId = [], ActionName = [] }, call) {
		const { topic, scope } = requireTopic(call, TopicArn)
		const unknown = ActionName.find((action) => !OWN_ACTIONS.includes(action))
		if (unknown !== undefined) throw invalidParameter('Policy statement action out of service scope!')
		const policy = readPolicy(topic.attributes.Policy)
		if (policy.Statement.some(({ Sid }) => Sid === Label)) throw invalidParameter('Statement already exists')
		const statement = {
			Sid: Label,
			Effect: 'Allow',
			Principal: { AWS: AWSAccountId.map((account) => `arn:aws:iam::${account}:root`) },
			Action: ActionName.map((action) => `SNS:${action}`),
			Resource: topic.arn,
		}
		const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] })
		put(call, { scope, topic: { ...topic, attributes: { ...topic.attributes, Policy } } })
		return {}
	},
})

export const removePermission = operation<RemovePermissionInput, object>({
	access: onTopic('RemovePermission'),
	run({ TopicArn, Label }, call) {
		const { topic, scope } = requireTopic(call, TopicArn)
		const policy = readPolicy(topic.attributes.Policy)
		const Statement = policy.Statement.filter(({ Sid }) => Sid !== Label)
		const Policy = JSON.stringify({ ...policy, Statement })
		put(call, { scope, topic: { ...topic, attributes: { ...topic.attributes, Policy } } })
		return {}
	},
})

function readPolicy(text = '{"Statement":[]}'): WrittenPolicy {
	const policy = JSON.parse(text) as WrittenPolicy
	return { ...policy, Statement: [policy.Statement].flat() }
}
