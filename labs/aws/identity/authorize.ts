import type { Access, Decision } from './access.ts'
import { createContext } from './policy/context.ts'
import { evaluatePolicies, type NamedPolicy, type Verdict } from './policy/evaluate.ts'
import type { Principal } from './principal.ts'

/** What an identity may do at most, and how it is tagged. */
export interface PrincipalPolicies {
	identity: ReadonlyArray<NamedPolicy>
	/** Undefined when nothing bounds it. */
	boundary?: NamedPolicy
	tags: Readonly<Record<string, string>>
}

/** Resources whose own policy must allow: an identity's policies alone never do. */
const RESOURCE_MUST_ALLOW = /^(sts:(AssumeRole|TagSession|SetSourceIdentity)|kms:)/i

/**
 * IAM's evaluation: an explicit deny first, then what the caller's own policies
 * allow within its boundary and its session, and what the resource's policy
 * grants. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorizeBy(
	own: PrincipalPolicies,
	principal: Principal,
	access: Access,
	now: number,
): Decision {
	const decision = decide(own, principal, access, now, false)
	// Most calls are allowed: only a refusal is looked into for what nearly allowed it.
	return decision.allowed ? decision : decide(own, principal, access, now, true)
}

function decide(
	own: PrincipalPolicies,
	principal: Principal,
	access: Access,
	now: number,
	explain: boolean,
): Decision {
	const context = createContext({ principal, principalTags: own.tags, access, now })
	const bounded = own.boundary !== undefined
	const asked = { action: access.action, resource: access.resource, context, bounded }
	const evaluate = (policies: ReadonlyArray<NamedPolicy>) =>
		evaluatePolicies(policies, asked, principal, explain)
	const identity = evaluate(own.identity)
	const boundary = own.boundary && evaluate([own.boundary])
	const sessionTexts = 'sessionPolicies' in principal ? principal.sessionPolicies : undefined
	const session =
		sessionTexts && evaluate(sessionTexts.map((text) => ({ type: 'session', name: 'session policy', text })))
	const { resourcePolicy: text } = access
	const resource = evaluate(text === undefined ? [] : [{ type: 'resource', name: access.resource, text }])
	const verdicts = [identity, resource, boundary, session].filter((verdict) => verdict !== undefined)
	const denied = verdicts.some((verdict) => verdict.denied) && !mendsOwnPolicy(principal, access)
	const reason = denied
		? 'explicit-deny'
		: reasonOf(principal, access, { identity, boundary, session, resource })
	return {
		allowed: reason === 'allowed' || reason === 'root',
		principal: principal.arn,
		action: access.action,
		resource: access.resource,
		reason,
		matched: verdicts.flatMap(({ matched }) => matched),
		nearMisses: verdicts.flatMap(({ nearMisses }) => nearMisses),
	}
}

/** A bucket policy that denies everybody does not lock its account's root out of the policy itself. */
function mendsOwnPolicy({ type, account }: Principal, { action, resourceAccount }: Access): boolean {
	return type === 'root' && resourceAccount === account && /^s3:(Get|Put|Delete)BucketPolicy$/i.test(action)
}

interface Verdicts {
	identity: Verdict
	boundary?: Verdict
	session?: Verdict
	resource: Verdict
}

/** Why a request is allowed or not, when nothing denies it. */
function reasonOf(principal: Principal, access: Access, verdicts: Verdicts): Decision['reason'] {
	if (principal.type === 'service') {
		// AWS itself may do what a service asks for; but a role must trust the service that takes it.
		const mustAllow = access.resourceMustAllow || /^sts:AssumeRole/i.test(access.action)
		return mustAllow && !verdicts.resource.allowed ? 'no-resource-allow' : 'allowed'
	}
	if (principal.type === 'anonymous') return verdicts.resource.allowed ? 'allowed' : 'anonymous'
	const sameAccount = (access.resourceAccount ?? principal.account) === principal.account
	const resourceMustAllow = !sameAccount || RESOURCE_MUST_ALLOW.test(access.action)
	if (principal.type === 'root') {
		return resourceMustAllow && !verdicts.resource.allowed ? 'no-resource-allow' : 'root'
	}
	if (sameAccount && resourceGrants(verdicts)) return 'allowed'
	const { identity, boundary, session, resource } = verdicts
	if (!identity.allowed && !(sameAccount && resource.namings.has('role'))) return 'no-identity-allow'
	if (boundary && !boundary.allowed) return 'boundary'
	if (session && !session.allowed) return 'session'
	return resourceMustAllow && !resource.allowed ? 'no-resource-allow' : 'allowed'
}

/**
 * Whether a resource's policy lets in its own account's caller by itself. Boundary and session narrow what is
 * granted to a role; what is granted to its session, to a user or to everybody they do not:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
function resourceGrants({ resource, boundary, session }: Verdicts): boolean {
	const { namings } = resource
	if (namings.has('itself') || namings.has('everybody')) return true
	return namings.has('role') && boundary?.allowed !== false && session?.allowed !== false
}
