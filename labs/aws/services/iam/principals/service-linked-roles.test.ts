import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, policy } from '../account.fixture.ts'

const ECS = { AWSServiceName: 'ecs.amazonaws.com' }
const ARN = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`

test('a service-linked role has the name, path and trust that its service asks for', async () => {
	const { root } = await openAccounts()
	const { Role } = await root('CreateServiceLinkedRole', { ...ECS, Description: 'Pour ECS' })
	expect(Role).toMatchObject({
		RoleName: 'AWSServiceRoleForECS',
		Path: '/aws-service-role/ecs.amazonaws.com/',
		Arn: ARN,
		Description: 'Pour ECS',
	})
	const { AssumeRolePolicyDocument } = Role as { AssumeRolePolicyDocument: string }
	expect(JSON.parse(decodeURIComponent(AssumeRolePolicyDocument))).toMatchObject({
		Statement: [{ Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' }],
	})
	expect(await root('CreateServiceLinkedRole', ECS)).toEqual({
		code: 'InvalidInput',
		message:
			'Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.',
		status: 400,
	})
	const suffixed = { AWSServiceName: 'autoscaling.amazonaws.com', CustomSuffix: 'site' }
	expect(await root('CreateServiceLinkedRole', suffixed)).toMatchObject({
		Role: { RoleName: 'AWSServiceRoleForAutoScaling_site' },
	})
	expect(await root('CreateServiceLinkedRole', { ...ECS, CustomSuffix: 'x' })).toMatchObject({
		code: 'InvalidInput',
	})
	expect(await root('CreateServiceLinkedRole', { AWSServiceName: 'nope.amazonaws.com' })).toMatchObject({
		code: 'NotImplemented',
		status: 501,
	})
})

test('nobody but its service changes a service-linked role', async () => {
	const { root } = await openAccounts()
	await root('CreateServiceLinkedRole', ECS)
	const RoleName = 'AWSServiceRoleForECS'
	const refusal = {
		code: 'UnmodifiableEntity',
		message: `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`,
		status: 400,
	}
	const PolicyDocument = policy(allow('s3:*'))
	expect(await root('PutRolePolicy', { RoleName, PolicyName: 'x', PolicyDocument })).toEqual(refusal)
	const PolicyArn = 'arn:aws:iam::aws:policy/PowerUserAccess'
	expect(await root('AttachRolePolicy', { RoleName, PolicyArn })).toEqual(refusal)
	expect(await root('UpdateAssumeRolePolicy', { RoleName, PolicyDocument })).toEqual(refusal)
	expect(await root('UpdateRole', { RoleName, Description: 'x' })).toEqual(refusal)
	expect(await root('DeleteRole', { RoleName })).toEqual(refusal)
})

test('a service-linked role is deleted by a task', async () => {
	const { root } = await openAccounts()
	await root('CreateServiceLinkedRole', ECS)
	const { DeletionTaskId } = await root('DeleteServiceLinkedRole', { RoleName: 'AWSServiceRoleForECS' })
	expect(DeletionTaskId).toMatch(
		/^task\/aws-service-role\/ecs\.amazonaws\.com\/AWSServiceRoleForECS\/[0-9a-f-]{36}$/,
	)
	expect(await root('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })).toEqual({
		Status: 'SUCCEEDED',
	})
	expect(await root('GetRole', { RoleName: 'AWSServiceRoleForECS' })).toMatchObject({ code: 'NoSuchEntity' })
	expect(await root('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId: 'task/x' })).toMatchObject({
		code: 'NoSuchEntity',
		status: 404,
	})
})

test('whoever may make one service’s role may make no other', async () => {
	const { as, user } = await openAccounts()
	const ada = await user('ada', {
		...allow('iam:CreateServiceLinkedRole'),
		Condition: { StringLike: { 'iam:AWSServiceName': 'ecs.amazonaws.com' } },
	})
	expect(await as(ada, 'CreateServiceLinkedRole', ECS)).toHaveProperty('Role')
	expect(
		await as(ada, 'CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' }),
	).toMatchObject({ code: 'AccessDenied', status: 403 })
})
