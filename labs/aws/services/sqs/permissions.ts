import type { AddPermissionRequest, RemovePermissionRequest } from '@aws-sdk/client-sqs'
import { operation } from '../../service.ts'
import { onQueue, put, requireQueue } from './find.ts'
import { invalidParameter } from './sqs-error.ts'

interface WrittenPolicy {
	Version: string
	Id: string
	Statement: Array<{ Sid?: string }>
}

/** Adds a statement to a queue's policy. */
export const addPermission = operation<AddPermissionRequest, object>({
	access: onQueue('AddPermission'),
	run({ QueueUrl, Label = '', AWSAccountIds = [], Actions = [] }, call) {
		const { queue, scope } = requireQueue(call, QueueUrl)
		const policy = readPolicy(queue.attributes.Policy, queue.arn)
		if (policy.Statement.some(({ Sid }) => Sid === Label))
			throw invalidParameter(Label, 'Label', 'Already exists.')
		const statement = {
			Sid: Label,
			Effect: 'Allow',
			Principal: { AWS: AWSAccountIds.map((account) => `arn:aws:iam::${account}:root`) },
			Action: Actions.map((action) => `SQS:${action}`),
			Resource: queue.arn,
		}
		const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] })
		put(call, { scope, queue: { ...queue, attributes: { ...queue.attributes, Policy } } })
		return {}
	},
})

export const removePermission = operation<RemovePermissionRequest, object>({
	access: onQueue('RemovePermission'),
	run({ QueueUrl, Label = '' }, call) {
		const { queue, scope } = requireQueue(call, QueueUrl)
		const policy = readPolicy(queue.attributes.Policy, queue.arn)
		const Statement = policy.Statement.filter(({ Sid }) => Sid !== Label)
		if (Statement.length === policy.Statement.length)
			throw invalidParameter(Label, 'Label', "can't find label on existing policy.")
		const { Policy: _, ...others } = queue.attributes
		const kept = Statement.length > 0 && { Policy: JSON.stringify({ ...policy, Statement }) }
		put(call, { scope, queue: { ...queue, attributes: { ...others, ...kept } } })
		return {}
	},
})

function readPolicy(text: string | undefined, arn: string): WrittenPolicy {
	if (text === undefined) return { Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy`, Statement: [] }
	const policy = JSON.parse(text) as WrittenPolicy
	return { ...policy, Statement: [policy.Statement].flat() }
}
