import type { Principal } from '../principal.ts'
import type { Principals } from './document.ts'

/**
 * How a statement names a caller. `itself` is the user, the session or the
 * service; `role` the role of a session; `everybody` a bare `*`; `account`
 * hands the decision over to the account's own identity policies.
 */
export type Naming = 'itself' | 'role' | 'everybody' | 'account'

/** The strongest way in which a statement's principals name a caller, or undefined when they do not. */
export function namingOf(principals: Principals, principal: Principal): Naming | undefined {
	const named = namedBy(principals, principal)
	if (!principals.negated) return named
	return named ? undefined : 'everybody'
}

function namedBy({ byKind }: Principals, principal: Principal): Naming | undefined {
	const { AWS = [], Service = [] } = byKind
	if (principal.type === 'service') {
		if (Service.includes(principal.service)) return 'itself'
		return AWS.includes('*') ? 'everybody' : undefined
	}
	if (principal.type !== 'anonymous') {
		if (AWS.includes(principal.arn)) return 'itself'
		if (principal.type === 'role' && AWS.includes(principal.roleArn)) return 'role'
	}
	if (AWS.includes('*')) return 'everybody'
	if (principal.type === 'anonymous') return
	if (AWS.includes(principal.account) || AWS.includes(`arn:aws:iam::${principal.account}:root`)) {
		return 'account'
	}
}
