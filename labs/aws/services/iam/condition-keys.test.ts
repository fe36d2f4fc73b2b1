// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like that
import { expect, test } from 'vitest'
import type { Principal } from '../../identity/principal.ts'
import {
	ACCOUNT,
	type Answer,
	allow,
	OTHER_ACCOUNT,
	openAccounts,
	STARTS_AT,
	trust,
} from './account.fixture.ts'

const AssumeRolePolicyDocument = trust({ Service: 'codepipeline.amazonaws.com' })
const DENIED = { code: 'AccessDenied', status: 403 }

function when(Action: string | Array<string>, Condition: object): object {
	return { Effect: 'Allow', Action, Resource: '*', Condition }
}

function tags(values: Record<string, string>): Array<object> {
	return Object.entries(values).map(([Key, Value]) => ({ Key, Value }))
}

/** A world in which ada has one statement, and makes roles. */
async function openWith(statement: object) {
	const accounts = await openAccounts()
	const ada = await accounts.user('ada', statement)
	const create = (RoleName: string, given?: Record<string, string>) =>
		accounts.as(ada, 'CreateRole', {
			RoleName,
			AssumeRolePolicyDocument,
			...(given && { Tags: tags(given) }),
		})
	return { ...accounts, ada, create }
}

const MADE = { Role: expect.anything() }

test('aws:RequestTag asks for a tag and its value', async () => {
	const { create } = await openWith(
		when(['iam:CreateRole', 'iam:TagRole'], { StringEquals: { 'aws:RequestTag/equipe': ['web', 'ops'] } }),
	)
	expect(await create('a', { equipe: 'web' })).toMatchObject(MADE)
	expect(await create('b', { equipe: 'ops', etape: 'test' })).toMatchObject(MADE)
	expect(await create('c', { equipe: 'data' })).toMatchObject(DENIED)
	expect(await create('d', { Etape: 'test' })).toMatchObject(DENIED)
	expect(await create('e')).toMatchObject(DENIED)
})

test('ForAllValues holds of no tags at all, unless Null asks for some', async () => {
	const only = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['equipe', 'etape'] } }
	const { create } = await openWith(when(['iam:CreateRole', 'iam:TagRole'], only))
	expect(await create('a', { equipe: 'web' })).toMatchObject(MADE)
	expect(await create('b')).toMatchObject(MADE)
	expect(await create('c', { equipe: 'web', projet: 'x' })).toMatchObject(DENIED)
	const some = await openWith(
		when(['iam:CreateRole', 'iam:TagRole'], { ...only, Null: { 'aws:TagKeys': 'false' } }),
	)
	expect(await some.create('a', { equipe: 'web', etape: 'test' })).toMatchObject(MADE)
	expect(await some.create('b')).toMatchObject(DENIED)
})

test('ForAnyValue asks for one tag among others', async () => {
	const { create } = await openWith(
		when(['iam:CreateRole', 'iam:TagRole'], { 'ForAnyValue:StringLike': { 'aws:TagKeys': 'eq*' } }),
	)
	expect(await create('a', { projet: 'x', equipe: 'web' })).toMatchObject(MADE)
	expect(await create('b', { projet: 'x' })).toMatchObject(DENIED)
	expect(await create('c')).toMatchObject(DENIED)
})

test('aws:ResourceTag may have to be that of the caller', async () => {
	const { root, as, ada } = await openWith(
		when('iam:*Role', { StringEquals: { 'aws:ResourceTag/equipe': '${aws:PrincipalTag/equipe}' } }),
	)
	for (const equipe of ['web', 'data'])
		await root('CreateRole', { RoleName: equipe, AssumeRolePolicyDocument, Tags: tags({ equipe }) })
	expect(await as(ada, 'GetRole', { RoleName: 'web' })).toMatchObject(DENIED)
	await root('TagUser', { UserName: 'ada', Tags: tags({ equipe: 'web' }) })
	expect(await as(ada, 'GetRole', { RoleName: 'web' })).toMatchObject(MADE)
	expect(await as(ada, 'GetRole', { RoleName: 'data' })).toMatchObject(DENIED)
	await root('UntagRole', { RoleName: 'web', TagKeys: ['equipe'] })
	expect(await as(ada, 'GetRole', { RoleName: 'web' })).toMatchObject(DENIED)
})

test('IfExists lets pass what lacks the key, Null what has it', async () => {
	const key = 'aws:ResourceTag/etape'
	const read = (Condition: object) => openWith(when('iam:GetRole', Condition))
	const answers = async ({ root, as, ada }: Awaited<ReturnType<typeof read>>) => {
		const made: Record<string, object> = { test: { etape: 'test' }, prod: { etape: 'prod' }, none: {} }
		const found: Array<string> = []
		for (const [RoleName, given] of Object.entries(made)) {
			const Tags = tags(given as Record<string, string>)
			await root('CreateRole', { RoleName, AssumeRolePolicyDocument, Tags })
			if ((await as(ada, 'GetRole', { RoleName })).Role) found.push(RoleName)
		}
		return found
	}
	expect(await answers(await read({ StringEquals: { [key]: 'test' } }))).toEqual(['test'])
	expect(await answers(await read({ StringEqualsIfExists: { [key]: 'test' } }))).toEqual(['test', 'none'])
	expect(await answers(await read({ StringNotEquals: { [key]: 'prod' } }))).toEqual(['test', 'none'])
	expect(await answers(await read({ Null: { [key]: 'false' } }))).toEqual(['test', 'prod'])
	expect(await answers(await read({ Null: { [key]: 'true' } }))).toEqual(['none'])
})

test('aws:PrincipalArn is the role’s, whatever its session', async () => {
	const { root, as, principalOf, ada } = await openWith(allow('sts:AssumeRole'))
	const RoleName = 'deploy'
	await root('CreateRole', {
		RoleName,
		AssumeRolePolicyDocument: trust(
			{ AWS: `arn:aws:iam::${ACCOUNT}:root` },
			{ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/a*` } },
		),
	})
	const byRole = (pattern: string) => when('iam:ListRoles', { ArnEquals: { 'aws:PrincipalArn': pattern } })
	const session = sessionIn(await as(ada, 'AssumeRole', take(ACCOUNT)), principalOf)
	const allowed = async (statement: object) => {
		const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statement })
		await root('PutRolePolicy', { RoleName, PolicyName: 'list', PolicyDocument })
		return (await as(session, 'ListRoles')).Roles !== undefined
	}
	expect(await allowed(byRole(`arn:aws:iam::${ACCOUNT}:role/deploy`))).toBe(true)
	expect(await allowed(byRole(`arn:aws:sts::${ACCOUNT}:assumed-role/deploy/*`))).toBe(false)
})

test('aws:ResourceAccount keeps within accounts, aws:PrincipalAccount lets in from them', async () => {
	const home = { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } }
	const { as, ada, root } = await openWith(when('sts:AssumeRole', home))
	const elsewhere: Principal = {
		type: 'root',
		account: OTHER_ACCOUNT,
		arn: `arn:aws:iam::${OTHER_ACCOUNT}:root`,
	}
	const open = trust({ AWS: '*' }, { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } })
	const role = { RoleName: 'deploy', AssumeRolePolicyDocument: open }
	await root('CreateRole', role)
	await as(elsewhere, 'CreateRole', role)
	expect(await as(ada, 'AssumeRole', take(ACCOUNT))).toMatchObject({ Credentials: expect.anything() })
	expect(await as(ada, 'AssumeRole', take(OTHER_ACCOUNT))).toMatchObject(DENIED)
	const anywhere = { StringNotEquals: { 'aws:ResourceAccount': ACCOUNT } }
	const PolicyDocument = JSON.stringify({
		Version: '2012-10-17',
		Statement: when('sts:AssumeRole', anywhere),
	})
	await root('PutUserPolicy', { UserName: 'ada', PolicyName: 'inline', PolicyDocument })
	expect(await as(ada, 'AssumeRole', take(OTHER_ACCOUNT))).toMatchObject({ Credentials: expect.anything() })
	await as(elsewhere, 'UpdateAssumeRolePolicy', {
		RoleName: 'deploy',
		PolicyDocument: trust({ AWS: '*' }, { StringEquals: { 'aws:PrincipalAccount': OTHER_ACCOUNT } }),
	})
	expect(await as(ada, 'AssumeRole', take(OTHER_ACCOUNT))).toMatchObject(DENIED)
})

test('aws:CurrentTime is the time of the world', async () => {
	const until = new Date(STARTS_AT + 3_600_000).toISOString()
	const { as, ada, sandbox } = await openWith(
		when('iam:ListRoles', { DateLessThan: { 'aws:CurrentTime': until } }),
	)
	expect(await as(ada, 'ListRoles')).toMatchObject({ Roles: [] })
	await sandbox.setClock({ jumpTo: STARTS_AT + 3_600_000 })
	expect(await as(ada, 'ListRoles')).toMatchObject(DENIED)
})

test('a policy that insists on TLS does not close a plain emulator', async () => {
	const insecure = { Effect: 'Deny', Action: '*', Resource: '*', Condition: tls('false') }
	const { as, ada, root } = await openWith(when('iam:ListRoles', tls('true')))
	expect(await as(ada, 'ListRoles')).toMatchObject({ Roles: [] })
	const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: insecure })
	await root('PutUserPolicy', { UserName: 'ada', PolicyName: 'tls', PolicyDocument })
	expect(await as(ada, 'ListRoles')).toMatchObject({ Roles: [] })
})

function tls(value: string): object {
	return { Bool: { 'aws:SecureTransport': value } }
}

function take(account: string): object {
	return { RoleArn: `arn:aws:iam::${account}:role/deploy`, RoleSessionName: 'essai' }
}

function sessionIn(answer: Answer, principalOf: (accessKeyId: string) => Principal): Principal {
	return principalOf((answer.Credentials as { AccessKeyId: string }).AccessKeyId)
}
