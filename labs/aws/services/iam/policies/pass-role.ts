import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { resourceTagContext } from '../access.ts'
import { findRole } from '../find.ts'

/**
 * Asks whether the caller may hand a role to a service; throws the calling
 * service's access-denied error otherwise. That the role is there and trusts
 * the service is for the service to check.
 */
export function requirePassRole(call: Call, roleArn: string, service: string): void {
	const account = parseArn(roleArn)?.account
	if (call.principal.type !== 'service' && account !== call.principal.account) {
		throw new AwsError('AccessDeniedException', 'Cross-account pass role is not allowed.', 400)
	}
	const tags = findRole(call.world, roleArn)?.tags ?? {}
	call.authorize({
		action: 'iam:PassRole',
		resource: roleArn,
		resourceAccount: account,
		context: { ...resourceTagContext(tags), 'iam:PassedToService': service },
	})
}
