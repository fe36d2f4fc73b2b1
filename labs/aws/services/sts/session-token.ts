import type { GetSessionTokenRequest } from '@aws-sdk/client-sts'
import { AwsError } from '../../aws-error.ts'
import type { RootPrincipal, UserPrincipal } from '../../identity/principal.ts'
import { type Call, operation } from '../../service.ts'
import { takeSecondFactor } from './mfa.ts'
import { openSession } from './sessions.ts'

const DEFAULT_SECONDS = 43_200
const ROOT_SECONDS_AT_MOST = 3600

/** Temporary credentials of the caller's own; no policy is asked. */
export const getSessionToken = operation<GetSessionTokenRequest, object>({
	run({ DurationSeconds, ...input }, call) {
		const principal = requireLongTerm(call, 'GetSessionToken')
		const mfaAt = takeSecondFactor(call, input)
		const session = mfaAt === undefined ? principal : { ...principal, mfaAt }
		return { Credentials: openSession(call, session, secondsFor(principal, DurationSeconds)) }
	},
})

/** The caller, when it is a user or the root with a key of its own. */
export function requireLongTerm({ principal }: Call, operation: string): RootPrincipal | UserPrincipal {
	if (principal.type === 'user' || principal.type === 'root') {
		if (!principal.accessKeyId?.startsWith('ASIA')) return principal
	}
	throw new AwsError('AccessDenied', `Cannot call ${operation} with session credentials`, 403)
}

/** How long a session lasts, in seconds; the root's last an hour at most. */
export function secondsFor({ type }: RootPrincipal | UserPrincipal, seconds = DEFAULT_SECONDS): number {
	return type === 'root' ? Math.min(seconds, ROOT_SECONDS_AT_MOST) : seconds
}
