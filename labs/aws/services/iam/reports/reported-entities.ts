import { parseArn } from '../../../arn.ts'
import type { Call } from '../../../service.ts'
import {
	type AccessReport,
	iamScope,
	type ReportedEntity,
	type Role,
	type User,
	users,
} from '../collections.ts'
import { defaultDocument, findManagedPolicy, findRole } from '../find.ts'
import { noSuchEntity } from '../iam-error.ts'
import { entitiesOf } from '../policies/policy-entities.ts'
import { findGroup, findUser } from '../policies/policy-sources.ts'
import { policiesOfGroup, policiesOfIdentity } from '../policies/principal-policies.ts'
import { accessedBy } from './last-uses.ts'

type Reported = Pick<AccessReport, 'policies' | 'entities'>

/** What a report on a user, a role, a group or a managed policy is made of. */
export function requireReported(call: Call, arn: string): Reported {
	const reported = findReported(call, arn)
	if (reported) return reported
	// The wording is ours.
	throw noSuchEntity(`The entity ${arn} cannot be found.`)
}

function findReported(call: Call, arn: string): Reported | undefined {
	const { world, scope } = call
	const { account = '' } = parseArn(arn) ?? {}
	if (account !== scope.account && account !== 'aws') return
	const policy = findManagedPolicy(world, arn)
	if (policy) {
		return { policies: [defaultDocument(policy)], entities: usersOfPolicy(call, arn).map(reportedBy(call)) }
	}
	const identity = findUser(call, arn) ?? findRole(world, arn)
	if (identity) {
		const { identity: policies } = policiesOfIdentity(world, identity)
		return { policies: policies.map(({ text }) => text), entities: [reportedBy(call)(identity)] }
	}
	const group = findGroup(call, arn)
	if (!group) return
	const { identity: policies } = policiesOfGroup(world, group)
	return {
		policies: policies.map(({ text }) => text),
		entities: membersOf(call, group.groupName).map(reportedBy(call)),
	}
}

/** The users and roles that have a policy, also by their groups. */
function usersOfPolicy(call: Call, arn: string): Array<Readonly<User | Role>> {
	const found = entitiesOf(call, arn, ['PermissionsPolicy']).flatMap((entity) =>
		entity.kind === 'Group' ? membersOf(call, entity.identity.groupName) : [entity.identity],
	)
	return [...new Map(found.map((identity) => [identity.arn, identity])).values()]
}

function membersOf({ world, scope }: Call, groupName: string): Array<Readonly<User>> {
	return world.list(users, iamScope(scope.account)).filter((user) => user.groups.includes(groupName))
}

function reportedBy({ world }: Call) {
	return (identity: Readonly<User | Role>): ReportedEntity => {
		const isUser = 'userId' in identity
		const id = isUser ? identity.userId : identity.roleId
		return {
			arn: identity.arn,
			type: isUser ? 'USER' : 'ROLE',
			name: isUser ? identity.userName : identity.roleName,
			id,
			path: identity.path,
			services: accessedBy(world, id),
		}
	}
}
