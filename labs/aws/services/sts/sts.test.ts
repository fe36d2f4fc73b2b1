import { expect, test } from 'vitest'
import { findCredential } from '../../identity/credentials.ts'
import {
	ACCOUNT,
	type Answer,
	allow,
	OTHER_ACCOUNT,
	openAccounts,
	policy,
	STARTS_AT,
	trust,
} from '../iam/account.fixture.ts'

const RoleArn = `arn:aws:iam::${ACCOUNT}:role/deploy`
const TAKE = { RoleArn, RoleSessionName: 'essai' }
const ADA = `arn:aws:iam::${ACCOUNT}:user/ada`

/** Two accounts, a user ada who may take roles, and a role that trusts her account. */
async function openWithRole(AssumeRolePolicyDocument = trust({ AWS: ACCOUNT })) {
	const accounts = await openAccounts()
	const ada = await accounts.user('ada', allow('sts:*'))
	await accounts.root('CreateRole', { RoleName: 'deploy', AssumeRolePolicyDocument })
	await accounts.root('PutRolePolicy', {
		RoleName: 'deploy',
		PolicyName: 'read',
		PolicyDocument: policy(allow('iam:List*')),
	})
	const sessionOf = (answer: Answer) =>
		accounts.principalOf((answer.Credentials as { AccessKeyId: string }).AccessKeyId)
	return { ...accounts, ada, sessionOf }
}

function refused(action = 'sts:AssumeRole') {
	const message = `User: ${ADA} is not authorized to perform: ${action} on resource: ${RoleArn}`
	return { code: 'AccessDenied', message, status: 403 }
}

test('everybody learns who they are', async () => {
	const { as, ada, root, sessionOf } = await openWithRole()
	expect(await root('GetCallerIdentity')).toEqual({
		UserId: ACCOUNT,
		Account: ACCOUNT,
		Arn: `arn:aws:iam::${ACCOUNT}:root`,
	})
	expect(await as(ada, 'GetCallerIdentity')).toMatchObject({ Account: ACCOUNT, Arn: ADA })
	const session = sessionOf(await as(ada, 'AssumeRole', TAKE))
	expect(await as(session, 'GetCallerIdentity')).toEqual({
		UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:essai$/),
		Account: ACCOUNT,
		Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/essai`,
	})
})

test('a session may do what its role may, until it expires', async () => {
	const { as, ada, sessionOf, sandbox } = await openWithRole()
	const answer = await as(ada, 'AssumeRole', { ...TAKE, DurationSeconds: 900 })
	expect(answer).toMatchObject({
		Credentials: {
			AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
			Expiration: new Date(STARTS_AT + 900_000),
		},
		AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/essai` },
	})
	const session = sessionOf(answer)
	expect(await as(ada, 'ListRoles')).toMatchObject({ code: 'AccessDenied' })
	expect(await as(session, 'ListRoles')).toMatchObject({ Roles: [{ RoleName: 'deploy' }] })
	const { AccessKeyId } = answer.Credentials as { AccessKeyId: string }
	await sandbox.setClock({ jumpTo: STARTS_AT + 900_000 })
	expect(findCredential(sandbox.world, AccessKeyId, sandbox.now())?.expired).toBe(true)
})

test('a role is refused to whom it does not trust, and one that is missing in the same words', async () => {
	const { as, ada, root } = await openWithRole(trust({ Service: 'codepipeline.amazonaws.com' }))
	expect(await as(ada, 'AssumeRole', TAKE)).toEqual(refused())
	await root('DeleteRolePolicy', { RoleName: 'deploy', PolicyName: 'read' })
	await root('DeleteRole', { RoleName: 'deploy' })
	expect(await as(ada, 'AssumeRole', TAKE)).toEqual(refused())
	expect(await root('AssumeRole', TAKE)).toEqual({
		code: 'AccessDenied',
		message: 'Roles may not be assumed by root accounts.',
		status: 403,
	})
})

test('an external id must be the one that the role asks for', async () => {
	const { as, ada } = await openWithRole(
		trust({ AWS: ACCOUNT }, { StringEquals: { 'sts:ExternalId': 'atelier' } }),
	)
	expect(await as(ada, 'AssumeRole', TAKE)).toEqual(refused())
	expect(await as(ada, 'AssumeRole', { ...TAKE, ExternalId: 'autre' })).toEqual(refused())
	expect(await as(ada, 'AssumeRole', { ...TAKE, ExternalId: 'atelier' })).toHaveProperty('Credentials')
})

test('a session policy narrows what the role may', async () => {
	const { as, ada, sessionOf } = await openWithRole()
	const Policy = policy(allow('iam:ListUsers'), allow('iam:CreateUser'))
	const answer = await as(ada, 'AssumeRole', { ...TAKE, Policy })
	expect(answer.PackedPolicySize).toBeGreaterThan(0)
	const session = sessionOf(answer)
	expect(await as(session, 'ListUsers')).toHaveProperty('Users')
	expect((await as(session, 'ListRoles')).message).toContain(
		'because no session policy allows the iam:ListRoles action',
	)
	expect((await as(session, 'CreateUser', { UserName: 'bob' })).message).toContain(
		'because no identity-based policy allows the iam:CreateUser action',
	)
	expect(await as(ada, 'AssumeRole', { ...TAKE, Policy: '{}' })).toEqual({
		code: 'MalformedPolicyDocument',
		message: 'Syntax errors in policy.',
		status: 400,
	})
})

test('tags of a session need their own permission and are seen by policies', async () => {
	const { as, ada, root, sessionOf } = await openWithRole()
	const Tags = [{ Key: 'equipe', Value: 'web' }]
	expect(await as(ada, 'AssumeRole', { ...TAKE, Tags })).toEqual(refused('sts:TagSession'))
	await root('UpdateAssumeRolePolicy', {
		RoleName: 'deploy',
		PolicyDocument: policy({
			Effect: 'Allow',
			Principal: { AWS: ACCOUNT },
			Action: ['sts:AssumeRole', 'sts:TagSession'],
		}),
	})
	await root('PutRolePolicy', {
		RoleName: 'deploy',
		PolicyName: 'read',
		PolicyDocument: policy({
			...allow('iam:ListUsers'),
			Condition: { StringEquals: { 'aws:PrincipalTag/equipe': 'web' } },
		}),
	})
	const tagged = sessionOf(await as(ada, 'AssumeRole', { ...TAKE, Tags }))
	const plain = sessionOf(await as(ada, 'AssumeRole', TAKE))
	expect(await as(tagged, 'ListUsers')).toHaveProperty('Users')
	expect(await as(plain, 'ListUsers')).toMatchObject({ code: 'AccessDenied' })
})

test('a session lasts no longer than its role allows, and an hour when roles are chained', async () => {
	const { as, ada, root, sessionOf } = await openWithRole()
	const long = { ...TAKE, DurationSeconds: 7200 }
	expect(await as(ada, 'AssumeRole', long)).toEqual({
		code: 'ValidationError',
		message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
		status: 400,
	})
	await root('UpdateRole', { RoleName: 'deploy', MaxSessionDuration: 7200 })
	await root('PutRolePolicy', {
		RoleName: 'deploy',
		PolicyName: 'read',
		PolicyDocument: policy(allow('sts:AssumeRole')),
	})
	const sessions = [await as(ada, 'AssumeRole', long), await as(ada, 'GetSessionToken')].map(sessionOf)
	for (const session of sessions) {
		expect(await as(session, 'AssumeRole', long)).toEqual({
			code: 'ValidationError',
			message:
				'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
			status: 400,
		})
	}
})

test('what is no ARN of a role is told before who may take it', async () => {
	const { as, ada } = await openWithRole()
	const refused = (message: string) => ({ code: 'ValidationError', message, status: 400 })
	const take = (arn: string) => as(ada, 'AssumeRole', { ...TAKE, RoleArn: arn })
	expect(await take('deploy-sur-la-production')).toEqual(refused('deploy-sur-la-production is invalid'))
	expect(await take('arn:aws:iam::1234:role/deploy')).toEqual(refused('Request ARN is invalid'))
	expect(await take(`arn:aws:s3::${ACCOUNT}:role/deploy`)).toEqual(refused('Request ARN is invalid'))
})

test('a role of another account is taken when both accounts agree', async () => {
	const { as, user, root, sessionOf } = await openAccountsForTwo()
	const ada = await user('ada', allow('sts:AssumeRole', `arn:aws:iam::${OTHER_ACCOUNT}:role/*`))
	const there = { RoleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/deploy`, RoleSessionName: 'essai' }
	expect(await as(ada, 'AssumeRole', there)).toMatchObject({ code: 'AccessDenied' })
	const elsewhere = {
		type: 'root',
		account: OTHER_ACCOUNT,
		arn: `arn:aws:iam::${OTHER_ACCOUNT}:root`,
	} as const
	await as(elsewhere, 'CreateRole', {
		RoleName: 'deploy',
		AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
	})
	const session = sessionOf(await as(ada, 'AssumeRole', there))
	expect(session).toMatchObject({ type: 'role', account: OTHER_ACCOUNT })
	await root('DeleteUserPolicy', { UserName: 'ada', PolicyName: 'inline' })
	expect(await as(ada, 'AssumeRole', there)).toMatchObject({ code: 'AccessDenied' })
})

async function openAccountsForTwo() {
	const accounts = await openAccounts()
	const sessionOf = (answer: Answer) =>
		accounts.principalOf((answer.Credentials as { AccessKeyId: string }).AccessKeyId)
	return { ...accounts, sessionOf }
}

test('temporary credentials of a user speak for that user, and make no further ones', async () => {
	const { as, ada, sessionOf } = await openWithRole()
	const answer = await as(ada, 'GetSessionToken', { DurationSeconds: 3600 })
	expect(answer).toMatchObject({ Credentials: { Expiration: new Date(STARTS_AT + 3_600_000) } })
	const session = sessionOf(answer)
	expect(await as(session, 'GetCallerIdentity')).toMatchObject({ Arn: ADA })
	expect(await as(session, 'GetSessionToken')).toEqual({
		code: 'AccessDenied',
		message: 'Cannot call GetSessionToken with session credentials',
		status: 403,
	})
})
