import { expect, test } from 'vitest'
import { ACCOUNT, allow, OTHER_ACCOUNT, openAccounts, policy, STARTS_AT } from '../account.fixture.ts'

const ADA = `arn:aws:iam::${ACCOUNT}:user/ada`
const BOB = `arn:aws:iam::${ACCOUNT}:user/bob`
const HOUR = 3_600_000

/** What may be asked of a service: the last of its actions, of those that are told. */
interface Told {
	ServiceNamespace: string
	LastAuthenticated?: Date
	TrackedActionsLastAccessed?: Array<{ ActionName: string; LastAccessedTime?: Date }>
}

/** ada and bob, who may read IAM by their group, and a report on somebody. */
async function openTeam() {
	const accounts = await openAccounts()
	const { root } = accounts
	const ada = await accounts.user('ada', allow('sts:*'))
	const bob = await accounts.user('bob')
	await root('CreatePolicy', { PolicyName: 'lecture', PolicyDocument: policy(allow('iam:List*')) })
	const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/lecture`
	await root('CreateGroup', { GroupName: 'equipe' })
	await root('AttachGroupPolicy', { GroupName: 'equipe', PolicyArn })
	for (const UserName of ['ada', 'bob']) await root('AddUserToGroup', { GroupName: 'equipe', UserName })
	const report = async (Arn: string, Granularity?: string) => {
		const { JobId } = await root('GenerateServiceLastAccessedDetails', { Arn, Granularity })
		return root('GetServiceLastAccessedDetails', { JobId })
	}
	const told = async (Arn: string, Granularity?: string) =>
		(await report(Arn, Granularity)).ServicesLastAccessed as Array<Told>
	return { ...accounts, ada, bob, PolicyArn, report, told }
}

test('a report tells the services that policies reach, and when each was last used', async () => {
	const { as, ada, report, sandbox } = await openTeam()
	await as(ada, 'ListRoles')
	await sandbox.setClock({ jumpTo: STARTS_AT + 2 * HOUR })
	await as(ada, 'ListUsers')
	expect(await report(ADA)).toEqual({
		JobStatus: 'COMPLETED',
		JobType: 'SERVICE_LEVEL',
		JobCreationDate: new Date(STARTS_AT + 2 * HOUR),
		JobCompletionDate: new Date(STARTS_AT + 2 * HOUR),
		ServicesLastAccessed: [
			{
				ServiceName: 'AWS Identity and Access Management (IAM)',
				ServiceNamespace: 'iam',
				TotalAuthenticatedEntities: 1,
				LastAuthenticated: new Date(STARTS_AT + 2 * HOUR),
				LastAuthenticatedEntity: ADA,
				LastAuthenticatedRegion: 'eu-west-3',
			},
			{
				ServiceName: 'AWS Security Token Service',
				ServiceNamespace: 'sts',
				TotalAuthenticatedEntities: 0,
			},
		],
		IsTruncated: false,
	})
})

test('a report tells of each action that policies allow, if that is asked', async () => {
	const { as, ada, told, root, sandbox } = await openTeam()
	await as(ada, 'ListRoles')
	await root('PutUserPolicy', {
		UserName: 'ada',
		PolicyName: 'ecarts',
		PolicyDocument: policy({ Effect: 'Deny', Action: ['iam:List*Tags', 'sts:*'], Resource: '*' }),
	})
	await sandbox.setClock({ jumpTo: STARTS_AT + HOUR })
	const services = await told(ADA, 'ACTION_LEVEL')
	expect(services.map(({ ServiceNamespace }) => ServiceNamespace)).toEqual(['iam'])
	const actions = services[0]?.TrackedActionsLastAccessed ?? []
	expect(actions).toContainEqual({ ActionName: 'ListUsers' })
	expect(actions).toContainEqual({
		ActionName: 'ListRoles',
		LastAccessedEntity: ADA,
		LastAccessedTime: new Date(STARTS_AT),
		LastAccessedRegion: 'eu-west-3',
	})
	const names = actions.map(({ ActionName }) => ActionName)
	expect(names).not.toContain('ListRoleTags')
	expect(names).not.toContain('GetRole')
})

test('a report on a policy, or a group, tells who used it last', async () => {
	const { as, ada, bob, told, root, sandbox, PolicyArn } = await openTeam()
	await as(ada, 'ListRoles')
	await sandbox.setClock({ jumpTo: STARTS_AT + HOUR })
	await as(bob, 'ListRoles')
	const iam = { ServiceNamespace: 'iam', TotalAuthenticatedEntities: 2, LastAuthenticatedEntity: BOB }
	expect(await told(PolicyArn)).toMatchObject([iam])
	const { JobId } = await root('GenerateServiceLastAccessedDetails', {
		Arn: `arn:aws:iam::${ACCOUNT}:group/equipe`,
	})
	const inIam = { JobId, ServiceNamespace: 'iam' }
	expect(await root('GetServiceLastAccessedDetailsWithEntities', inIam)).toMatchObject({
		EntityDetailsList: [
			{
				EntityInfo: { Arn: BOB, Name: 'bob', Type: 'USER', Path: '/' },
				LastAuthenticated: new Date(STARTS_AT + HOUR),
			},
			{ EntityInfo: { Arn: ADA }, LastAuthenticated: new Date(STARTS_AT) },
		],
	})
	const ofUser = await root('GenerateServiceLastAccessedDetails', { Arn: ADA })
	expect(
		await root('GetServiceLastAccessedDetailsWithEntities', { ...inIam, JobId: ofUser.JobId }),
	).toMatchObject({ code: 'InvalidInput', status: 400 })
})

test('a report is for who asked for it, about the own account', async () => {
	const { as, ada, root } = await openTeam()
	await root('PutUserPolicy', {
		UserName: 'ada',
		PolicyName: 'rapports',
		PolicyDocument: policy(allow('iam:*')),
	})
	const { JobId } = await root('GenerateServiceLastAccessedDetails', { Arn: ADA })
	const refused = { code: 'NoSuchEntity', status: 404 }
	expect(await as(ada, 'GetServiceLastAccessedDetails', { JobId })).toMatchObject(refused)
	expect(await root('GetServiceLastAccessedDetails', { JobId })).toMatchObject({ JobStatus: 'COMPLETED' })
	const Arn = `arn:aws:iam::${OTHER_ACCOUNT}:role/x`
	expect(await root('GenerateServiceLastAccessedDetails', { Arn })).toMatchObject(refused)
	expect(
		await root('GenerateServiceLastAccessedDetails', { Arn: `arn:aws:iam::${ACCOUNT}:user/nobody` }),
	).toMatchObject(refused)
})

test('the policies that open a service are listed, those of groups too', async () => {
	const { root, PolicyArn } = await openTeam()
	expect(
		await root('ListPoliciesGrantingServiceAccess', { Arn: ADA, ServiceNamespaces: ['iam', 'sts', 's3'] }),
	).toEqual({
		PoliciesGrantingServiceAccess: [
			{
				ServiceNamespace: 'iam',
				Policies: [{ PolicyName: 'lecture', PolicyType: 'MANAGED', PolicyArn }],
			},
			{
				ServiceNamespace: 'sts',
				Policies: [{ PolicyName: 'inline', PolicyType: 'INLINE', EntityType: 'USER', EntityName: 'ada' }],
			},
			{ ServiceNamespace: 's3', Policies: [] },
		],
		IsTruncated: false,
	})
})

test('who was deleted and made again has used nothing', async () => {
	const { as, ada, told, root } = await openTeam()
	await as(ada, 'ListRoles')
	await root('RemoveUserFromGroup', { GroupName: 'equipe', UserName: 'ada' })
	await root('DeleteUserPolicy', { UserName: 'ada', PolicyName: 'inline' })
	await root('DeleteAccessKey', {
		UserName: 'ada',
		AccessKeyId: (ada as { accessKeyId: string }).accessKeyId,
	})
	await root('DeleteUser', { UserName: 'ada' })
	await root('CreateUser', { UserName: 'ada' })
	await root('AddUserToGroup', { GroupName: 'equipe', UserName: 'ada' })
	expect(await told(ADA)).toMatchObject([{ ServiceNamespace: 'iam', TotalAuthenticatedEntities: 0 }])
})
