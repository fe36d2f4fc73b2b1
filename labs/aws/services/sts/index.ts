import type { Service } from '../../service.ts'
import { assumeRole } from './assume-role.ts'
import { getCallerIdentity } from './caller-identity.ts'
import { getSessionToken } from './session-token.ts'

/** AWS Security Token Service: who calls, and temporary credentials. */
export const sts: Service = {
	name: 'sts',
	operations: {
		AssumeRole: assumeRole,
		GetCallerIdentity: getCallerIdentity,
		GetSessionToken: getSessionToken,
	},
}
