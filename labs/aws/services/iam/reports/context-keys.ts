import type {
	GetContextKeysForCustomPolicyRequest,
	GetContextKeysForPrincipalPolicyRequest,
} from '@aws-sdk/client-iam'
import { contextKeysOf, uniqueKeys } from '../../../identity/policy/context-keys.ts'
import type { NamedPolicy } from '../../../identity/policy/evaluate.ts'
import { parsePolicy } from '../../../identity/policy/parse.ts'
import { operation } from '../../../service.ts'
import { iamAccess } from '../access.ts'
import { givenPolicies, requireSource } from '../policies/policy-sources.ts'

function keysOf(policies: ReadonlyArray<NamedPolicy>) {
	const keys = policies.flatMap(({ text }) => contextKeysOf(parsePolicy(text)))
	return { ContextKeyNames: uniqueKeys(keys) }
}

/** The keys that given policies ask for. */
export const getContextKeysForCustomPolicy = operation<GetContextKeysForCustomPolicyRequest, object>({
	access: (_, call) => iamAccess(call, 'GetContextKeysForCustomPolicy', '*'),
	run: ({ PolicyInputList }) => keysOf(givenPolicies(PolicyInputList, 'PolicyInputList', 'identity')),
})

/** The keys that the policies of a user, group or role ask for, and given ones with them. */
export const getContextKeysForPrincipalPolicy = operation<GetContextKeysForPrincipalPolicyRequest, object>({
	access: ({ PolicySourceArn = '' }, call) =>
		iamAccess(call, 'GetContextKeysForPrincipalPolicy', PolicySourceArn),
	run({ PolicySourceArn = '', PolicyInputList }, call) {
		const { own } = requireSource(call, PolicySourceArn)
		return keysOf([...own.identity, ...givenPolicies(PolicyInputList, 'PolicyInputList', 'identity')])
	},
})
