import { expect, test } from 'vitest'
import { findCredential } from '../../../identity/credentials.ts'
import { ACCOUNT, allow, openAccounts, policy, STARTS_AT } from '../account.fixture.ts'

test('a user without permissions is refused in the words of IAM', async () => {
	const { as, user } = await openAccounts()
	const ada = await user('ada')
	expect(await as(ada, 'CreateUser', { UserName: 'bob' })).toEqual({
		code: 'AccessDenied',
		message: `User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::${ACCOUNT}:user/bob because no identity-based policy allows the iam:CreateUser action`,
		status: 403,
	})
})

test('GetUser without a name answers who calls', async () => {
	const { as, root, user } = await openAccounts()
	const ada = await user('ada', allow('iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/ada`))
	expect(await as(ada, 'GetUser')).toEqual({
		User: {
			Path: '/',
			UserName: 'ada',
			UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
			Arn: `arn:aws:iam::${ACCOUNT}:user/ada`,
			CreateDate: new Date(STARTS_AT),
			Tags: undefined,
			PermissionsBoundary: undefined,
		},
	})
	expect(await as(ada, 'GetUser', { UserName: 'bob' })).toMatchObject({ code: 'AccessDenied' })
	expect(await root('GetUser')).toEqual({
		code: 'ValidationError',
		message: 'Must specify userName when calling with non-User credentials',
		status: 400,
	})
	expect(await root('GetUser', { UserName: 'bob' })).toEqual({
		code: 'NoSuchEntity',
		message: 'The user with name bob cannot be found.',
		status: 404,
	})
})

test('a user has at most two access keys, which work until they are turned off or deleted', async () => {
	const { root, sandbox } = await openAccounts()
	const UserName = 'ada'
	await root('CreateUser', { UserName })
	const { AccessKey } = await root('CreateAccessKey', { UserName })
	const { AccessKeyId, SecretAccessKey } = AccessKey as { AccessKeyId: string; SecretAccessKey: string }
	await root('CreateAccessKey', { UserName })
	expect(await root('CreateAccessKey', { UserName })).toEqual({
		code: 'LimitExceeded',
		message: 'Cannot exceed quota for AccessKeysPerUser: 2',
		status: 409,
	})
	const found = () => findCredential(sandbox.world, AccessKeyId, sandbox.now())
	expect(found()).toMatchObject({
		secretAccessKey: SecretAccessKey,
		status: 'Active',
		principal: { type: 'user', userName: 'ada' },
	})
	await root('UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' })
	expect(found()?.status).toBe('Inactive')
	expect(await root('ListAccessKeys', { UserName })).toMatchObject({
		AccessKeyMetadata: [{ AccessKeyId, UserName, Status: 'Inactive' }, { Status: 'Active' }],
	})
	await root('DeleteAccessKey', { UserName, AccessKeyId })
	expect(found()).toBeUndefined()
	expect(await root('DeleteAccessKey', { UserName, AccessKeyId })).toEqual({
		code: 'NoSuchEntity',
		message: `The Access Key with id ${AccessKeyId} cannot be found.`,
		status: 404,
	})
})

test('root makes and deletes its own keys', async () => {
	const { root, principalOf } = await openAccounts()
	const { AccessKey } = await root('CreateAccessKey')
	const { AccessKeyId } = AccessKey as { AccessKeyId: string }
	expect(principalOf(AccessKeyId)).toMatchObject({ type: 'root', account: ACCOUNT })
	await root('DeleteAccessKey', { AccessKeyId })
	expect(await root('ListAccessKeys')).toEqual({ AccessKeyMetadata: [], IsTruncated: false })
})

test('a user is deleted only when nothing hangs on it', async () => {
	const { root, user } = await openAccounts()
	const ada = await user('ada', allow('s3:*'))
	const UserName = 'ada'
	await root('CreateGroup', { GroupName: 'team' })
	await root('AddUserToGroup', { GroupName: 'team', UserName })
	const refusal = async () => (await root('DeleteUser', { UserName })).message
	expect(await refusal()).toBe('Cannot delete entity, must remove users from group first.')
	await root('RemoveUserFromGroup', { GroupName: 'team', UserName })
	expect(await refusal()).toBe('Cannot delete entity, must delete policies first.')
	await root('DeleteUserPolicy', { UserName, PolicyName: 'inline' })
	expect(await refusal()).toBe('Cannot delete entity, must delete access keys first.')
	await root('DeleteAccessKey', { UserName, AccessKeyId: 'accessKeyId' in ada ? ada.accessKeyId : '' })
	await root('DeleteUser', { UserName })
	expect(await root('ListUsers')).toEqual({ Users: [], IsTruncated: false })
})

test('a group gives its members what it may do', async () => {
	const { as, root, user } = await openAccounts()
	const ada = await user('ada')
	await root('CreateGroup', { GroupName: 'readers' })
	const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
	await root('AttachGroupPolicy', { GroupName: 'readers', PolicyArn })
	expect(await as(ada, 'ListUsers')).toMatchObject({ code: 'AccessDenied' })
	await root('AddUserToGroup', { GroupName: 'readers', UserName: 'ada' })
	expect(await as(ada, 'ListUsers')).toMatchObject({ Users: [{ UserName: 'ada' }] })
	expect(await root('GetGroup', { GroupName: 'readers' })).toMatchObject({ Users: [{ UserName: 'ada' }] })
	expect(await root('ListGroupsForUser', { UserName: 'ada' })).toMatchObject({
		Groups: [{ GroupName: 'readers', GroupId: expect.stringMatching(/^AGPA/) }],
	})
	expect(await root('DeleteGroup', { GroupName: 'readers' })).toMatchObject({ code: 'DeleteConflict' })
})

test('who may make users only within a boundary cannot make free ones', async () => {
	const { as, user } = await openAccounts()
	const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
	const ada = await user('ada', {
		...allow('iam:CreateUser'),
		Condition: { StringEquals: { 'iam:PermissionsBoundary': PermissionsBoundary } },
	})
	expect(await as(ada, 'CreateUser', { UserName: 'bob' })).toMatchObject({ code: 'AccessDenied' })
	expect(await as(ada, 'CreateUser', { UserName: 'bob', PermissionsBoundary })).toMatchObject({
		User: { UserName: 'bob', PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary } },
	})
})

test('an inline policy is bound by the quota of users', async () => {
	const { root } = await openAccounts()
	await root('CreateUser', { UserName: 'ada' })
	const PolicyDocument = policy(allow('s3:GetObject', `arn:aws:s3:::web/${'a'.repeat(2048)}`))
	expect(await root('PutUserPolicy', { UserName: 'ada', PolicyName: 'long', PolicyDocument })).toEqual({
		code: 'LimitExceeded',
		message: 'Maximum policy size of 2048 bytes exceeded for user ada',
		status: 409,
	})
})

test('a deny says where it stands', async () => {
	const { as, user } = await openAccounts()
	const ada = await user('ada', { ...allow('iam:ListUsers'), Effect: 'Deny' })
	expect(await as(ada, 'ListUsers')).toMatchObject({
		message: `User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${ACCOUNT}:user/ with an explicit deny in an identity-based policy`,
	})
})

test('IAM answers from one Region, wherever it is called', async () => {
	const { as, user } = await openAccounts()
	const inRegion = (region: string) => ({ Condition: { StringEquals: { 'aws:RequestedRegion': region } } })
	const ada = await user('ada', { ...allow('iam:ListUsers'), ...inRegion('us-east-1') })
	expect(await as(ada, 'ListUsers')).toHaveProperty('Users')
	const bob = await user('bob', { ...allow('iam:ListUsers'), ...inRegion('eu-west-3') })
	expect(await as(bob, 'ListUsers')).toMatchObject({ code: 'AccessDenied' })
})
