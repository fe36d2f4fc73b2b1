import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, policy, trust } from '../account.fixture.ts'
import { iamScope, roles } from '../collections.ts'

/** An account with one of everything. */
async function openFull() {
	const accounts = await openAccounts()
	const { root, user } = accounts
	const ada = await user('ada', allow('iam:List*'))
	await root('CreateGroup', { GroupName: 'lecture' })
	await root('AddUserToGroup', { GroupName: 'lecture', UserName: 'ada' })
	await root('AttachGroupPolicy', {
		GroupName: 'lecture',
		PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
	})
	await root('CreateRole', { RoleName: 'web', AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }) })
	const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/store`
	await root('CreatePolicy', { PolicyName: 'store', PolicyDocument: policy(allow('s3:*')) })
	await root('CreatePolicyVersion', { PolicyArn, PolicyDocument: policy(allow('s3:Get*')) })
	await root('AttachRolePolicy', { RoleName: 'web', PolicyArn })
	await root('CreateInstanceProfile', { InstanceProfileName: 'serveurs' })
	await root('AddRoleToInstanceProfile', { InstanceProfileName: 'serveurs', RoleName: 'web' })
	return { ...accounts, ada, PolicyArn }
}

test('a summary counts what the account has, beside what it may have', async () => {
	const { root } = await openFull()
	const { SummaryMap } = await root('GetAccountSummary')
	expect(SummaryMap).toMatchObject({
		Users: 1,
		UsersQuota: 5000,
		Groups: 1,
		Roles: 1,
		RolesQuota: 1000,
		Policies: 1,
		PolicyVersionsInUse: 2,
		InstanceProfiles: 1,
		Providers: 0,
		AccountAccessKeysPresent: 0,
	})
})

test('the details hold every identity with its policies', async () => {
	const { root, PolicyArn } = await openFull()
	const details = await root('GetAccountAuthorizationDetails')
	const encoded = (...statements: Array<object>) =>
		encodeURIComponent(policy(...statements)).replaceAll('*', '%2A')
	expect(details).toMatchObject({
		IsTruncated: false,
		UserDetailList: [
			{
				UserName: 'ada',
				GroupList: ['lecture'],
				UserPolicyList: [{ PolicyName: 'inline', PolicyDocument: encoded(allow('iam:List*')) }],
				AttachedManagedPolicies: [],
			},
		],
		GroupDetailList: [
			{ GroupName: 'lecture', AttachedManagedPolicies: [{ PolicyName: 'AmazonS3ReadOnlyAccess' }] },
		],
		RoleDetailList: [
			{
				RoleName: 'web',
				AttachedManagedPolicies: [{ PolicyName: 'store', PolicyArn }],
				InstanceProfileList: [{ InstanceProfileName: 'serveurs', Roles: [{ RoleName: 'web' }] }],
			},
		],
		Policies: [
			{
				PolicyName: 'store',
				AttachmentCount: 1,
				PolicyVersionList: [
					{ VersionId: 'v2', IsDefaultVersion: false, Document: encoded(allow('s3:Get*')) },
					{ VersionId: 'v1', IsDefaultVersion: true },
				],
			},
			{ PolicyName: 'AmazonS3ReadOnlyAccess', AttachmentCount: 1 },
		],
	})
})

test('the details are filtered, and go on from their marker', async () => {
	const { root } = await openFull()
	expect(await root('GetAccountAuthorizationDetails', { Filter: ['Role'] })).toMatchObject({
		UserDetailList: [],
		GroupDetailList: [],
		RoleDetailList: [{ RoleName: 'web' }],
		Policies: [],
	})
	const first = await root('GetAccountAuthorizationDetails', { MaxItems: 2 })
	expect(first).toMatchObject({
		UserDetailList: [{}],
		GroupDetailList: [{}],
		RoleDetailList: [],
		IsTruncated: true,
	})
	const second = await root('GetAccountAuthorizationDetails', { MaxItems: 2, Marker: first.Marker })
	expect(second).toMatchObject({
		UserDetailList: [],
		RoleDetailList: [{}],
		Policies: [{}],
		IsTruncated: true,
	})
})

test('an account has at most a thousand roles', async () => {
	const { root, sandbox } = await openAccounts()
	const AssumeRolePolicyDocument = trust({ AWS: ACCOUNT })
	await root('CreateRole', { RoleName: 'web', AssumeRolePolicyDocument })
	await sandbox.arrange(
		'Fill',
		({ world }) => {
			const role = world.get(roles, iamScope(ACCOUNT), 'web')
			if (!role) throw new Error('No role')
			for (let count = 1; count < 999; count++)
				world.put(roles, iamScope(ACCOUNT), `role-${count}`, { ...role })
		},
		iamScope(ACCOUNT),
	)
	expect(await root('CreateRole', { RoleName: 'avant', AssumeRolePolicyDocument })).toHaveProperty('Role')
	expect(await root('CreateRole', { RoleName: 'apres', AssumeRolePolicyDocument })).toEqual({
		code: 'LimitExceeded',
		message: 'Cannot exceed quota for RolesPerAccount: 1000',
		status: 409,
	})
})
