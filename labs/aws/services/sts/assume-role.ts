import type { AssumeRoleRequest } from '@aws-sdk/client-sts'
import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Access } from '../../identity/access.ts'
import { type Call, operation } from '../../service.ts'
import { resourceTagContext } from '../iam/access.ts'
import type { Role } from '../iam/collections.ts'
import { findRole } from '../iam/find.ts'
import { tagContext } from '../iam/tags.ts'
import { takeSecondFactor } from './mfa.ts'
import { roleSession } from './service-roles.ts'
import { packedSize, readSessionPolicies } from './session-policies.ts'
import { readSessionTags, type SessionTags } from './session-tags.ts'
import { openSession } from './sessions.ts'

const DEFAULT_SECONDS = 3600
const CHAINED_SECONDS_AT_MOST = 3600

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = operation<AssumeRoleRequest, object>({
	run(input, call) {
		const { RoleSessionName = '' } = input
		if (call.principal.type === 'root') throw accessDenied('Roles may not be assumed by root accounts.')
		if (call.principal.type === 'federated') {
			throw accessDenied('Cannot call AssumeRole with federated user credentials')
		}
		assertRoleArn(input)
		if (input.ProvidedContexts?.length) {
			throw new AwsError('NotImplemented', 'AssumeRole: ProvidedContexts is not emulated.', 501)
		}
		const tags = readSessionTags(call.principal, input)
		const sourceIdentity = sourceIdentityOf(call, input)
		const mfaAt = takeSecondFactor(call, input)
		const role = requireAllowed(call, input, tags, { sourceIdentity, mfaAt })
		const seconds = requireDuration(call, role, input.DurationSeconds ?? DEFAULT_SECONDS)
		const sessionPolicies = readSessionPolicies(call, role.account, input)
		const session = {
			...roleSession(role, RoleSessionName),
			sessionPolicies: sessionPolicies.length > 0 ? sessionPolicies : undefined,
			sessionTags: Object.keys(tags.tags).length > 0 ? tags.tags : undefined,
			transitiveTagKeys: tags.transitiveKeys.length > 0 ? tags.transitiveKeys : undefined,
			sourceIdentity,
			mfaAt,
		}
		return {
			Credentials: openSession(call, session, seconds),
			AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${RoleSessionName}`, Arn: session.arn },
			PackedPolicySize: packedSize(sessionPolicies, tags.tags),
			SourceIdentity: sourceIdentity,
		}
	},
})

/** AWS's words, which many terminals show: https://github.com/aws/aws-cli/issues/3875 */
function assertRoleArn({ RoleArn = '' }: AssumeRoleRequest): void {
	const arn = parseArn(RoleArn)
	if (!arn) throw new AwsError('ValidationError', `${RoleArn} is invalid`, 400)
	if (arn.service === 'iam' && /^\d{12}$/.test(arn.account)) return
	throw new AwsError('ValidationError', 'Request ARN is invalid', 400)
}

/** Who is behind the session. What was once said stays so in the sessions that follow. */
function sourceIdentityOf({ principal }: Call, { SourceIdentity }: AssumeRoleRequest): string | undefined {
	const known = principal.type === 'role' ? principal.sourceIdentity : undefined
	if (known === undefined || SourceIdentity === undefined || SourceIdentity === known) {
		return known ?? SourceIdentity
	}
	// The wording is ours.
	throw accessDenied(`The source identity ${known} of the calling session cannot be changed`)
}

/** The role, when both the caller's policies and the role's trust policy let the caller in. */
function requireAllowed(
	call: Call,
	input: AssumeRoleRequest,
	{ tags, transitiveKeys }: SessionTags,
	{ sourceIdentity, mfaAt }: { sourceIdentity: string | undefined; mfaAt: number | undefined },
): Readonly<Role> {
	const { RoleArn = '', RoleSessionName = '', ExternalId } = input
	const role = findRole(call.world, RoleArn)
	const asked = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
	const access: Omit<Access, 'action'> = {
		resource: RoleArn,
		resourceAccount: role?.account,
		// A role that is not there trusts nobody, and is refused in the same words.
		resourcePolicy: role?.assumeRolePolicy,
		context: {
			...resourceTagContext(role?.tags ?? {}),
			...tagContext(asked),
			...(transitiveKeys.length > 0 && { 'sts:TransitiveTagKeys': transitiveKeys }),
			'sts:RoleSessionName': RoleSessionName,
			...(ExternalId !== undefined && { 'sts:ExternalId': ExternalId }),
			...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
			...(mfaAt !== undefined && { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' }),
		},
	}
	const actions = ['sts:AssumeRole']
	if (asked.length > 0) actions.push('sts:TagSession')
	if (sourceIdentity !== undefined) actions.push('sts:SetSourceIdentity')
	const refused = actions.find((action) => !call.decide({ ...access, action }).allowed)
	if (role && !refused) return role
	const who = `User: ${call.principal.arn} is not authorized to perform: ${refused ?? 'sts:AssumeRole'}`
	throw accessDenied(`${who} on resource: ${RoleArn}`)
}

function requireDuration(
	{ principal }: Call,
	{ maxSessionDuration }: Readonly<Role>,
	seconds: number,
): number {
	if (seconds > maxSessionDuration) {
		const message = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'
		throw new AwsError('ValidationError', message, 400)
	}
	// AWS takes all temporary credentials for a chain, those of GetSessionToken too.
	const chained = 'accessKeyId' in principal && principal.accessKeyId?.startsWith('ASIA')
	if ((chained || principal.type === 'role') && seconds > CHAINED_SECONDS_AT_MOST) {
		const message =
			'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
		throw new AwsError('ValidationError', message, 400)
	}
	return seconds
}

function accessDenied(message: string): AwsError {
	return new AwsError('AccessDenied', message, 403)
}
