import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, policy, STARTS_AT, trust } from '../account.fixture.ts'

const TRUST = trust({ Service: 'codepipeline.amazonaws.com' })
const ARN = `arn:aws:iam::${ACCOUNT}:role/service-role/pipeline`
const ROLE = { RoleName: 'pipeline', Path: '/service-role/', AssumeRolePolicyDocument: TRUST }

test('a role comes back as it was made, its trust policy encoded', async () => {
	const { root } = await openAccounts()
	const Tags = [{ Key: 'equipe', Value: 'web' }]
	await root('CreateRole', { ...ROLE, Description: 'Sert le pipeline', Tags })
	const { Role } = await root('GetRole', { RoleName: 'PIPELINE' })
	expect(Role).toEqual({
		Path: '/service-role/',
		RoleName: 'pipeline',
		RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
		Arn: ARN,
		CreateDate: new Date(STARTS_AT),
		AssumeRolePolicyDocument: encodeURIComponent(TRUST),
		Description: 'Sert le pipeline',
		MaxSessionDuration: 3600,
		Tags,
		PermissionsBoundary: undefined,
		RoleLastUsed: {},
	})
})

test('refusals about roles have the codes and words of IAM', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', ROLE)
	expect(await root('CreateRole', ROLE)).toEqual({
		code: 'EntityAlreadyExists',
		message: 'Role with name pipeline already exists.',
		status: 409,
	})
	expect(await root('GetRole', { RoleName: 'none' })).toEqual({
		code: 'NoSuchEntity',
		message: 'The role with name none cannot be found.',
		status: 404,
	})
	const trusting = (Principal: object) =>
		root('UpdateAssumeRolePolicy', { RoleName: 'pipeline', PolicyDocument: trust(Principal) })
	expect(await trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/nobody` })).toEqual({
		code: 'MalformedPolicyDocument',
		message: `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:user/nobody"`,
		status: 400,
	})
	expect(await trusting({ Service: 'codepipeline' })).toMatchObject({
		message: 'Invalid principal in policy: "SERVICE":"codepipeline"',
	})
	for (const service of ['codepipline', 'foo', 'eu-west-3', 'lambda.foo']) {
		expect(await trusting({ Service: `${service}.amazonaws.com` })).toEqual({
			code: 'MalformedPolicyDocument',
			message: `Invalid principal in policy: "SERVICE":"${service}.amazonaws.com"`,
			status: 400,
		})
	}
	const known = [
		'logs.eu-west-3',
		'codepipeline',
		'ecs-tasks',
		'replicator.lambda',
		'edgelambda',
		'delivery.logs',
	]
	for (const service of known) expect(await trusting({ Service: `${service}.amazonaws.com` })).toEqual({})
	const tooLong = policy(allow('s3:GetObject', `arn:aws:s3:::web/${'a'.repeat(11_000)}`))
	const put = (PolicyDocument: string) =>
		root('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'store', PolicyDocument })
	expect(await put(tooLong)).toEqual({
		code: 'LimitExceeded',
		message: 'Maximum policy size of 10240 bytes exceeded for role pipeline',
		status: 409,
	})
	expect(await put('{')).toEqual({
		code: 'MalformedPolicyDocument',
		message: 'Syntax errors in policy.',
		status: 400,
	})
})

test('inline policies are put, read, listed and deleted', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', ROLE)
	const document = policy(allow('s3:PutObject', "arn:aws:s3:::web/(it's)*"))
	for (const PolicyName of ['b', 'a']) {
		await root('PutRolePolicy', { RoleName: 'pipeline', PolicyName, PolicyDocument: document })
	}
	const named = { RoleName: 'pipeline', PolicyName: 'a' }
	const { PolicyDocument, ...names } = await root('GetRolePolicy', named)
	expect(names).toEqual(named)
	expect(PolicyDocument).not.toMatch(/[!'()*{}"]/)
	expect(decodeURIComponent(String(PolicyDocument))).toBe(document)
	expect(await root('ListRolePolicies', named)).toEqual({ PolicyNames: ['a', 'b'], IsTruncated: false })
	await root('DeleteRolePolicy', named)
	expect(await root('GetRolePolicy', named)).toEqual({
		code: 'NoSuchEntity',
		message: 'The role policy with name a cannot be found.',
		status: 404,
	})
})

test('a role with policies is not deleted', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', ROLE)
	const RoleName = 'pipeline'
	const attached = { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }
	const inline = { RoleName, PolicyName: 'store' }
	await root('AttachRolePolicy', attached)
	await root('PutRolePolicy', { ...inline, PolicyDocument: policy(allow('s3:*')) })
	expect(await root('ListAttachedRolePolicies', { RoleName })).toEqual({
		AttachedPolicies: [{ PolicyName: 'AmazonS3ReadOnlyAccess', PolicyArn: attached.PolicyArn }],
		IsTruncated: false,
	})
	const conflict = { code: 'DeleteConflict', status: 409 }
	expect(await root('DeleteRole', { RoleName })).toEqual({
		...conflict,
		message: 'Cannot delete entity, must detach all policies first.',
	})
	await root('DetachRolePolicy', attached)
	expect(await root('DeleteRole', { RoleName })).toEqual({
		...conflict,
		message: 'Cannot delete entity, must delete policies first.',
	})
	await root('DeleteRolePolicy', inline)
	await root('DeleteRole', { RoleName })
	expect(await root('ListRoles')).toEqual({ Roles: [], IsTruncated: false })
})

test('lists go on from their marker', async () => {
	const { root } = await openAccounts()
	for (const RoleName of ['c', 'a', 'B']) await root('CreateRole', { ...ROLE, RoleName })
	const first = await root('ListRoles', { MaxItems: 2 })
	expect(first).toMatchObject({ Roles: [{ RoleName: 'a' }, { RoleName: 'B' }], IsTruncated: true })
	const second = await root('ListRoles', { MaxItems: 2, Marker: first.Marker })
	expect(second).toMatchObject({ Roles: [{ RoleName: 'c' }], IsTruncated: false })
	expect(await root('ListRoles', { Marker: 'nonsense' })).toMatchObject({
		code: 'ValidationError',
		status: 400,
	})
	expect(await root('ListRoles', { PathPrefix: '/other/' })).toEqual({ Roles: [], IsTruncated: false })
})

test('tags are added, replaced whatever their case, and removed', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', ROLE)
	const RoleName = 'pipeline'
	await root('TagRole', {
		RoleName,
		Tags: [
			{ Key: 'Equipe', Value: 'web' },
			{ Key: 'etape', Value: 'test' },
		],
	})
	await root('TagRole', { RoleName, Tags: [{ Key: 'equipe', Value: 'ops' }] })
	await root('UntagRole', { RoleName, TagKeys: ['ETAPE'] })
	expect(await root('ListRoleTags', { RoleName })).toEqual({
		Tags: [{ Key: 'equipe', Value: 'ops' }],
		IsTruncated: false,
	})
	const twice = [
		{ Key: 'etape', Value: '1' },
		{ Key: 'Etape', Value: '2' },
	]
	expect(await root('TagRole', { RoleName, Tags: twice })).toEqual({
		code: 'InvalidInput',
		message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
		status: 400,
	})
	expect(await root('TagRole', { RoleName, Tags: [{ Key: 'aws:etape', Value: '1' }] })).toMatchObject({
		code: 'InvalidInput',
		status: 400,
	})
})

test('a boundary is set and taken away', async () => {
	const { root } = await openAccounts()
	await root('CreateRole', ROLE)
	const RoleName = 'pipeline'
	const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
	await root('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary })
	expect(await root('GetRole', { RoleName })).toMatchObject({
		Role: {
			PermissionsBoundary: {
				PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
				PermissionsBoundaryArn: PermissionsBoundary,
			},
		},
	})
	await root('DeleteRolePermissionsBoundary', { RoleName })
	expect(await root('DeleteRolePermissionsBoundary', { RoleName })).toMatchObject({ code: 'NoSuchEntity' })
})
