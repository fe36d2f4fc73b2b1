import type { SimulateCustomPolicyRequest, SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import type { Access, Decision, MatchedStatement } from '../../../identity/access.ts'
import type { PrincipalPolicies } from '../../../identity/authorize.ts'
import { authorizeBy } from '../../../identity/authorize.ts'
import { createContext } from '../../../identity/policy/context.ts'
import { contextKeysOf, uniqueKeys } from '../../../identity/policy/context-keys.ts'
import { parsePolicy } from '../../../identity/policy/parse.ts'
import type { Principal } from '../../../identity/principal.ts'
import { type Call, operation } from '../../../service.ts'
import { iamAccess } from '../access.ts'
import { pageOf } from '../pages.ts'
import {
	givenPolicies,
	nobodyOf,
	type PolicySource,
	requireCaller,
	requireSource,
} from '../policies/policy-sources.ts'
import { checkPolicy } from '../policies/texts.ts'

type Request = Omit<SimulateCustomPolicyRequest, 'PolicyInputList'>

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = operation<SimulatePrincipalPolicyRequest, object>({
	access: ({ PolicySourceArn = '' }, call) => iamAccess(call, 'SimulatePrincipalPolicy', PolicySourceArn),
	run({ PolicySourceArn = '', PolicyInputList, ...input }, call) {
		const { principal, own } = requireSource(call, PolicySourceArn)
		const given = givenPolicies(PolicyInputList, 'PolicyInputList', 'identity')
		return simulate(call, input, { principal, own: { ...own, identity: [...own.identity, ...given] } })
	},
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const simulateCustomPolicy = operation<SimulateCustomPolicyRequest, object>({
	access: (_, call) => iamAccess(call, 'SimulateCustomPolicy', '*'),
	run({ PolicyInputList, ...input }, call) {
		const identity = givenPolicies(PolicyInputList, 'PolicyInputList', 'identity')
		return simulate(call, input, { principal: nobodyOf(call.scope.account), own: { identity, tags: {} } })
	},
})

function simulate(call: Call, input: Request, source: PolicySource) {
	if (input.ResourceHandlingOption !== undefined) {
		throw new AwsError('NotImplemented', 'Simulation: ResourceHandlingOption is not emulated.', 501)
	}
	const { ActionNames = [], ResourceArns = ['*'], ResourcePolicy, CallerArn, ResourceOwner } = input
	if (ResourcePolicy !== undefined) checkPolicy(ResourcePolicy, 'resource')
	const principal = CallerArn === undefined ? source.principal : requireCaller(call, CallerArn)
	const [boundary = source.own.boundary] = givenPolicies(
		input.PermissionsBoundaryPolicyInputList,
		'PermissionsBoundaryPolicyInputList',
		'boundary',
	)
	const own = { ...source.own, boundary }
	const access = {
		resourcePolicy: ResourcePolicy,
		resourceAccount: ResourceOwner === undefined ? undefined : parseArn(ResourceOwner)?.account,
		context: contextOf(input),
	}
	const asked = ActionNames.flatMap((action) => ResourceArns.map((resource) => ({ action, resource })))
	const { items, ...page } = pageOf(asked, input)
	const results = items.map((one) => {
		const whole = { ...access, ...one }
		const decision = authorizeBy(own, principal, whole, call.now)
		return describeDecision(decision, source.principal, own, missingKeys(own, principal, whole, call.now))
	})
	return { EvaluationResults: results, ...page }
}

/** What the caller of a simulation says of the request. */
function contextOf({ ContextEntries = [] }: Request): Record<string, ReadonlyArray<string>> {
	const entries = ContextEntries.map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
		ContextKeyName,
		ContextKeyValues,
	])
	return Object.fromEntries(entries)
}

/** Keys that the policies ask for and that neither the request nor the caller has. */
function missingKeys(
	own: PrincipalPolicies,
	principal: Principal,
	access: Access,
	now: number,
): Array<string> {
	const context = createContext({ principal, principalTags: own.tags, access, now })
	const texts = [...own.identity, ...(own.boundary ? [own.boundary] : [])].map(({ text }) => text)
	if (access.resourcePolicy !== undefined) texts.push(access.resourcePolicy)
	const keys = texts.flatMap((text) => contextKeysOf(parsePolicy(text)))
	return uniqueKeys(keys).filter((key) => context.get(key.toLowerCase()) === undefined)
}

function describeDecision(
	{ action, resource, allowed, reason, matched }: Decision,
	source: Principal,
	{ boundary }: PrincipalPolicies,
	missing: ReadonlyArray<string>,
) {
	const denied = reason === 'explicit-deny'
	const settling = matched.filter(({ effect }) => effect === (denied ? 'Deny' : 'Allow'))
	const inBoundary = settling.some(({ policyType }) => policyType === 'boundary')
	return {
		EvalActionName: action,
		EvalResourceName: resource,
		EvalDecision: allowed ? 'allowed' : denied ? 'explicitDeny' : 'implicitDeny',
		MatchedStatements: settling.map((statement) => ({
			SourcePolicyId: statement.policy,
			SourcePolicyType: sourceType(statement, source),
		})),
		MissingContextValues: missing,
		PermissionsBoundaryDecisionDetail: boundary && { AllowedByPermissionsBoundary: inBoundary && !denied },
	}
}

function sourceType({ policyType, policy }: MatchedStatement, { type }: Principal): string {
	if (policyType === 'resource') return 'resource'
	if (policy.includes('PolicyInputList.')) return 'none'
	if (policy.startsWith('arn:aws:iam::aws:')) return 'aws-managed'
	return policy.startsWith('arn:') ? 'user-managed' : type
}
