import type {
	DeleteRolePolicyRequest,
	GetRolePolicyRequest,
	ListRolePoliciesRequest,
	PutRolePolicyRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import type { Group, Role, User } from '../collections.ts'
import { noSuchEntity } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { givenName, type Holder, holderAccess, keep, type Named } from '../principals/holders.ts'
import { checkPolicy, encodePolicy, policySize } from './texts.ts'

type Input<Request> = Named<Omit<Request, 'RoleName'>>

/** Put, Get, Delete and List of the policies that are part of an identity. */
export function inlinePolicyOperations<T extends User | Group | Role>(
	holder: Holder<T>,
): Record<string, Operation> {
	const { noun } = holder
	const kind = noun.toLowerCase()
	const access = (action: string) => (input: Named, call: Call) =>
		holderAccess(call, holder, action, givenName(holder, input))

	function textOf(identity: Readonly<T>, name: string): string {
		const text = identity.inlinePolicies[name]
		if (text === undefined) throw noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`)
		return text
	}

	return {
		[`Put${noun}Policy`]: operation<Input<PutRolePolicyRequest>, void>({
			access: access(`Put${noun}Policy`),
			run(input, call) {
				const { PolicyName = '', PolicyDocument = '' } = input
				const identity = holder.requireModifiable(call, givenName(holder, input))
				checkPolicy(PolicyDocument, 'identity')
				const inlinePolicies = { ...identity.inlinePolicies, [PolicyName]: PolicyDocument }
				const size = Object.values(inlinePolicies).reduce((sum, text) => sum + policySize(text), 0)
				if (size > holder.inlineQuota) {
					const message = `Maximum policy size of ${holder.inlineQuota} bytes exceeded for ${kind} ${holder.nameOf(identity)}`
					throw new AwsError('LimitExceeded', message, 409)
				}
				keep(call, holder, { ...identity, inlinePolicies })
			},
		}),
		[`Get${noun}Policy`]: operation<Input<GetRolePolicyRequest>, object>({
			access: access(`Get${noun}Policy`),
			run(input, call) {
				const { PolicyName = '' } = input
				const identity = holder.require(call, givenName(holder, input))
				return {
					[`${noun}Name`]: holder.nameOf(identity),
					PolicyName,
					PolicyDocument: encodePolicy(textOf(identity, PolicyName)),
				}
			},
		}),
		[`Delete${noun}Policy`]: operation<Input<DeleteRolePolicyRequest>, void>({
			access: access(`Delete${noun}Policy`),
			run(input, call) {
				const { PolicyName = '' } = input
				const identity = holder.requireModifiable(call, givenName(holder, input))
				textOf(identity, PolicyName)
				const { [PolicyName]: _, ...inlinePolicies } = identity.inlinePolicies
				keep(call, holder, { ...identity, inlinePolicies })
			},
		}),
		[`List${noun}Policies`]: operation<Input<ListRolePoliciesRequest>, object>({
			access: access(`List${noun}Policies`),
			run(input, call) {
				const identity = holder.require(call, givenName(holder, input))
				const { items, ...page } = pageOf(Object.keys(identity.inlinePolicies).sort(), input)
				return { PolicyNames: items, ...page }
			},
		}),
	}
}
