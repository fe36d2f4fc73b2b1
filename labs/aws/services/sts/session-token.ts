import type { GetSessionTokenRequest } from '@aws-sdk/client-sts'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import { openSession } from './sessions.ts'

const DEFAULT_SECONDS = 43_200
const ROOT_SECONDS_AT_MOST = 3600

/** Temporary credentials of the caller's own; no policy is asked. */
export const getSessionToken = operation<GetSessionTokenRequest, object>({
	run({ DurationSeconds = DEFAULT_SECONDS, SerialNumber, TokenCode }, call) {
		const { principal } = call
		if (SerialNumber !== undefined || TokenCode !== undefined) {
			throw new AwsError('NotImplemented', 'MFA devices are not emulated.', 501)
		}
		if (
			(principal.type !== 'user' && principal.type !== 'root') ||
			principal.accessKeyId?.startsWith('ASIA')
		) {
			throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403)
		}
		const seconds =
			principal.type === 'root' ? Math.min(DurationSeconds, ROOT_SECONDS_AT_MOST) : DurationSeconds
		return { Credentials: openSession(call, principal, seconds) }
	},
})
