import type { MatchedStatement } from '../../identity/access.ts'
import { matchesPattern } from '../../identity/policy/glob.ts'
import { parsePolicy } from '../../identity/policy/parse.ts'
import { namingOf } from '../../identity/policy/principals.ts'
import type { RolePrincipal, ServicePrincipal } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import type { WorldReader } from '../../world/world.ts'
import { authorize } from '../iam/authorize.ts'
import type { Role } from '../iam/collections.ts'
import { findRole } from '../iam/find.ts'

/** Why a service cannot work as a role; each service has its own words for it. */
export class RoleNotAssumable extends Error {
	override readonly name = 'RoleNotAssumable'
	readonly reason: 'missing' | 'untrusted'
	readonly roleArn: string
	/** Statements of the trust policy that deny or would have fitted. */
	readonly statements: ReadonlyArray<MatchedStatement>

	constructor(
		reason: 'missing' | 'untrusted',
		roleArn: string,
		statements: ReadonlyArray<MatchedStatement> = [],
	) {
		super(`${roleArn} cannot be assumed: ${reason}`)
		this.reason = reason
		this.roleArn = roleArn
		this.statements = statements
	}
}

/** What a service works for, e.g. a pipeline; fills `aws:SourceArn` and `aws:SourceAccount`. */
export interface ServiceSource {
	arn: string
	account: string
}

/**
 * The session in which a service works as a role of the learner's. Throws
 * RoleNotAssumable when the role is missing or its trust policy, conditions
 * included, does not let the service in.
 */
export function assumeServiceRole(
	call: Pick<Call, 'world' | 'now'>,
	roleArn: string,
	service: string,
	sessionName: string,
	source?: ServiceSource,
): RolePrincipal {
	const role = findRole(call.world, roleArn)
	if (!role) throw new RoleNotAssumable('missing', roleArn)
	const access = {
		action: 'sts:AssumeRole',
		resource: roleArn,
		resourceAccount: role.account,
		resourcePolicy: role.assumeRolePolicy,
		context: source && { 'aws:SourceArn': source.arn, 'aws:SourceAccount': source.account },
	}
	const { allowed, matched, nearMisses } = authorize(call.world, servicePrincipal(service), access, call.now)
	if (!allowed) throw new RoleNotAssumable('untrusted', roleArn, [...matched, ...nearMisses])
	return { ...roleSession(role, sessionName), invokedBy: service }
}

/** Whether a role is there and its trust policy names the service, conditions aside. */
export function trustsService(world: WorldReader, roleArn: string, service: string): boolean {
	const role = findRole(world, roleArn)
	if (!role) return false
	return parsePolicy(role.assumeRolePolicy).statements.some(
		({ effect, actions, principals }) =>
			effect === 'Allow' &&
			principals !== undefined &&
			namingOf(principals, servicePrincipal(service)) === 'itself' &&
			actions.patterns.some((pattern) => matchesPattern(pattern.toLowerCase(), 'sts:assumerole')),
	)
}

/** A session of a role, without the credentials. */
export function roleSession(role: Readonly<Role>, sessionName: string): RolePrincipal {
	const { account } = role
	return {
		type: 'role',
		account,
		arn: `arn:aws:sts::${account}:assumed-role/${role.roleName}/${sessionName}`,
		roleArn: role.arn,
		roleName: role.roleName,
		roleId: role.roleId,
		sessionName,
	}
}

function servicePrincipal(service: string): ServicePrincipal {
	return { type: 'service', account: '', service, arn: service }
}
