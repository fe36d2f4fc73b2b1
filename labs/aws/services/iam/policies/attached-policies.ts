import type {
	AttachRolePolicyRequest,
	DetachRolePolicyRequest,
	ListAttachedRolePoliciesRequest,
} from '@aws-sdk/client-iam'
import { type Call, type Operation, operation } from '../../../service.ts'
import type { Group, Role, User } from '../collections.ts'
import { findManagedPolicy } from '../find.ts'
import { limitExceeded, noSuchEntity } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { givenName, type Holder, holderAccess, keep, type Named } from '../principals/holders.ts'
import { QUOTAS } from '../quotas.ts'
import { requireAttachable } from './managed-policies.ts'

type Input<Request> = Named<Omit<Request, 'RoleName'>>

/** Attach, Detach and List of the managed policies of an identity. */
export function attachedPolicyOperations<T extends User | Group | Role>(
	holder: Holder<T>,
): Record<string, Operation> {
	const { noun } = holder
	const access = (action: string) => (input: Input<{ PolicyArn?: string }>, call: Call) =>
		holderAccess(
			call,
			holder,
			action,
			givenName(holder, input),
			input.PolicyArn ? { 'iam:PolicyARN': input.PolicyArn } : {},
		)

	return {
		[`Attach${noun}Policy`]: operation<Input<AttachRolePolicyRequest>, void>({
			access: access(`Attach${noun}Policy`),
			run(input, call) {
				const { PolicyArn = '' } = input
				const identity = holder.requireModifiable(call, givenName(holder, input))
				requireAttachable(call, PolicyArn)
				if (identity.attachedPolicies.includes(PolicyArn)) return
				const attachedPolicies = [...identity.attachedPolicies, PolicyArn]
				const quota = QUOTAS[`AttachedPoliciesPer${noun}Quota`]
				if (attachedPolicies.length > quota) {
					throw limitExceeded(`PoliciesPer${noun}: ${quota}`)
				}
				keep(call, holder, { ...identity, attachedPolicies })
			},
		}),
		[`Detach${noun}Policy`]: operation<Input<DetachRolePolicyRequest>, void>({
			access: access(`Detach${noun}Policy`),
			run(input, call) {
				const { PolicyArn = '' } = input
				const identity = holder.requireModifiable(call, givenName(holder, input))
				if (!identity.attachedPolicies.includes(PolicyArn)) {
					throw noSuchEntity(`Policy ${PolicyArn} was not found.`)
				}
				const attachedPolicies = identity.attachedPolicies.filter((arn) => arn !== PolicyArn)
				keep(call, holder, { ...identity, attachedPolicies })
			},
		}),
		[`ListAttached${noun}Policies`]: operation<Input<ListAttachedRolePoliciesRequest>, object>({
			access: access(`ListAttached${noun}Policies`),
			run(input, call) {
				const { PathPrefix = '/' } = input
				const identity = holder.require(call, givenName(holder, input))
				const attached = identity.attachedPolicies.flatMap((PolicyArn) => {
					const policy = findManagedPolicy(call.world, PolicyArn)
					return policy?.path.startsWith(PathPrefix) ? [{ PolicyName: policy.policyName, PolicyArn }] : []
				})
				const { items, ...page } = pageOf(attached, input)
				return { AttachedPolicies: items, ...page }
			},
		}),
	}
}
