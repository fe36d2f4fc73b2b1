import { AwsError } from '../aws-error.ts'
import { protocolOf } from '../wire/model.ts'
import type { WorldReader } from '../world/world.ts'
import type { Decision, MatchedStatement } from './access.ts'
import { encodeRefusal } from './authorization-message.ts'
import type { Principal } from './principal.ts'

// Refusals that come before an operation, under the names that each family of services has for them.

/**
 * AWS's words for a refusal:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function accessDeniedMessage({ principal, action, resource, reason, matched }: Decision): string {
	const who = `User: ${principal} is not authorized to perform: ${action}`
	const quoted = action.startsWith('s3:') ? `"${resource}"` : resource
	const what = resource === '*' ? who : `${who} on resource: ${quoted}`
	if (reason === 'explicit-deny') {
		const denying = matched.find(({ effect }) => effect === 'Deny')?.policyType ?? 'identity'
		return `${what} with an explicit deny in ${DENYING[denying]}`
	}
	const missing = MISSING[reason]
	return missing ? `${what} because no ${missing} allows the ${action} action` : what
}

const DENYING: Record<MatchedStatement['policyType'], string> = {
	identity: 'an identity-based policy',
	resource: 'a resource-based policy',
	boundary: 'a permissions boundary',
	session: 'a session policy',
}

/** What would have to allow the action, by reason. */
const MISSING: Partial<Record<Decision['reason'], string>> = {
	'no-identity-allow': 'identity-based policy',
	'no-resource-allow': 'resource-based policy',
	boundary: 'permissions boundary',
	session: 'session policy',
}

/** A refusal under the name that the service's protocol has for it. */
export function accessDenied(
	world: WorldReader,
	principal: Principal,
	service: string,
	decision: Decision,
): AwsError {
	const [code, status] = DENIED_IN[service] ?? DENIED[protocolOf(service) ?? 'json'] ?? DENIED_IN_JSON
	// Nobody is told why: AWS explains a refusal only within the account.
	const message = principal.type === 'anonymous' ? 'Access Denied' : accessDeniedMessage(decision)
	if (code !== 'UnauthorizedOperation') return new AwsError(code, message, status)
	const encoded = encodeRefusal(world, principal, decision)
	const told = `You are not authorized to perform this operation. ${message}. Encoded authorization failure message: ${encoded}`
	return new AwsError(code, told, status)
}

type Denial = readonly [code: string, status: number]
const DENIED_IN_JSON: Denial = ['AccessDeniedException', 400]
/** By protocol. */
const DENIED: Readonly<Record<string, Denial>> = {
	ec2: ['UnauthorizedOperation', 403],
	query: ['AccessDenied', 403],
	'rest-json': ['AccessDeniedException', 403],
	'rest-xml': ['AccessDenied', 403],
}
/** Services with a name of their own for it. */
const DENIED_IN: Readonly<Record<string, Denial>> = {
	// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
	sns: ['AuthorizationError', 403],
}

/** A limit of the sandbox, under the name that the service's protocol has for its own. */
export class QuotaExceeded extends AwsError {
	constructor(service: string, limit: string) {
		const [code, status] = EXCEEDED[protocolOf(service) ?? 'json'] ?? EXCEEDED_IN_JSON
		super(code, `This sandbox has reached its limit: ${limit}.`, status)
	}
}

const EXCEEDED_IN_JSON: Denial = ['LimitExceededException', 400]
/** By protocol. S3 has no such limit: its code is the one of AWS's newer services. */
const EXCEEDED: Readonly<Record<string, Denial>> = {
	query: ['LimitExceeded', 409],
	'rest-xml': ['ServiceQuotaExceeded', 400],
}

/** What a service answers who calls too often. */
export function throttled(service: string): AwsError {
	const protocol = protocolOf(service)
	if (protocol === 'rest-xml') return new AwsError('SlowDown', 'Please reduce your request rate.', 503)
	const code = protocol === 'query' || protocol === 'ec2' ? 'Throttling' : 'ThrottlingException'
	return new AwsError(code, 'Rate exceeded', 400)
}
