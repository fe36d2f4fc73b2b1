import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import type { PrincipalPolicies } from '../../../identity/authorize.ts'
import type { NamedPolicy } from '../../../identity/policy/evaluate.ts'
import type { Principal, UserPrincipal } from '../../../identity/principal.ts'
import type { Call } from '../../../service.ts'
import { roleSession } from '../../sts/service-roles.ts'
import { type Group, groups, iamScope, nameId, type User, users } from '../collections.ts'
import { findRole } from '../find.ts'
import { noSuchEntity, validationError } from '../iam-error.ts'
import { policiesOf, policiesOfGroup } from './principal-policies.ts'
import { checkPolicy } from './texts.ts'

/** Whose policies are tried out, and as whom. */
export interface PolicySource {
	principal: Principal
	own: PrincipalPolicies
}

/** The policies of a user with its groups, of a group, or of a role, by ARN. */
export function requireSource(call: Call, arn: string): PolicySource {
	const { world, scope } = call
	if (!/^arn:[\w-]+:iam::\d{12}:(user|group|role)\/./.test(arn)) {
		const message = `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`
		throw new AwsError('InvalidInput', message, 400)
	}
	if (parseArn(arn)?.account !== scope.account) throw noSuchEntity(`The entity ${arn} cannot be found.`)
	const role = findRole(world, arn)
	if (role) {
		const principal = roleSession(role, 'simulation')
		return { principal: { ...principal, unnamed: true }, own: policiesOf(world, principal) }
	}
	const user = findUser(call, arn)
	if (user) {
		const principal = userPrincipal(user)
		return { principal, own: policiesOf(world, principal) }
	}
	const group = findGroup(call, arn)
	if (!group) throw noSuchEntity(`The entity ${arn} cannot be found.`)
	return { principal: nobodyOf(group.account), own: policiesOfGroup(world, group) }
}

/** Who a simulation calls as, when it says so: a user, as AWS has it. */
export function requireCaller(call: Call, arn: string): Principal {
	const user = findUser(call, arn)
	if (user) return userPrincipal(user)
	const { account = '', resource = '' } = parseArn(arn) ?? {}
	// The wording is ours.
	if (!resource.startsWith('user/')) throw validationError(`CallerArn ${arn} is not the ARN of a user.`)
	const userName = resource.slice(resource.lastIndexOf('/') + 1)
	return { type: 'user', account, arn, userName, userId: '' }
}

/** Somebody without a name, who has given policies alone. */
export function nobodyOf(account: string): UserPrincipal {
	const arn = `arn:aws:iam::${account}:user/simulation`
	return { type: 'user', account, arn, userName: '', userId: '', unnamed: true }
}

/** Texts that a simulation is given, named as AWS names them: `PolicyInputList.1`. */
export function givenPolicies(
	texts: ReadonlyArray<string> = [],
	list: string,
	type: NamedPolicy['type'],
): Array<NamedPolicy> {
	return texts.map((text, index) => {
		checkPolicy(text, 'identity')
		return { type, name: `${list}.${index + 1}`, text }
	})
}

function lastPart(resource: string): string {
	return resource.slice(resource.lastIndexOf('/') + 1)
}

/** The user of an ARN. */
export function findUser({ world }: Call, arn: string): Readonly<User> | undefined {
	const { account = '', resource = '' } = parseArn(arn) ?? {}
	const user = world.get(users, iamScope(account), nameId(lastPart(resource)))
	return user?.arn === arn ? user : undefined
}

/** The group of an ARN. */
export function findGroup({ world }: Call, arn: string): Readonly<Group> | undefined {
	const { account = '', resource = '' } = parseArn(arn) ?? {}
	const group = world.get(groups, iamScope(account), nameId(lastPart(resource)))
	return group?.arn === arn ? group : undefined
}

function userPrincipal({ account, arn, userName, userId }: Readonly<User>): UserPrincipal {
	return { type: 'user', account, arn, userName, userId }
}
