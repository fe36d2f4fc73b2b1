import type { SimulateCustomPolicyRequest, SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import type { Access, Decision, MatchedStatement } from '../../../identity/access.ts'
import type { PrincipalPolicies } from '../../../identity/authorize.ts'
import { authorizeBy } from '../../../identity/authorize.ts'
import { createContext } from '../../../identity/policy/context.ts'
import { contextKeysOf, uniqueKeys } from '../../../identity/policy/context-keys.ts'
import type { NamedPolicy } from '../../../identity/policy/evaluate.ts'
import { parsePolicy } from '../../../identity/policy/parse.ts'
import { type Span, statementSpans } from '../../../identity/policy/positions.ts'
import type { Principal } from '../../../identity/principal.ts'
import { type Call, operation } from '../../../service.ts'
import { Pacer } from '../../../world/pacer.ts'
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

/** What is compared: characters of patterns times those of what is asked, at once, and in all one after the other. */
const COMPARED_AT_ONCE = 60_000_000
const COMPARED_IN_ALL = 2_000_000_000
/** Statements that its answer may tell of. */
const MATCHES_AT_MOST = 10_000

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

async function simulate(call: Call, input: Request, source: PolicySource) {
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
	const spans = new SpansByText()
	const pacer = new Pacer()
	const results: Array<object> = []
	let matches = 0
	for (const one of items) {
		await pacer.pause()
		const whole = { ...access, ...one }
		const texts = [...own.identity, ...(boundary ? [boundary] : []), ...resourcePolicies(whole)]
		if (results.length === 0) assertAffordable(texts, items)
		const decision = authorizeBy(own, principal, whole, call.now)
		matches += decision.matched.length
		if (matches > MATCHES_AT_MOST) throw tooCostly(`more than ${MATCHES_AT_MOST} statements match`)
		const missing = missingKeys(own, principal, whole, call.now)
		results.push(describeDecision(decision, { texts, spans }, own, missing, input.ResourceArns !== undefined))
	}
	return { EvaluationResults: results, ...page }
}

/** Refuses what would be compared for too long. The code is AWS's, the wording ours. */
function assertAffordable(
	texts: ReadonlyArray<NamedPolicy>,
	items: ReadonlyArray<{ action: string; resource: string }>,
): void {
	const patterns = texts
		.flatMap(({ text }) => parsePolicy(text).statements)
		.flatMap(({ actions, resources }) => [...actions.patterns, ...(resources?.patterns ?? [])])
	const length = patterns.reduce((sum, pattern) => sum + pattern.length, 0)
	const asked = items.map(({ action, resource }) => action.length + resource.length)
	const all = asked.reduce((sum, one) => sum + one, 0)
	if (length * Math.max(...asked) > COMPARED_AT_ONCE || length * all > COMPARED_IN_ALL)
		throw tooCostly(`${patterns.length} patterns are too many for ${items.length} requests of this length`)
}

function tooCostly(detail: string): AwsError {
	return new AwsError('PolicyEvaluation', `The policies could not be evaluated: ${detail}`, 500)
}

/** Where statements stand, looked for once in each text. */
class SpansByText {
	readonly #known = new Map<string, ReadonlyArray<Span>>()

	of(text: string): ReadonlyArray<Span> {
		const spans = this.#known.get(text) ?? statementSpans(text)
		this.#known.set(text, spans)
		return spans
	}
}

interface Sources {
	texts: ReadonlyArray<NamedPolicy>
	spans: SpansByText
}

function resourcePolicies({ resource, resourcePolicy: text }: Access): Array<NamedPolicy> {
	return text === undefined ? [] : [{ type: 'resource', name: resource, text }]
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
	sources: Sources,
	{ boundary }: PrincipalPolicies,
	missing: ReadonlyArray<string>,
	resourcesGiven: boolean,
) {
	const denied = reason === 'explicit-deny'
	const settling = matched.filter(({ effect }) => effect === (denied ? 'Deny' : 'Allow'))
	const inBoundary = settling.some(({ policyType }) => policyType === 'boundary')
	const decision = allowed ? 'allowed' : denied ? 'explicitDeny' : 'implicitDeny'
	const MatchedStatements = settling.map((statement) => describeMatch(statement, sources))
	const boundaryDetail = boundary && {
		PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: inBoundary && !denied },
	}
	return {
		...{ EvalActionName: action, EvalResourceName: resource, EvalDecision: decision, MatchedStatements },
		// What is missing is told with each resource where resources were given.
		MissingContextValues: resourcesGiven ? [] : missing,
		EvalDecisionDetails: {},
		...boundaryDetail,
		...(resourcesGiven && {
			ResourceSpecificResults: [
				{
					...{ EvalResourceName: resource, EvalResourceDecision: decision, MatchedStatements },
					MissingContextValues: missing,
					...boundaryDetail,
				},
			],
		}),
	}
}

/** A statement as AWS tells it: `AdministratorAccess`, `user_ada_inline`, `PolicyInputList.1`. */
function describeMatch({ policyType, policy, holder, index }: MatchedStatement, { texts, spans }: Sources) {
	const source = texts.find((one) => one.type === policyType && one.name === policy && one.holder === holder)
	const span = source && spans.of(source.text)[index]
	const name =
		policy.startsWith('arn:') && policyType !== 'resource'
			? policy.slice(policy.lastIndexOf('/') + 1)
			: policy
	return {
		SourcePolicyId: holder ? `${holder}_${name}` : name,
		SourcePolicyType: policyType === 'resource' ? 'resource' : 'IAM Policy',
		...(span && { StartPosition: span.start, EndPosition: span.end }),
	}
}
