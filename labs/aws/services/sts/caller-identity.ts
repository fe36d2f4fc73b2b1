import type { Principal } from '../../identity/principal.ts'
import { operation } from '../../service.ts'

/** Who the caller is; nobody needs a permission to know that of themselves. */
export const getCallerIdentity = operation<object, object>({
	run: (_, { principal }) => ({
		UserId: userIdOf(principal),
		Account: principal.account,
		Arn: principal.arn,
	}),
})

function userIdOf(principal: Principal): string {
	if (principal.type === 'user') return principal.userId
	if (principal.type === 'role') return `${principal.roleId}:${principal.sessionName}`
	if (principal.type === 'federated') return `${principal.account}:${principal.name}`
	return principal.account
}
