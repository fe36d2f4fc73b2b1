import type { AssumeRoleRequest } from '@aws-sdk/client-sts'
import type { Access } from '../../authorize.ts'
import { AwsError } from '../../aws-error.ts'
import { MalformedPolicy } from '../../policy/parse.ts'
import { validatePolicy } from '../../policy/validate.ts'
import { type Call, operation } from '../../service.ts'
import type { Role } from '../iam/collections.ts'
import { defaultDocument, findManagedPolicy, findRole } from '../iam/find.ts'
import { readTags, tagContext } from '../iam/tags.ts'
import { roleSession } from './service-roles.ts'
import { openSession } from './sessions.ts'

const DEFAULT_SECONDS = 3600
const CHAINED_SECONDS_AT_MOST = 3600
/** Characters of all session policies together. */
const POLICY_CHARACTERS_AT_MOST = 2048

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = operation<AssumeRoleRequest, object>({
	run(input, call) {
		const { RoleSessionName = '', Tags = [] } = input
		if (call.principal.type === 'root') throw accessDenied('Roles may not be assumed by root accounts.')
		refuseTransitiveTags(input)
		const role = requireAllowed(call, input)
		const seconds = requireDuration(call, role, input.DurationSeconds ?? DEFAULT_SECONDS)
		const sessionPolicies = readSessionPolicies(call, input)
		const session = {
			...roleSession(role, RoleSessionName),
			sessionPolicies: sessionPolicies.length > 0 ? sessionPolicies : undefined,
			sessionTags: Tags.length > 0 ? readTags(Tags) : undefined,
		}
		const characters = sessionPolicies.reduce((sum, { length }) => sum + length, 0)
		return {
			Credentials: openSession(call, session, seconds),
			AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${RoleSessionName}`, Arn: session.arn },
			PackedPolicySize:
				characters > 0 ? Math.ceil((100 * characters) / POLICY_CHARACTERS_AT_MOST) : undefined,
			SourceIdentity: input.SourceIdentity,
		}
	},
})

/** The role, when both the caller's policies and the role's trust policy let the caller in. */
function requireAllowed(call: Call, input: AssumeRoleRequest): Readonly<Role> {
	const { RoleArn = '', RoleSessionName = '', ExternalId, Tags = [] } = input
	const role = findRole(call.world, RoleArn)
	const access: Omit<Access, 'action'> = {
		resource: RoleArn,
		resourceAccount: role?.account,
		// A role that is not there trusts nobody, and is refused in the same words.
		resourcePolicy: role?.assumeRolePolicy,
		context: {
			...tagContext(Tags),
			'sts:RoleSessionName': RoleSessionName,
			...(ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId }),
		},
	}
	const actions = Tags.length > 0 ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole']
	const refused = actions.find((action) => !call.decide({ ...access, action }).allowed)
	if (role && !refused) return role
	const who = `User: ${call.principal.arn} is not authorized to perform: ${refused ?? 'sts:AssumeRole'}`
	throw accessDenied(`${who} on resource: ${RoleArn}`)
}

function refuseTransitiveTags({ TransitiveTagKeys = [] }: AssumeRoleRequest): void {
	if (TransitiveTagKeys.length === 0) return
	throw new AwsError('NotImplemented', 'Transitive session tags are not emulated.', 501)
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
	if (principal.type === 'role' && seconds > CHAINED_SECONDS_AT_MOST) {
		const message =
			'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'
		throw new AwsError('ValidationError', message, 400)
	}
	return seconds
}

/** The texts that narrow a session: one given whole, and managed ones by ARN. */
function readSessionPolicies({ world }: Call, { Policy, PolicyArns = [] }: AssumeRoleRequest): Array<string> {
	const managed = PolicyArns.map(({ arn = '' }) => {
		const policy = findManagedPolicy(world, arn)
		if (policy) return defaultDocument(policy)
		throw new AwsError('MalformedPolicyDocument', `Policy ${arn} does not exist or is not attachable.`, 400)
	})
	if (Policy === undefined) return managed
	try {
		validatePolicy(Policy, 'identity')
	} catch (error) {
		if (!(error instanceof MalformedPolicy)) throw error
		throw new AwsError('MalformedPolicyDocument', error.message, 400)
	}
	return [Policy, ...managed]
}

function accessDenied(message: string): AwsError {
	return new AwsError('AccessDenied', message, 403)
}
