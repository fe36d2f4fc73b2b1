import type { MatchedStatement, NearMiss } from '../access.ts'
import type { Principal } from '../principal.ts'
import type { Statement } from './document.ts'
import { parsePolicy } from './parse.ts'
import { type Naming, namingOf } from './principals.ts'
import { type Asked, applies, missesOf } from './statement.ts'

/** A policy text with where it comes from. */
export interface NamedPolicy {
	type: MatchedStatement['policyType']
	/** Name or ARN. */
	name: string
	/** Who has an inline policy: `user_ada`. */
	holder?: string
	text: string
}

/** What a set of policies says of one request. */
export interface Verdict {
	denied: boolean
	allowed: boolean
	/** How the allowing statements of resource policies name the caller. */
	namings: ReadonlySet<Naming>
	matched: ReadonlyArray<MatchedStatement>
	nearMisses: ReadonlyArray<NearMiss>
}

/** Holds every statement of every policy against a request; near misses are looked for only to explain a refusal. */
export function evaluatePolicies(
	policies: ReadonlyArray<NamedPolicy>,
	asked: Asked & { bounded: boolean },
	principal: Principal,
	explain: boolean,
): Verdict {
	const namings = new Set<Naming>()
	const matched: Array<MatchedStatement> = []
	const nearMisses: Array<NearMiss> = []
	for (const { type, name, text, holder } of policies) {
		const policy = parsePolicy(text)
		for (const [index, statement] of policy.statements.entries()) {
			const naming = statement.principals && namingOf(statement.principals, principal)
			if (type === 'resource' && !naming && !deniesBounded(statement, asked)) continue
			const { sid, effect } = statement
			const origin = { policyType: type, policy: name, ...(holder && { holder }), sid, index, effect }
			const misses = explain ? missesOf(policy, statement, asked) : undefined
			if (misses ? misses.length === 0 : applies(policy, statement, asked)) {
				matched.push(origin)
				if (naming && effect === 'Allow') namings.add(naming)
			} else if (misses && effect === 'Allow') {
				const [miss, ...others] = misses
				const near = miss && others.length === 0 && isNear(miss, statement.actions.patterns, asked)
				if (near) nearMisses.push({ ...origin, ...miss })
			}
		}
	}
	const denied = matched.some(({ effect }) => effect === 'Deny')
	const allowed = matched.some(({ effect }) => effect === 'Allow')
	return { denied, allowed, namings, matched, nearMisses }
}

/**
 * A Deny with NotPrincipal denies everybody who has a permissions boundary, whoever it names:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function deniesBounded({ effect, principals }: Statement, { bounded }: { bounded: boolean }): boolean {
	return bounded && effect === 'Deny' && principals?.negated === true
}

/** A statement on another service's actions explains nothing. */
function isNear(
	miss: { because: NearMiss['because'] },
	actions: ReadonlyArray<string>,
	asked: Asked,
): boolean {
	if (miss.because !== 'action') return true
	const service = asked.action.slice(0, asked.action.indexOf(':') + 1).toLowerCase()
	return actions.some((action) => action.toLowerCase().startsWith(service))
}
