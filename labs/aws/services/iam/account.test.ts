import { expect, test } from 'vitest'
import { rootOf } from '../../identity/credentials.ts'
import { ACCOUNT, allow, OTHER_ACCOUNT, openAccounts, policy, STARTS_AT, trust } from './account.fixture.ts'

const NEVER = { ServiceName: 'N/A', Region: 'N/A' }

test('an account has one alias, which no other account has', async () => {
	const { as, root } = await openAccounts()
	expect(await root('ListAccountAliases')).toEqual({ AccountAliases: [], IsTruncated: false })
	await root('CreateAccountAlias', { AccountAlias: 'atelier' })
	expect(await as(rootOf(OTHER_ACCOUNT), 'CreateAccountAlias', { AccountAlias: 'atelier' })).toEqual({
		code: 'EntityAlreadyExists',
		message: 'The account alias atelier already exists.',
		status: 409,
	})
	await root('CreateAccountAlias', { AccountAlias: 'atelier-2' })
	expect(await root('ListAccountAliases')).toMatchObject({ AccountAliases: ['atelier-2'] })
	expect(await root('DeleteAccountAlias', { AccountAlias: 'atelier' })).toMatchObject({
		code: 'NoSuchEntity',
		status: 404,
	})
	await root('DeleteAccountAlias', { AccountAlias: 'atelier-2' })
	expect(await root('ListAccountAliases')).toMatchObject({ AccountAliases: [] })
})

test('the last use of a key is known, to the hour', async () => {
	const { as, root, sandbox, user } = await openAccounts()
	const ada = await user('ada', allow('iam:List*'))
	const AccessKeyId = 'accessKeyId' in ada ? ada.accessKeyId : ''
	const lastUse = async () => (await root('GetAccessKeyLastUsed', { AccessKeyId })).AccessKeyLastUsed
	expect(await root('GetAccessKeyLastUsed', { AccessKeyId })).toEqual({
		UserName: 'ada',
		AccessKeyLastUsed: NEVER,
	})
	await as(ada, 'ListUsers')
	const first = { LastUsedDate: new Date(STARTS_AT), ServiceName: 'iam', Region: 'eu-west-3' }
	expect(await lastUse()).toEqual(first)
	await sandbox.setClock({ jumpTo: STARTS_AT + 3_599_999 })
	const { seq } = sandbox
	await as(ada, 'ListUsers')
	expect([await lastUse(), sandbox.seq]).toEqual([first, seq])
	await sandbox.setClock({ jumpTo: STARTS_AT + 3_600_000 })
	await as(ada, 'GetCallerIdentity')
	expect(await lastUse()).toEqual({
		LastUsedDate: new Date(STARTS_AT + 3_600_000),
		ServiceName: 'sts',
		Region: 'eu-west-3',
	})
	expect(await root('GetAccessKeyLastUsed', { AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' })).toEqual({
		code: 'NoSuchEntity',
		message: 'The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.',
		status: 404,
	})
})

test('the last use of a role is known by its sessions', async () => {
	const { as, principalOf, root, user } = await openAccounts()
	const ada = await user('ada', allow('sts:*'))
	await root('CreateRole', { RoleName: 'lecture', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) })
	const { Credentials } = await as(ada, 'AssumeRole', {
		RoleArn: `arn:aws:iam::${ACCOUNT}:role/lecture`,
		RoleSessionName: 'essai',
	})
	expect(await root('GetRole', { RoleName: 'lecture' })).toMatchObject({ Role: { RoleLastUsed: {} } })
	await as(principalOf((Credentials as { AccessKeyId: string }).AccessKeyId), 'GetCallerIdentity')
	expect(await root('GetRole', { RoleName: 'lecture' })).toMatchObject({
		Role: { RoleLastUsed: { LastUsedDate: new Date(STARTS_AT), Region: 'eu-west-3' } },
	})
})

test('a user keeps its id, keys, groups and rights under another name', async () => {
	const { as, principalOf, root, user } = await openAccounts()
	const ada = await user('ada', allow('iam:GetUser'))
	await user('bob')
	const { Credentials } = await as(ada, 'GetSessionToken')
	expect(await root('UpdateUser', { UserName: 'ada', NewUserName: 'Bob' })).toEqual({
		code: 'EntityAlreadyExists',
		message: 'User with name Bob already exists.',
		status: 409,
	})
	await root('UpdateUser', { UserName: 'ada', NewUserName: 'Ada', NewPath: '/dev/' })
	const renamed = principalOf('accessKeyId' in ada ? (ada.accessKeyId ?? '') : '')
	const arn = `arn:aws:iam::${ACCOUNT}:user/dev/Ada`
	expect(await as(renamed, 'GetUser')).toMatchObject({ User: { UserName: 'Ada', Path: '/dev/', Arn: arn } })
	const session = principalOf((Credentials as { AccessKeyId: string }).AccessKeyId)
	expect(await as(session, 'GetCallerIdentity')).toMatchObject({ Arn: arn })
	await root('UpdateUser', { UserName: 'Ada', NewUserName: 'carla' })
	expect(await root('GetUser', { UserName: 'ada' })).toMatchObject({ code: 'NoSuchEntity', status: 404 })
})

test('a group keeps its members under another name', async () => {
	const { as, root, user } = await openAccounts()
	const ada = await user('ada')
	for (const GroupName of ['lecture', 'autre']) await root('CreateGroup', { GroupName })
	const PolicyDocument = policy(allow('iam:ListUsers'))
	await root('PutGroupPolicy', { GroupName: 'lecture', PolicyName: 'lire', PolicyDocument })
	await root('AddUserToGroup', { GroupName: 'lecture', UserName: 'ada' })
	expect(await root('UpdateGroup', { GroupName: 'lecture', NewGroupName: 'autre' })).toEqual({
		code: 'EntityAlreadyExists',
		message: 'Group with name autre already exists.',
		status: 409,
	})
	await root('UpdateGroup', { GroupName: 'lecture', NewGroupName: 'lecteurs', NewPath: '/x/' })
	expect(await root('ListGroupsForUser', { UserName: 'ada' })).toMatchObject({
		Groups: [{ GroupName: 'lecteurs', Arn: `arn:aws:iam::${ACCOUNT}:group/x/lecteurs` }],
	})
	expect(await as(ada, 'ListUsers')).toHaveProperty('Users')
	expect(await root('GetGroup', { GroupName: 'lecture' })).toMatchObject({ code: 'NoSuchEntity' })
})

test('a role’s description is changed', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', { RoleName: 'web', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) })
	expect(await root('UpdateRoleDescription', { RoleName: 'web', Description: 'Sert' })).toMatchObject({
		Role: { RoleName: 'web', Description: 'Sert' },
	})
})

test('the tags of a policy are read and changed, not those of AWS’s own', async () => {
	const { root } = await openAccounts()
	const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/store`
	const Tags = [{ Key: 'equipe', Value: 'web' }]
	await root('CreatePolicy', { PolicyName: 'store', PolicyDocument: policy(allow('s3:*')) })
	await root('TagPolicy', { PolicyArn, Tags })
	expect(await root('ListPolicyTags', { PolicyArn })).toEqual({ Tags, IsTruncated: false })
	expect(await root('GetPolicy', { PolicyArn })).toMatchObject({ Policy: { Tags } })
	await root('UntagPolicy', { PolicyArn, TagKeys: ['equipe'] })
	expect(await root('ListPolicyTags', { PolicyArn })).toEqual({ Tags: [], IsTruncated: false })
	const ofAws = { PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }
	expect(await root('TagPolicy', { ...ofAws, Tags })).toMatchObject({ code: 'AccessDenied', status: 403 })
	expect(await root('ListPolicyTags', ofAws)).toEqual({ Tags: [], IsTruncated: false })
})
