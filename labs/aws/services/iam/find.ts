import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { WorldReader } from '../../world/world.ts'
import {
	type Group,
	groups,
	iamScope,
	type ManagedPolicy,
	managedPolicies,
	nameId,
	type Role,
	roles,
	type User,
	users,
} from './collections.ts'
import { noSuchEntity, validationError } from './iam-error.ts'
import { awsManagedPolicies } from './policies/aws-managed-policies.ts'

/** The role of an ARN, in whatever account of the world. */
export function findRole(world: WorldReader, roleArn: string): Readonly<Role> | undefined {
	const arn = parseArn(roleArn)
	if (arn?.service !== 'iam' || !arn.resource.startsWith('role/')) return
	const name = arn.resource.slice(arn.resource.lastIndexOf('/') + 1)
	const role = world.get(roles, iamScope(arn.account), nameId(name))
	return role?.arn === roleArn ? role : undefined
}

/** A managed policy of AWS's or of an account's own. */
export function findManagedPolicy(
	world: WorldReader,
	policyArn: string,
): Readonly<ManagedPolicy> | undefined {
	const aws = awsManagedPolicies.get(policyArn)
	if (aws) return aws
	const arn = parseArn(policyArn)
	if (arn?.service !== 'iam' || !arn.resource.startsWith('policy/')) return
	return world.get(managedPolicies, iamScope(arn.account), policyArn)
}

/** The text of a managed policy's default version. */
export function defaultDocument(policy: Readonly<ManagedPolicy>): string {
	const version = policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId)
	if (!version) throw new Error(`${policy.arn} has no version ${policy.defaultVersionId}`)
	return version.document
}

export function requireUser(world: WorldReader, account: string, userName: string): Readonly<User> {
	const user = world.get(users, iamScope(account), nameId(userName))
	if (!user) throw noSuchEntity(`The user with name ${userName} cannot be found.`)
	return user
}

export function requireGroup(world: WorldReader, account: string, groupName: string): Readonly<Group> {
	const group = world.get(groups, iamScope(account), nameId(groupName))
	if (!group) throw noSuchEntity(`The group with name ${groupName} cannot be found.`)
	return group
}

export function requireRole(world: WorldReader, account: string, roleName: string): Readonly<Role> {
	const role = world.get(roles, iamScope(account), nameId(roleName))
	if (!role) throw noSuchEntity(`The role with name ${roleName} cannot be found.`)
	return role
}

/**
 * The account of a managed policy's ARN, `aws` for those of AWS. Throws AwsError for what is not such an ARN, in
 * AWS's words (LocalStack's tests against AWS, `tests/aws/services/iam`).
 */
export function accountOfPolicy(policyArn: string): string {
	const arn = parseArn(policyArn)
	if (!arn) throw validationError('Invalid ARN:  Could not be parsed!')
	if (arn.service === 'iam' && /^(\d{12}|aws)$/.test(arn.account) && arn.resource.startsWith('policy/'))
		return arn.account
	throw new AwsError('InvalidInput', `ARN ${policyArn} is not valid.`)
}

/** A managed policy that the account may read; anything that is not a policy's ARN is refused. */
export function requirePolicy(
	world: WorldReader,
	account: string,
	policyArn: string,
): Readonly<ManagedPolicy> {
	const owner = accountOfPolicy(policyArn)
	const policy = findManagedPolicy(world, policyArn)
	if (!policy || (owner !== 'aws' && owner !== account)) {
		throw noSuchEntity(`Policy ${policyArn} was not found.`)
	}
	return policy
}
