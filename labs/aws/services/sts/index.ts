import type { Service } from '../../service.ts'
import { getAccessKeyInfo } from './access-key-info.ts'
import { assumeRole } from './assume-role.ts'
import { getCallerIdentity } from './caller-identity.ts'
import { decodeAuthorizationMessage } from './decode-message.ts'
import { getFederationToken } from './federation-token.ts'
import { getSessionToken } from './session-token.ts'

/** AWS Security Token Service: who calls, and temporary credentials. */
export const sts: Service = {
	name: 'sts',
	operations: {
		AssumeRole: assumeRole,
		DecodeAuthorizationMessage: decodeAuthorizationMessage,
		GetAccessKeyInfo: getAccessKeyInfo,
		GetCallerIdentity: getCallerIdentity,
		GetFederationToken: getFederationToken,
		GetSessionToken: getSessionToken,
	},
}
