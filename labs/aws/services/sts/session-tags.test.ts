import { expect, test } from 'vitest'
import type { Principal } from '../../identity/principal.ts'
import { ACCOUNT, type Answer, allow, openAccounts, policy } from '../iam/account.fixture.ts'

const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`
const TAGGING = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']

function trusting(Action: ReadonlyArray<string>, Condition?: object): string {
	return policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action, Condition })
}

/** Roles « premier » and « second » that may be taken one from the other, and a user who may take both. */
async function openChain(trustOfSecond = trusting(TAGGING)) {
	const accounts = await openAccounts()
	const ada = await accounts.user('ada', allow('sts:*'))
	await accounts.root('CreateRole', { RoleName: 'premier', AssumeRolePolicyDocument: trusting(TAGGING) })
	await accounts.root('CreateRole', { RoleName: 'second', AssumeRolePolicyDocument: trustOfSecond })
	for (const RoleName of ['premier', 'second']) {
		const PolicyDocument = policy(allow('sts:*'), {
			...allow('iam:ListUsers'),
			Condition: { StringEquals: { 'aws:PrincipalTag/equipe': 'web' } },
		})
		await accounts.root('PutRolePolicy', { RoleName, PolicyName: 'inline', PolicyDocument })
	}
	const take = (as: Principal, role: string, rest: object = {}) =>
		accounts.as(as, 'AssumeRole', { RoleArn: arnOf(role), RoleSessionName: 'essai', ...rest })
	const sessionOf = (answer: Answer) =>
		accounts.principalOf((answer.Credentials as { AccessKeyId: string }).AccessKeyId)
	return { ...accounts, ada, take, sessionOf }
}

const Tags = [
	{ Key: 'Equipe', Value: 'web' },
	{ Key: 'etape', Value: 'test' },
]

test('a transitive tag goes on to the sessions that follow, another does not', async () => {
	const { ada, as, take, sessionOf } = await openChain()
	const first = sessionOf(await take(ada, 'premier', { Tags, TransitiveTagKeys: ['equipe'] }))
	const second = sessionOf(await take(first, 'second'))
	expect(second).toMatchObject({ sessionTags: { Equipe: 'web' }, transitiveTagKeys: ['Equipe'] })
	expect(await as(second, 'ListUsers')).toHaveProperty('Users')
	const plain = sessionOf(await take(sessionOf(await take(ada, 'premier', { Tags })), 'second'))
	expect(await as(plain, 'ListUsers')).toMatchObject({ code: 'AccessDenied' })
})

test('a transitive tag is not set anew, and only tags that are given are transitive', async () => {
	const { ada, take, sessionOf } = await openChain()
	const first = sessionOf(await take(ada, 'premier', { Tags, TransitiveTagKeys: ['Equipe'] }))
	const again = { Tags: [{ Key: 'EQUIPE', Value: 'ops' }] }
	expect(await take(first, 'second', again)).toEqual({
		code: 'InvalidParameterValue',
		message:
			"One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
		status: 400,
	})
	expect(await take(ada, 'premier', { TransitiveTagKeys: ['x'] })).toMatchObject({
		code: 'InvalidParameterValue',
		status: 400,
	})
	const twice = [...Tags, { Key: 'equipe', Value: 'ops' }]
	expect(await take(ada, 'premier', { Tags: twice })).toEqual({
		code: 'InvalidParameterValue',
		message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
		status: 400,
	})
})

test('a role that follows must let tags in as well', async () => {
	const { ada, take, sessionOf } = await openChain(trusting(['sts:AssumeRole']))
	const first = sessionOf(await take(ada, 'premier', { Tags, TransitiveTagKeys: ['Equipe'] }))
	expect(await take(first, 'second')).toMatchObject({
		code: 'AccessDenied',
		message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/premier/essai is not authorized to perform: sts:TagSession on resource: ${arnOf('second')}`,
	})
})

test('a trust policy may ask which tags a session gets', async () => {
	const demanding = trusting(TAGGING, {
		StringEquals: { 'aws:RequestTag/equipe': ['web', 'ops'] },
		'ForAllValues:StringEquals': { 'aws:TagKeys': ['Equipe'] },
		'ForAnyValue:StringLike': { 'sts:TransitiveTagKeys': ['Eq*'] },
	})
	const { ada, take } = await openChain(demanding)
	const [equipe] = Tags
	const good = { Tags: [equipe], TransitiveTagKeys: ['Equipe'] }
	expect(await take(ada, 'second', good)).toHaveProperty('Credentials')
	expect(await take(ada, 'second', { ...good, Tags })).toMatchObject({ code: 'AccessDenied' })
	expect(await take(ada, 'second', { Tags: [equipe] })).toMatchObject({ code: 'AccessDenied' })
	expect(await take(ada, 'second')).toMatchObject({ code: 'AccessDenied' })
})

test('who is behind a session is said once, and stays', async () => {
	const { ada, as, root, take, sessionOf } = await openChain()
	const answer = await take(ada, 'premier', { SourceIdentity: 'ada' })
	expect(answer).toMatchObject({ SourceIdentity: 'ada' })
	const second = sessionOf(await take(sessionOf(answer), 'second'))
	expect(second).toMatchObject({ sourceIdentity: 'ada' })
	expect(await take(sessionOf(answer), 'second', { SourceIdentity: 'bob' })).toMatchObject({
		code: 'AccessDenied',
		status: 403,
	})
	const only = (name: string) => ({
		...allow('iam:ListRoles'),
		Condition: { StringEquals: { 'aws:SourceIdentity': name } },
	})
	await root('PutRolePolicy', { RoleName: 'second', PolicyName: 'more', PolicyDocument: policy(only('ada')) })
	expect(await as(second, 'ListRoles')).toHaveProperty('Roles')
	expect(await as(sessionOf(await take(ada, 'second')), 'ListRoles')).toMatchObject({ code: 'AccessDenied' })
})

test('a source identity needs its own permission', async () => {
	const { ada, take } = await openChain(trusting(['sts:AssumeRole']))
	expect(await take(ada, 'second', { SourceIdentity: 'ada' })).toMatchObject({
		code: 'AccessDenied',
		message: expect.stringContaining('is not authorized to perform: sts:SetSourceIdentity on resource'),
	})
})

test('a context of another provider is refused, not passed over', async () => {
	const { ada, take } = await openChain()
	const ProvidedContexts = [{ ProviderArn: 'arn:aws:iam::aws:contextProvider/x', ContextAssertion: 'x' }]
	expect(await take(ada, 'premier', { ProvidedContexts })).toMatchObject({ code: 'NotImplemented' })
})

test('session policies may be managed ones, of the role’s account or AWS’s', async () => {
	const { ada, as, root, take, sessionOf } = await openChain()
	await root('PutRolePolicy', {
		RoleName: 'premier',
		PolicyName: 'more',
		PolicyDocument: policy(allow('iam:*')),
	})
	const arn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
	const answer = await take(ada, 'premier', { PolicyArns: [{ arn }] })
	expect(answer.PackedPolicySize).toBeGreaterThan(0)
	const session = sessionOf(answer)
	expect(await as(session, 'ListRoles')).toHaveProperty('Roles')
	expect(await as(session, 'CreateUser', { UserName: 'bob' })).toMatchObject({
		message: expect.stringContaining('because no session policy allows the iam:CreateUser action'),
	})
	const absent = `arn:aws:iam::${ACCOUNT}:policy/absent`
	expect(await take(ada, 'premier', { PolicyArns: [{ arn: absent }] })).toEqual({
		code: 'MalformedPolicyDocument',
		message: `Policy ${absent} does not exist or is not attachable.`,
		status: 400,
	})
})
