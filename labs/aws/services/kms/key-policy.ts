import type { GetKeyPolicyRequest, ListKeyPoliciesRequest, PutKeyPolicyRequest } from '@aws-sdk/client-kms'
import { AwsError } from '../../aws-error.ts'
import { MalformedPolicy } from '../../identity/policy/parse.ts'
import { validatePolicy } from '../../identity/policy/validate.ts'
import { type Call, operation } from '../../service.ts'
import { keyAccess, onKey } from './access.ts'
import { requireKeyByItself } from './key-id.ts'
import { assertCustomers, put } from './store.ts'

/** Longest policy, in bytes: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const POLICY_BYTES = 32 * 1024

/** The policy of a key that is made without one: the account's own policies decide. */
export function defaultPolicy(account: string): string {
	return JSON.stringify(
		{
			Version: '2012-10-17',
			Id: 'key-default-1',
			Statement: [
				{
					Sid: 'Enable IAM User Permissions',
					Effect: 'Allow',
					Principal: { AWS: `arn:aws:iam::${account}:root` },
					Action: 'kms:*',
					Resource: '*',
				},
			],
		},
		undefined,
		2,
	)
}

export const getKeyPolicy = operation<GetKeyPolicyRequest, object>({
	access: onKey('GetKeyPolicy'),
	run({ KeyId = '', PolicyName = 'default' }, call) {
		assertName(PolicyName)
		return { Policy: requireKeyByItself(call, KeyId).key.policy, PolicyName }
	},
})

export const putKeyPolicy = operation<PutKeyPolicyRequest, object>({
	access: onKey('PutKeyPolicy'),
	run({ KeyId = '', PolicyName = 'default', Policy = '', BypassPolicyLockoutSafetyCheck }, call) {
		const { key, scope } = requireKeyByItself(call, KeyId)
		assertName(PolicyName)
		assertCustomers(key)
		assertPolicy(call, key.arn, Policy, BypassPolicyLockoutSafetyCheck)
		put(call, scope, { ...key, policy: Policy })
		return {}
	},
})

export const listKeyPolicies = operation<ListKeyPoliciesRequest, object>({
	access: onKey('ListKeyPolicies'),
	run({ KeyId = '' }, call) {
		requireKeyByItself(call, KeyId)
		return { PolicyNames: ['default'], Truncated: false }
	},
})

function assertName(name: string): void {
	if (name !== 'default') throw new AwsError('NotFoundException', 'No such policy exists')
}

/**
 * What is kept must be what authorization can read, and must leave its author the
 * right to change it. Throws MalformedPolicyDocumentException.
 */
export function assertPolicy(call: Call, arn: string, text: string, bypass = false): void {
	if (Buffer.byteLength(text) > POLICY_BYTES) throw malformed('The policy is larger than 32 KB.')
	try {
		validatePolicy(text, 'resource')
	} catch (error) {
		if (error instanceof MalformedPolicy) throw malformed(error.message)
		throw error
	}
	if (bypass) return
	const key = { keyId: arn.slice(arn.lastIndexOf('/') + 1), arn, policy: text, tags: {} }
	const access = keyAccess(call, 'PutKeyPolicy', { key: key as never, scope: call.scope })
	if (call.decide(access).allowed) return
	throw malformed('The new key policy will not allow you to update the key policy in the future.')
}

function malformed(message: string): AwsError {
	return new AwsError('MalformedPolicyDocumentException', message)
}
