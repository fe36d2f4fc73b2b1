import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, STARTS_AT, trust } from '../account.fixture.ts'

const ROLE = { RoleName: 'web', AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }) }
const NAMED = { InstanceProfileName: 'serveurs' }
const ARN = `arn:aws:iam::${ACCOUNT}:instance-profile/app/serveurs`

test('a profile comes back as it was made, with the role that was put into it', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', ROLE)
	const Tags = [{ Key: 'equipe', Value: 'web' }]
	await root('CreateInstanceProfile', { ...NAMED, Path: '/app/', Tags })
	await root('AddRoleToInstanceProfile', { ...NAMED, RoleName: 'web' })
	const role = { RoleName: 'web', Arn: `arn:aws:iam::${ACCOUNT}:role/web` }
	expect(await root('GetInstanceProfile', { InstanceProfileName: 'SERVEURS' })).toEqual({
		InstanceProfile: {
			Path: '/app/',
			InstanceProfileName: 'serveurs',
			InstanceProfileId: expect.stringMatching(/^AIPA[A-Z2-7]{17}$/),
			Arn: ARN,
			CreateDate: new Date(STARTS_AT),
			Roles: [expect.objectContaining(role)],
			Tags,
		},
	})
	const listed = { InstanceProfiles: [{ Arn: ARN, Roles: [role] }], IsTruncated: false }
	expect(await root('ListInstanceProfiles', { PathPrefix: '/app/' })).toMatchObject(listed)
	expect(await root('ListInstanceProfilesForRole', { RoleName: 'web' })).toMatchObject(listed)
	expect(await root('ListInstanceProfiles', { PathPrefix: '/x/' })).toEqual({
		InstanceProfiles: [],
		IsTruncated: false,
	})
})

test('a profile holds one role, and neither is deleted while it does', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', ROLE)
	await root('CreateRole', { ...ROLE, RoleName: 'autre' })
	await root('CreateInstanceProfile', NAMED)
	expect(await root('CreateInstanceProfile', NAMED)).toEqual({
		code: 'EntityAlreadyExists',
		message: 'Instance Profile serveurs already exists.',
		status: 409,
	})
	await root('AddRoleToInstanceProfile', { ...NAMED, RoleName: 'web' })
	expect(await root('AddRoleToInstanceProfile', { ...NAMED, RoleName: 'autre' })).toEqual({
		code: 'LimitExceeded',
		message: 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
		status: 409,
	})
	const conflict = {
		code: 'DeleteConflict',
		message: 'Cannot delete entity, must remove roles from instance profile first.',
		status: 409,
	}
	expect(await root('DeleteRole', { RoleName: 'web' })).toEqual(conflict)
	expect(await root('DeleteInstanceProfile', NAMED)).toEqual(conflict)
	expect(await root('RemoveRoleFromInstanceProfile', { ...NAMED, RoleName: 'autre' })).toMatchObject({
		code: 'NoSuchEntity',
		status: 404,
	})
	await root('RemoveRoleFromInstanceProfile', { ...NAMED, RoleName: 'web' })
	await root('DeleteInstanceProfile', NAMED)
	await root('DeleteRole', { RoleName: 'web' })
	expect(await root('GetInstanceProfile', NAMED)).toEqual({
		code: 'NoSuchEntity',
		message: 'Instance Profile serveurs cannot be found.',
		status: 404,
	})
})

test('to put a role into a profile is to hand it on', async () => {
	const { as, root, user } = await openAccounts()
	await root('CreateRole', ROLE)
	await root('CreateInstanceProfile', NAMED)
	const ada = await user('ada', allow('iam:AddRoleToInstanceProfile'))
	const put = () => as(ada, 'AddRoleToInstanceProfile', { ...NAMED, RoleName: 'web' })
	expect(await put()).toMatchObject({
		code: 'AccessDenied',
		message: expect.stringContaining('is not authorized to perform: iam:PassRole on resource'),
	})
	const PolicyDocument = JSON.stringify({
		Version: '2012-10-17',
		Statement: [allow('iam:AddRoleToInstanceProfile'), allow('iam:PassRole', '*')],
	})
	await root('PutUserPolicy', { UserName: 'ada', PolicyName: 'inline', PolicyDocument })
	expect(await put()).toEqual({})
})

test('the tags of a profile are read, changed and known to policies', async () => {
	const { as, root, user } = await openAccounts()
	await root('CreateInstanceProfile', NAMED)
	await root('TagInstanceProfile', { ...NAMED, Tags: [{ Key: 'equipe', Value: 'web' }] })
	await root('TagInstanceProfile', { ...NAMED, Tags: [{ Key: 'env', Value: 'test' }] })
	await root('UntagInstanceProfile', { ...NAMED, TagKeys: ['ENV'] })
	expect(await root('ListInstanceProfileTags', NAMED)).toEqual({
		Tags: [{ Key: 'equipe', Value: 'web' }],
		IsTruncated: false,
	})
	const onTag = (value: string) => ({
		...allow('iam:GetInstanceProfile'),
		Condition: { StringEquals: { 'aws:ResourceTag/equipe': value } },
	})
	expect(await as(await user('ada', onTag('web')), 'GetInstanceProfile', NAMED)).toHaveProperty(
		'InstanceProfile',
	)
	expect(await as(await user('bob', onTag('ops')), 'GetInstanceProfile', NAMED)).toMatchObject({
		code: 'AccessDenied',
	})
})
