import { expect, test } from 'vitest'
import { validatePolicy } from '../../../identity/policy/validate.ts'
import { allow, openAccounts, trust } from '../account.fixture.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'

/** What templates in AWS's guides and samples attach. */
const ATTACHED = [
	...[
		'service-role/AWSCodeDeployRole',
		'service-role/AWSLambdaBasicExecutionRole',
		'AWSCodeCommitFullAccess',
	],
	...[
		'service-role/AmazonEC2RoleforSSM',
		'AmazonEC2ContainerRegistryPowerUser',
		'AmazonSSMManagedInstanceCore',
	],
	...[
		'service-role/AmazonECSTaskExecutionRolePolicy',
		'AWSCodeBuildAdminAccess',
		'AWSElasticBeanstalkWebTier',
	],
	...['AWSCodeDeployRoleForECS', 'service-role/AWSCodeDeployRoleForLambda', 'CloudWatchLogsFullAccess'],
]

test('the managed policies that published templates attach can be attached', async () => {
	const { root } = await openAccounts()
	for (const [index, name] of ATTACHED.entries()) {
		const RoleName = `role-${index}`
		await root('CreateRole', { RoleName, AssumeRolePolicyDocument: trust({ Service: 'ec2.amazonaws.com' }) })
		const PolicyArn = `arn:aws:iam::aws:policy/${name}`
		expect(await root('AttachRolePolicy', { RoleName, PolicyArn })).toEqual({})
	}
})

test('every managed policy is one that IAM would take, under its own name', () => {
	expect(awsManagedPolicies.size).toBeGreaterThan(90)
	for (const [arn, { policyName, path, defaultVersionId, versions }] of awsManagedPolicies) {
		expect(arn).toBe(`arn:aws:iam::aws:policy${path}${policyName}`)
		expect(versions.map(({ versionId }) => versionId)).toEqual([defaultVersionId])
		expect(() => validatePolicy(versions[0]?.document ?? '', 'managed')).not.toThrow()
	}
})

test('what a managed policy allows is allowed', async () => {
	const { root, as, user } = await openAccounts()
	const ada = await user('ada', allow('sts:GetCallerIdentity'))
	expect(await as(ada, 'GetAccountPasswordPolicy')).toMatchObject({ code: 'AccessDenied' })
	await root('AttachUserPolicy', {
		UserName: 'ada',
		PolicyArn: 'arn:aws:iam::aws:policy/IAMUserChangePassword',
	})
	expect(await as(ada, 'GetAccountPasswordPolicy')).toMatchObject({ code: 'NoSuchEntity' })
})
