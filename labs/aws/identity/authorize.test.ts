// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like that
import { expect, test } from 'vitest'
import { authorize } from '../services/iam/authorize.ts'
import { groups, iamScope, managedPolicies, roles, users } from '../services/iam/collections.ts'
import { World } from '../world/world.ts'
import type { Access } from './access.ts'
import { rootOf } from './credentials.ts'
import type { Principal, RolePrincipal, UserPrincipal } from './principal.ts'

const NOW = Date.UTC(2026, 0, 5, 9)
const HOME = '111111111111'
const AWAY = '222222222222'
const ADA = `arn:aws:iam::${HOME}:user/ada`
const DEPLOYER = `arn:aws:iam::${HOME}:role/deployer`
const SESSION = `arn:aws:sts::${HOME}:assumed-role/deployer/run`
const OBJECT = 'arn:aws:s3:::web/index.html'

const ada: UserPrincipal = { type: 'user', account: HOME, arn: ADA, userName: 'ada', userId: 'AIDA1' }
const deployer: RolePrincipal = {
	type: 'role',
	account: HOME,
	arn: SESSION,
	roleArn: DEPLOYER,
	roleName: 'deployer',
	roleId: 'AROA1',
	sessionName: 'run',
}
const read: Access = { action: 's3:GetObject', resource: OBJECT, resourceAccount: HOME }

interface Given {
	inline?: object
	group?: object
	boundary?: object
	attached?: ReadonlyArray<string>
}

function policy(...statements: Array<object>): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

const allow = (Action: string, rest: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...rest })
const deny = (Action: string, rest: object = {}) => ({ ...allow(Action, rest), Effect: 'Deny' })

function named(name: string, statement?: object): Record<string, string> {
	return statement ? { [name]: policy(statement) } : {}
}

/** A world in which both ada and the role have the same policies. */
function worldWith({ inline, group, boundary, attached = [] }: Given) {
	const world = new World().begin()
	const scope = iamScope(HOME)
	const boundaryArn = `arn:aws:iam::${HOME}:policy/boundary`
	const identity = {
		account: HOME,
		path: '/',
		createdAt: 0,
		inlinePolicies: named('inline', inline),
		attachedPolicies: attached,
		tags: { team: 'web' },
		permissionsBoundary: boundary && boundaryArn,
	}
	const user = { userName: 'ada', userId: 'AIDA1', arn: ADA, accessKeyIds: [], groups: ['team'] }
	world.put(users, scope, 'ada', { ...identity, ...user })
	const groupPolicies = named('shared', group)
	world.put(groups, scope, 'team', {
		...{ account: HOME, path: '/', createdAt: 0, attachedPolicies: [], inlinePolicies: groupPolicies },
		...{ groupName: 'team', groupId: 'AGPA1', arn: `arn:aws:iam::${HOME}:group/team` },
	})
	world.put(roles, scope, 'deployer', {
		...identity,
		...{ roleName: 'deployer', roleId: 'AROA1', arn: DEPLOYER, maxSessionDuration: 3600 },
		assumeRolePolicy: policy(),
	})
	if (boundary) {
		world.put(managedPolicies, scope, boundaryArn, {
			...{
				policyName: 'boundary',
				policyId: 'ANPA1',
				arn: boundaryArn,
				path: '/',
				createdAt: 0,
				updatedAt: 0,
			},
			...{ defaultVersionId: 'v1', versionsMade: 1, tags: {} },
			versions: [{ versionId: 'v1', document: policy(boundary), createdAt: 0 }],
		})
	}
	return world
}

function reason(given: Given, principal: Principal, access: Access) {
	return authorize(worldWith(given), principal, access, NOW).reason
}

test('nothing is allowed that no policy allows', () => {
	expect(reason({}, ada, read)).toBe('no-identity-allow')
	expect(reason({ inline: allow('s3:PutObject') }, ada, read)).toBe('no-identity-allow')
	expect(reason({ inline: allow('s3:get*') }, ada, read)).toBe('allowed')
	expect(reason({ group: allow('s3:*') }, ada, read)).toBe('allowed')
	expect(reason({ attached: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }, ada, read)).toBe('allowed')
})

test('an explicit deny wins wherever it stands', () => {
	const all = allow('*')
	expect(reason({ inline: all, group: deny('s3:*') }, ada, read)).toBe('explicit-deny')
	expect(reason({ inline: all, boundary: deny('s3:*') }, ada, read)).toBe('explicit-deny')
	const session = { ...deployer, sessionPolicies: [policy(all, deny('s3:GetObject'))] }
	expect(reason({ inline: all }, session, read)).toBe('explicit-deny')
	const resourcePolicy = policy(deny('s3:*', { Principal: '*' }))
	expect(reason({ inline: all }, rootOf(HOME), { ...read, resourcePolicy })).toBe('explicit-deny')
})

test('a bucket policy that denies everybody can still be mended by root', () => {
	const resourcePolicy = policy(deny('s3:*', { Principal: '*' }))
	const mend = { ...read, action: 's3:DeleteBucketPolicy', resourcePolicy }
	expect(reason({}, rootOf(HOME), mend)).toBe('root')
	expect(reason({ inline: allow('*') }, ada, mend)).toBe('explicit-deny')
	expect(reason({}, rootOf(AWAY), mend)).toBe('explicit-deny')
})

test('NotAction and NotResource mean all the others', () => {
	const notIam = { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::secret/*' }
	expect(reason({ inline: notIam }, ada, read)).toBe('allowed')
	expect(reason({ inline: notIam }, ada, { ...read, resource: 'arn:aws:s3:::secret/x' })).toBe(
		'no-identity-allow',
	)
	expect(reason({ inline: notIam }, ada, { action: 'iam:GetUser', resource: ADA })).toBe('no-identity-allow')
})

test('a boundary and a session policy only narrow', () => {
	const all = allow('*')
	expect(reason({ inline: all, boundary: allow('iam:*') }, ada, read)).toBe('boundary')
	expect(reason({ boundary: all }, ada, read)).toBe('no-identity-allow')
	expect(reason({ inline: all, boundary: all }, ada, read)).toBe('allowed')
	expect(reason({ inline: all }, { ...deployer, sessionPolicies: [policy(allow('iam:*'))] }, read)).toBe(
		'session',
	)
	expect(reason({ inline: all }, { ...deployer, sessionPolicies: [policy(allow('s3:*'))] }, read)).toBe(
		'allowed',
	)
})

test('in one account a resource policy grants by itself, if it names the caller and not the account', () => {
	const naming = (AWS: string) => ({ ...read, resourcePolicy: policy(allow('s3:*', { Principal: { AWS } })) })
	expect(reason({}, ada, naming(ADA))).toBe('allowed')
	expect(reason({}, ada, naming('*'))).toBe('allowed')
	expect(reason({}, ada, naming(HOME))).toBe('no-identity-allow')
	expect(reason({}, ada, naming(`arn:aws:iam::${HOME}:root`))).toBe('no-identity-allow')
	expect(reason({}, deployer, naming(DEPLOYER))).toBe('allowed')
	expect(reason({}, deployer, naming(SESSION))).toBe('allowed')
	expect(reason({}, deployer, naming(ADA))).toBe('no-identity-allow')
})

test('a grant to everybody reaches a caller of the same account past its boundary and session', () => {
	const given = { boundary: allow('iam:*') }
	const open = { ...read, resourcePolicy: policy(allow('s3:GetObject', { Principal: '*' })) }
	expect(reason(given, ada, open)).toBe('allowed')
	expect(reason(given, { ...deployer, sessionPolicies: [policy(allow('iam:*'))] }, open)).toBe('allowed')
	expect(reason(given, ada, { ...open, resourceAccount: AWAY })).toBe('no-identity-allow')
	const denying = { ...given, inline: deny('s3:*') }
	expect(reason(denying, ada, open)).toBe('explicit-deny')
})

test('a Deny with NotPrincipal denies whoever has a boundary, named or not', () => {
	const resourcePolicy = policy(deny('s3:*', { NotPrincipal: { AWS: [ADA, HOME, DEPLOYER, SESSION] } }))
	const guarded = { ...read, resourcePolicy }
	const all = allow('*')
	expect(reason({ inline: all }, ada, guarded)).toBe('allowed')
	expect(reason({ inline: all, boundary: all }, ada, guarded)).toBe('explicit-deny')
	expect(reason({ inline: all, boundary: all }, deployer, guarded)).toBe('explicit-deny')
})

test('a grant to the role stays within boundary and session, one to the session does not', () => {
	const given = { boundary: allow('iam:*') }
	const naming = (AWS: string) => ({ ...read, resourcePolicy: policy(allow('s3:*', { Principal: { AWS } })) })
	expect(reason(given, deployer, naming(DEPLOYER))).toBe('boundary')
	expect(reason(given, deployer, naming(SESSION))).toBe('allowed')
	const session = { ...deployer, sessionPolicies: [policy(allow('iam:*'))] }
	expect(reason({}, session, naming(DEPLOYER))).toBe('session')
})

test('across accounts both sides must allow', () => {
	const access = { ...read, resourceAccount: AWAY }
	const open = { ...access, resourcePolicy: policy(allow('s3:*', { Principal: { AWS: HOME } })) }
	expect(reason({ inline: allow('s3:*') }, ada, access)).toBe('no-resource-allow')
	expect(reason({ inline: allow('s3:*') }, ada, open)).toBe('allowed')
	expect(reason({}, ada, open)).toBe('no-identity-allow')
	expect(reason({}, rootOf(HOME), access)).toBe('no-resource-allow')
	expect(reason({}, rootOf(HOME), open)).toBe('root')
})

test('a role is taken only by whom its trust policy names', () => {
	const take = (Principal: object | string): Access => ({
		action: 'sts:AssumeRole',
		resource: DEPLOYER,
		resourceAccount: HOME,
		resourcePolicy: JSON.stringify({
			Version: '2012-10-17',
			Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal },
		}),
	})
	const service = (name: string): Principal => ({ type: 'service', account: '', service: name, arn: name })
	const toPipelines = take({ Service: 'codepipeline.amazonaws.com' })
	expect(reason({ inline: allow('*') }, ada, toPipelines)).toBe('no-resource-allow')
	expect(reason({}, service('codepipeline.amazonaws.com'), toPipelines)).toBe('allowed')
	expect(reason({}, service('codebuild.amazonaws.com'), toPipelines)).toBe('no-resource-allow')
	expect(reason({}, ada, take({ AWS: ADA }))).toBe('allowed')
	expect(reason({}, ada, take({ AWS: HOME }))).toBe('no-identity-allow')
	expect(reason({ inline: allow('sts:AssumeRole') }, ada, take({ AWS: HOME }))).toBe('allowed')
})

test('conditions read the request, the caller and its tags', () => {
	const when = (Condition: object) => reason({ inline: allow('s3:*', { Condition }) }, ada, read)
	expect(when({ StringEquals: { 'aws:PrincipalTag/team': 'web' } })).toBe('allowed')
	expect(when({ StringEquals: { 'AWS:principaltag/team': 'ops' } })).toBe('no-identity-allow')
	expect(when({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:user/*` } })).toBe('allowed')
	expect(when({ DateLessThan: { 'aws:CurrentTime': '2026-01-05T09:00:00Z' } })).toBe('no-identity-allow')
	expect(when({ DateLessThanEquals: { 'aws:CurrentTime': '2026-01-05T09:00:00Z' } })).toBe('allowed')
	expect(when({ Bool: { 'aws:SecureTransport': 'false' } })).toBe('no-identity-allow')
	expect(
		reason({ inline: { ...allow('s3:*'), Resource: 'arn:aws:s3:::${aws:username}/*' } }, ada, read),
	).toBe('no-identity-allow')
	const web = { ...allow('s3:*'), Resource: 'arn:aws:s3:::${aws:PrincipalTag/team}/*' }
	expect(reason({ inline: web }, ada, read)).toBe('allowed')
})

test('a session tag wins over the tag of its role', () => {
	const inline = allow('s3:*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'ops' } } })
	expect(reason({ inline }, deployer, read)).toBe('no-identity-allow')
	expect(reason({ inline }, { ...deployer, sessionTags: { team: 'ops' } }, read)).toBe('allowed')
})

test('PassRole is held to the service that gets the role', () => {
	const inline = allow('iam:PassRole', {
		Condition: { StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' } },
	})
	const pass = (service: string): Access => ({
		action: 'iam:PassRole',
		resource: DEPLOYER,
		context: { 'iam:PassedToService': service },
	})
	expect(reason({ inline }, ada, pass('codepipeline.amazonaws.com'))).toBe('allowed')
	expect(reason({ inline }, ada, pass('codebuild.amazonaws.com'))).toBe('no-identity-allow')
})

test('root is bound by no policy of its own account, strangers by all', () => {
	expect(reason({}, rootOf(HOME), read)).toBe('root')
	const nobody: Principal = { type: 'anonymous', account: '', arn: 'anonymous' }
	expect(reason({ inline: allow('*') }, nobody, read)).toBe('anonymous')
	const resourcePolicy = policy(allow('s3:GetObject', { Principal: '*' }))
	expect(reason({}, nobody, { ...read, resourcePolicy })).toBe('allowed')
})

test('who was deleted and made again is someone else', () => {
	const given = { inline: allow('*') }
	expect(reason(given, { ...ada, userId: 'AIDA2' }, read)).toBe('no-identity-allow')
	expect(reason(given, { ...deployer, roleId: 'AROA2' }, read)).toBe('no-identity-allow')
})

test('a refusal tells which statements came near', () => {
	const near = (statement: object) => authorize(worldWith({ inline: statement }), ada, read, NOW).nearMisses
	const origin = {
		policyType: 'identity',
		policy: 'inline',
		holder: 'user_ada',
		index: 0,
		effect: 'Allow',
		sid: undefined,
	}
	expect(near(allow('s3:PutObject'))).toEqual([
		{ ...origin, because: 'action', detail: 'Action s3:PutObject' },
	])
	expect(near({ ...allow('s3:*', { Sid: 'Web' }), Resource: 'arn:aws:s3:::web' })).toEqual([
		{ ...origin, sid: 'Web', because: 'resource', detail: 'Resource arn:aws:s3:::web' },
	])
	expect(near(allow('s3:*', { Condition: { StringEquals: { 'aws:username': 'bob' } } }))).toEqual([
		{ ...origin, because: 'condition', detail: 'StringEquals aws:username' },
	])
	expect(near(allow('sqs:SendMessage'))).toEqual([])
	expect(near({ ...allow('s3:PutObject'), Resource: 'arn:aws:s3:::other' })).toEqual([])
})

test('a decision names the statement that settled it', () => {
	const given = { inline: allow('s3:*', { Sid: 'Everything' }), group: deny('s3:GetObject') }
	expect(authorize(worldWith(given), ada, read, NOW)).toEqual({
		allowed: false,
		principal: ADA,
		action: 's3:GetObject',
		resource: OBJECT,
		reason: 'explicit-deny',
		matched: [
			{
				policyType: 'identity',
				policy: 'inline',
				holder: 'user_ada',
				sid: 'Everything',
				index: 0,
				effect: 'Allow',
			},
			{
				policyType: 'identity',
				policy: 'shared',
				holder: 'group_team',
				sid: undefined,
				index: 0,
				effect: 'Deny',
			},
		],
		nearMisses: [],
	})
})
