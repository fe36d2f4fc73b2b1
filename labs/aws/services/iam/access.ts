import { AwsError } from '../../aws-error.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'

/** The access that an IAM action needs; IAM answers from one Region, wherever it is called. */
export function iamAccess(
	call: Call,
	action: string,
	resource: string,
	context: Access['context'] = {},
): Access {
	refuseTemporary(call)
	return {
		action: `iam:${action}`,
		resource,
		resourceAccount: call.scope.account,
		context: { 'aws:RequestedRegion': 'us-east-1', ...context },
	}
}

/** IAM takes temporary credentials of a user's own only with a second factor. */
function refuseTemporary({ principal }: Call): void {
	const ofTheirOwn = principal.type === 'user' || principal.type === 'root'
	const temporary = ofTheirOwn && principal.accessKeyId?.startsWith('ASIA') && principal.mfaAt === undefined
	if (!temporary && principal.type !== 'federated') return
	throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403)
}

/** The condition keys that the tags of what is acted on are. */
export function resourceTagContext(tags: Readonly<Record<string, string>>): Record<string, string> {
	const keys = Object.entries(tags).flatMap(([tag, value]) => [
		[`aws:ResourceTag/${tag}`, value],
		[`iam:ResourceTag/${tag}`, value],
	])
	return Object.fromEntries(keys)
}

/** The ARN of something of the account's: `user/ada`, `role/service-role/build`. */
export function iamArn(call: Call, resource: string): string {
	return `arn:aws:iam::${call.scope.account}:${resource}`
}

/** The condition key of a request that sets a permissions boundary. */
export function boundaryContext(policyArn: string | undefined): Record<string, string> {
	return policyArn === undefined ? {} : { 'iam:PermissionsBoundary': policyArn }
}
