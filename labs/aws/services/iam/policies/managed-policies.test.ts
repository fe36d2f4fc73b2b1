import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, policy, STARTS_AT, trust } from '../account.fixture.ts'

const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/store`
const STORE = { PolicyName: 'store', PolicyDocument: policy(allow('s3:GetObject')) }

test('a policy comes back as it was made', async () => {
	const { root } = await openAccounts()
	await root('CreatePolicy', { ...STORE, Description: 'Lit le magasin' })
	expect(await root('GetPolicy', { PolicyArn })).toEqual({
		Policy: {
			PolicyName: 'store',
			PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
			Arn: PolicyArn,
			Path: '/',
			DefaultVersionId: 'v1',
			AttachmentCount: 0,
			PermissionsBoundaryUsageCount: 0,
			IsAttachable: true,
			CreateDate: new Date(STARTS_AT),
			UpdateDate: new Date(STARTS_AT),
			Description: 'Lit le magasin',
			Tags: [],
		},
	})
	expect(await root('CreatePolicy', STORE)).toEqual({
		code: 'EntityAlreadyExists',
		message: 'A policy called store already exists. Duplicate names are not allowed.',
		status: 409,
	})
})

test('a policy has at most five versions, and numbers are never used twice', async () => {
	const { root } = await openAccounts()
	await root('CreatePolicy', STORE)
	const version = { PolicyArn, PolicyDocument: policy(allow('s3:PutObject')) }
	for (let count = 0; count < 4; count++) await root('CreatePolicyVersion', version)
	expect(await root('CreatePolicyVersion', version)).toEqual({
		code: 'LimitExceeded',
		message:
			'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
		status: 409,
	})
	await root('DeletePolicyVersion', { PolicyArn, VersionId: 'v5' })
	expect(await root('CreatePolicyVersion', { ...version, SetAsDefault: true })).toEqual({
		PolicyVersion: { VersionId: 'v6', IsDefaultVersion: true, CreateDate: new Date(STARTS_AT) },
	})
	expect(await root('DeletePolicyVersion', { PolicyArn, VersionId: 'v6' })).toEqual({
		code: 'DeleteConflict',
		message: 'Cannot delete the default version of a policy.',
		status: 409,
	})
	expect(await root('GetPolicyVersion', { PolicyArn, VersionId: 'v5' })).toMatchObject({
		code: 'NoSuchEntity',
	})
	const { PolicyVersion } = await root('GetPolicyVersion', { PolicyArn, VersionId: 'v6' })
	expect(PolicyVersion).toMatchObject({
		Document: encodeURIComponent(version.PolicyDocument).replace('*', '%2A'),
	})
})

test('the default version is the one that counts', async () => {
	const { as, root, user } = await openAccounts()
	const ada = await user('ada')
	await root('CreatePolicy', { PolicyName: 'store', PolicyDocument: policy(allow('iam:ListRoles')) })
	await root('AttachUserPolicy', { UserName: 'ada', PolicyArn })
	expect(await as(ada, 'ListRoles')).toEqual({ Roles: [], IsTruncated: false })
	await root('CreatePolicyVersion', { PolicyArn, PolicyDocument: policy(allow('iam:ListUsers')) })
	expect(await as(ada, 'ListRoles')).toEqual({ Roles: [], IsTruncated: false })
	await root('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' })
	expect(await as(ada, 'ListRoles')).toMatchObject({ code: 'AccessDenied' })
})

test('a policy in use is not deleted', async () => {
	const { root } = await openAccounts()
	await root('CreatePolicy', STORE)
	const RoleName = 'build'
	await root('CreateRole', { RoleName, AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) })
	await root('AttachRolePolicy', { RoleName, PolicyArn })
	expect(await root('ListEntitiesForPolicy', { PolicyArn })).toMatchObject({
		PolicyRoles: [{ RoleName: 'build' }],
		PolicyUsers: [],
	})
	const refusal = {
		code: 'DeleteConflict',
		message: 'Cannot delete a policy attached to entities.',
		status: 409,
	}
	expect(await root('DeletePolicy', { PolicyArn })).toEqual(refusal)
	await root('DetachRolePolicy', { RoleName, PolicyArn })
	await root('DeletePolicy', { PolicyArn })
	expect(await root('GetPolicy', { PolicyArn })).toEqual({
		code: 'NoSuchEntity',
		message: `Policy ${PolicyArn} was not found.`,
		status: 404,
	})
	const attach = (arn: string) => root('AttachRolePolicy', { RoleName, PolicyArn: arn })
	expect(await attach('une-politique-sans-arn')).toEqual({
		code: 'ValidationError',
		message: 'Invalid ARN:  Could not be parsed!',
		status: 400,
	})
	expect(await attach(`arn:aws:iam::${ACCOUNT}:role/deploy`)).toEqual({
		code: 'InvalidInput',
		message: `ARN arn:aws:iam::${ACCOUNT}:role/deploy is not valid.`,
		status: 400,
	})
	expect(await root('AttachRolePolicy', { RoleName, PolicyArn })).toEqual({
		code: 'NoSuchEntity',
		message: `Policy ${PolicyArn} does not exist or is not attachable.`,
		status: 404,
	})
})

test('the identities that a policy is for are filtered, and come in pages', async () => {
	const { root } = await openAccounts()
	await root('CreatePolicy', STORE)
	await root('CreateGroup', { GroupName: 'equipe' })
	await root('CreateUser', { UserName: 'ada', Path: '/gens/' })
	await root('CreateUser', { UserName: 'bob', PermissionsBoundary: PolicyArn })
	await root('AttachGroupPolicy', { GroupName: 'equipe', PolicyArn })
	await root('AttachUserPolicy', { UserName: 'ada', PolicyArn })
	const names = async (input: object) => {
		const { PolicyUsers, PolicyGroups, PolicyRoles } = await root('ListEntitiesForPolicy', {
			PolicyArn,
			...input,
		})
		const found = [PolicyGroups, PolicyUsers, PolicyRoles].flat() as Array<Record<string, string>>
		return found.map(({ UserName, GroupName }) => UserName ?? GroupName)
	}
	expect(await names({})).toEqual(['equipe', 'ada', 'bob'])
	expect(await names({ PolicyUsageFilter: 'PermissionsPolicy' })).toEqual(['equipe', 'ada'])
	expect(await names({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['bob'])
	expect(await names({ EntityFilter: 'User' })).toEqual(['ada', 'bob'])
	expect(await names({ PathPrefix: '/gens/' })).toEqual(['ada'])
	const { Marker } = await root('ListEntitiesForPolicy', { PolicyArn, MaxItems: 2 })
	expect(await names({ MaxItems: 2, Marker })).toEqual(['bob'])
	const listed = async (PolicyUsageFilter: string) =>
		(await root('ListPolicies', { Scope: 'Local', PolicyUsageFilter })).Policies
	await root('DeleteUserPermissionsBoundary', { UserName: 'bob' })
	expect(await listed('PermissionsPolicy')).toMatchObject([{ Arn: PolicyArn }])
	expect(await listed('PermissionsBoundary')).toEqual([])
})

test('AWS managed policies are listed, read and never changed', async () => {
	const { root } = await openAccounts()
	await root('CreatePolicy', STORE)
	const names = async (Scope: string) => {
		const { Policies } = await root('ListPolicies', { Scope })
		return (Policies as Array<{ PolicyName: string }>).map(({ PolicyName }) => PolicyName)
	}
	expect(await names('Local')).toEqual(['store'])
	expect(await names('AWS')).toContain('AWSCodePipeline_FullAccess')
	expect(await names('AWS')).not.toContain('store')
	expect(await names('All')).toContain('store')
	const administrator = { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }
	const { PolicyVersion } = await root('GetPolicyVersion', { ...administrator, VersionId: 'v1' })
	const { Document } = PolicyVersion as { Document: string }
	expect(JSON.parse(decodeURIComponent(Document))).toEqual({
		Version: '2012-10-17',
		Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
	})
	expect(await root('DeletePolicy', administrator)).toMatchObject({ code: 'AccessDenied', status: 403 })
})
