import type {
	DeleteResourcePolicyRequest,
	DescribeResourcePoliciesRequest,
	PutResourcePolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../aws-error.ts'
import { parsePolicy } from '../../identity/policy/parse.ts'
import { operation } from '../../service.ts'
import { type ResourcePolicy, resourcePolicies } from './collections.ts'
import { invalidParameter } from './logs-error.ts'
import { pageOf } from './pages.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html */
const POLICIES_AT_MOST = 10
const DOCUMENT_AT_MOST = 5_120

const access = (name: string) => () => ({ action: `logs:${name}`, resource: '*' })

export const putResourcePolicy = operation<PutResourcePolicyRequest, object>({
	access: access('PutResourcePolicy'),
	run({ policyName: name = '', policyDocument: document = '', resourceArn }, call) {
		if (resourceArn !== undefined)
			throw new AwsError(
				'NotImplemented',
				'Policies of single resources are not emulated: leave resourceArn out',
				501,
			)
		if (name === '') throw invalidParameter('Policy name is required.')
		assertPolicy(document)
		const known = call.world.get(resourcePolicies, call.scope, name)
		const count = call.world.list(resourcePolicies, call.scope).length
		if (!known && count >= POLICIES_AT_MOST)
			throw new AwsError('LimitExceededException', 'Resource limit exceeded.')
		const policy = { name, document, updatedAt: call.now }
		call.world.put(resourcePolicies, call.scope, name, policy)
		return { resourcePolicy: answer(policy) }
	},
})

function assertPolicy(document: string): void {
	if (document.length > DOCUMENT_AT_MOST)
		throw invalidParameter(`Resource policy document is longer than ${DOCUMENT_AT_MOST} characters.`)
	try {
		parsePolicy(document)
	} catch {
		throw invalidParameter('Unsupported policy document.')
	}
}

export const deleteResourcePolicy = operation<DeleteResourcePolicyRequest, object>({
	access: access('DeleteResourcePolicy'),
	run({ policyName = '' }, call) {
		if (!call.world.delete(resourcePolicies, call.scope, policyName))
			throw new AwsError('ResourceNotFoundException', `Policy with name [${policyName}] does not exist`)
		return {}
	},
})

export const describeResourcePolicies = operation<DescribeResourcePoliciesRequest, object>({
	access: access('DescribeResourcePolicies'),
	run(input, call) {
		const { page, nextToken } = pageOf(call.world.list(resourcePolicies, call.scope), input)
		return { resourcePolicies: page.map(answer), nextToken }
	},
})

function answer({ name, document, updatedAt }: Readonly<ResourcePolicy>) {
	return { policyName: name, policyDocument: document, lastUpdatedTime: updatedAt }
}
