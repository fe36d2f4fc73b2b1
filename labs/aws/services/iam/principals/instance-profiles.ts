import type {
	AddRoleToInstanceProfileRequest,
	CreateInstanceProfileRequest,
	GetInstanceProfileRequest,
	ListInstanceProfilesForRoleRequest,
	ListInstanceProfilesRequest,
} from '@aws-sdk/client-iam'
import type { Access } from '../../../identity/access.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import { iamAccess, iamArn, resourceTagContext } from '../access.ts'
import { type InstanceProfile, iamScope, instanceProfiles, nameId } from '../collections.ts'
import { requireRole } from '../find.ts'
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchEntity } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { requirePassRole } from '../policies/pass-role.ts'
import { requireRoom } from '../quotas.ts'
import { tagOperations } from '../tag-operations.ts'
import { listTags, readTags, tagContext } from '../tags.ts'
import { holderAccess, roleHolder } from './holders.ts'
import { requireModifiableRole } from './protected-roles.ts'
import { describeRole } from './roles.ts'

interface ByName {
	InstanceProfileName?: string
}

function findProfile(call: Call, name = ''): Readonly<InstanceProfile> | undefined {
	return call.world.get(instanceProfiles, iamScope(call.scope.account), nameId(name))
}

function requireProfile(call: Call, { InstanceProfileName = '' }: ByName): Readonly<InstanceProfile> {
	const profile = findProfile(call, InstanceProfileName)
	if (!profile) throw noSuchEntity(`Instance Profile ${InstanceProfileName} cannot be found.`)
	return profile
}

function keep(call: Call, profile: InstanceProfile): InstanceProfile {
	return call.world.put(instanceProfiles, iamScope(call.scope.account), nameId(profile.name), profile)
}

/** The profiles of the account that hold a role. */
export function profilesOfRole(call: Call, roleName: string): Array<Readonly<InstanceProfile>> {
	const all = call.world.list(instanceProfiles, iamScope(call.scope.account))
	return all.filter((profile) => profile.roleName === roleName)
}

/** A profile as it is answered; lists leave out its tags. */
export function describeProfile(call: Call, profile: Readonly<InstanceProfile>) {
	const { account } = call.scope
	return {
		Path: profile.path,
		InstanceProfileName: profile.name,
		InstanceProfileId: profile.id,
		Arn: profile.arn,
		CreateDate: new Date(profile.createdAt),
		Roles:
			profile.roleName === undefined
				? []
				: [describeRole(requireRole(call.world, account, profile.roleName))],
	}
}

function describeWhole(call: Call, profile: Readonly<InstanceProfile>) {
	const tags = listTags(profile.tags)
	return { ...describeProfile(call, profile), Tags: tags.length > 0 ? tags : undefined }
}

function profileAccess(
	call: Call,
	action: string,
	{ InstanceProfileName = '' }: ByName,
	context: Access['context'] = {},
): Access {
	const profile = findProfile(call, InstanceProfileName)
	const arn = profile?.arn ?? iamArn(call, `instance-profile/${InstanceProfileName}`)
	return iamAccess(call, action, arn, { ...resourceTagContext(profile?.tags ?? {}), ...context })
}

const accessTo = (action: string) => (input: ByName, call: Call) => profileAccess(call, action, input)

const createInstanceProfile = operation<CreateInstanceProfileRequest, object>({
	access: ({ InstanceProfileName, Path = '/', Tags }, call) =>
		iamAccess(
			call,
			'CreateInstanceProfile',
			iamArn(call, `instance-profile${Path}${InstanceProfileName}`),
			tagContext(Tags),
		),
	run({ InstanceProfileName = '', Path = '/', Tags }, call) {
		if (findProfile(call, InstanceProfileName)) {
			throw entityAlreadyExists(`Instance Profile ${InstanceProfileName} already exists.`)
		}
		requireRoom(call, instanceProfiles, 'InstanceProfiles')
		const profile = keep(call, {
			name: InstanceProfileName,
			id: call.ids.iam('AIPA'),
			arn: iamArn(call, `instance-profile${Path}${InstanceProfileName}`),
			path: Path,
			createdAt: call.now,
			tags: readTags(Tags),
		})
		return { InstanceProfile: describeWhole(call, profile) }
	},
})

const getInstanceProfile = operation<GetInstanceProfileRequest, object>({
	access: accessTo('GetInstanceProfile'),
	run: (input, call) => ({ InstanceProfile: describeWhole(call, requireProfile(call, input)) }),
})

const deleteInstanceProfile = operation<GetInstanceProfileRequest, void>({
	access: accessTo('DeleteInstanceProfile'),
	run(input, call) {
		const { name, roleName } = requireProfile(call, input)
		if (roleName !== undefined) {
			throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.')
		}
		call.world.delete(instanceProfiles, iamScope(call.scope.account), nameId(name))
	},
})

const addRoleToInstanceProfile = operation<AddRoleToInstanceProfileRequest, void>({
	access: accessTo('AddRoleToInstanceProfile'),
	run({ RoleName = '', ...input }, call) {
		const profile = requireProfile(call, input)
		const role = requireModifiableRole(call.world, call.scope.account, RoleName)
		// Whoever puts a role into a profile hands it to every instance that gets the profile.
		requirePassRole(call, role.arn, 'ec2.amazonaws.com')
		if (profile.roleName !== undefined) {
			throw limitExceeded('InstanceSessionsPerInstanceProfile: 1')
		}
		keep(call, { ...profile, roleName: role.roleName })
	},
})

const removeRoleFromInstanceProfile = operation<AddRoleToInstanceProfileRequest, void>({
	access: accessTo('RemoveRoleFromInstanceProfile'),
	run({ RoleName = '', ...input }, call) {
		const profile = requireProfile(call, input)
		const role = requireModifiableRole(call.world, call.scope.account, RoleName)
		if (profile.roleName !== role.roleName) {
			// The wording is ours.
			throw noSuchEntity(`The role with name ${RoleName} is not in instance profile ${profile.name}.`)
		}
		const { roleName: _, ...empty } = profile
		keep(call, empty)
	},
})

const listInstanceProfiles = operation<ListInstanceProfilesRequest, object>({
	access: ({ PathPrefix = '/' }, call) =>
		iamAccess(call, 'ListInstanceProfiles', iamArn(call, `instance-profile${PathPrefix}`)),
	run({ PathPrefix = '/', ...page }, call) {
		const all = call.world.list(instanceProfiles, iamScope(call.scope.account))
		const { items, ...rest } = pageOf(
			all.filter(({ path }) => path.startsWith(PathPrefix)),
			page,
		)
		return { InstanceProfiles: items.map((profile) => describeProfile(call, profile)), ...rest }
	},
})

const listInstanceProfilesForRole = operation<ListInstanceProfilesForRoleRequest, object>({
	access: ({ RoleName = '' }, call) =>
		holderAccess(call, roleHolder, 'ListInstanceProfilesForRole', RoleName),
	run({ RoleName = '', ...page }, call) {
		const { roleName } = requireRole(call.world, call.scope.account, RoleName)
		const { items, ...rest } = pageOf(profilesOfRole(call, roleName), page)
		return { InstanceProfiles: items.map((profile) => describeProfile(call, profile)), ...rest }
	},
})

/** Every operation on instance profiles. */
export const instanceProfileOperations: Record<string, Operation> = {
	AddRoleToInstanceProfile: addRoleToInstanceProfile,
	CreateInstanceProfile: createInstanceProfile,
	DeleteInstanceProfile: deleteInstanceProfile,
	GetInstanceProfile: getInstanceProfile,
	ListInstanceProfiles: listInstanceProfiles,
	ListInstanceProfilesForRole: listInstanceProfilesForRole,
	RemoveRoleFromInstanceProfile: removeRoleFromInstanceProfile,
	...tagOperations<ByName, InstanceProfile>({
		noun: 'InstanceProfile',
		access: profileAccess,
		require: requireProfile,
		keep,
	}),
}
