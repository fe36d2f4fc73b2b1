import {
	CodeStarConnectionsClient,
	CreateConnectionCommand,
	CreateHostCommand,
	DeleteConnectionCommand,
	DeleteHostCommand,
	GetConnectionCommand,
	GetHostCommand,
	ListConnectionsCommand,
	ListHostsCommand,
	ListTagsForResourceCommand,
	TagResourceCommand,
	UntagResourceCommand,
	UpdateHostCommand,
} from '@aws-sdk/client-codestar-connections'
import { expect, test } from 'vitest'
import { codeConnections } from '#labs/shell/commands/aws/code-connections.ts'
import { refused } from '../../people.fixture.ts'
import { ACCOUNT, openConnections } from './connections.fixture.ts'

const MISSING = `arn:aws:codestar-connections:eu-west-3:${ACCOUNT}:connection/1b2c3d4e-0000-4000-8000-000000000000`

test('a connection waits until the provider lets AWS in', async () => {
	const { client, connect, own } = await openConnections()
	const ConnectionArn = await connect()
	expect(ConnectionArn).toMatch(
		/^arn:aws:codestar-connections:eu-west-3:111122223333:connection\/[0-9a-f-]{36}$/,
	)
	const before = await client.send(new GetConnectionCommand({ ConnectionArn }))
	expect(before.Connection).toEqual({
		ConnectionName: 'github',
		ConnectionArn,
		ProviderType: 'GitHub',
		OwnerAccountId: ACCOUNT,
		ConnectionStatus: 'PENDING',
	})
	await own('UpdateConnectionInstallation', { ConnectionArn })
	const after = await client.send(new GetConnectionCommand({ ConnectionArn }))
	expect(after.Connection?.ConnectionStatus).toBe('AVAILABLE')
})

test('both names of the service know the same connections; an ARN keeps the name it was made under', async () => {
	const { root, client, connect } = await openConnections()
	const older = await connect('older')
	const newClient = new codeConnections.CodeConnectionsClient(root)
	const ProviderType = 'AzureDevOps' as 'GitHub'
	const newer = await newClient.send(new CreateConnectionCommand({ ConnectionName: 'newer', ProviderType }))
	expect(newer.ConnectionArn).toMatch(/^arn:aws:codeconnections:/)
	const { Connections = [] } = await newClient.send(new ListConnectionsCommand({}))
	expect(new Set(Connections.map((one) => one.ConnectionArn))).toEqual(new Set([older, newer.ConnectionArn]))
	await client.send(new DeleteConnectionCommand({ ConnectionArn: newer.ConnectionArn }))
	const left = await client.send(new ListConnectionsCommand({}))
	expect(left.Connections?.map(({ ConnectionName }) => ConnectionName)).toEqual(['older'])
})

test('what is not there is told as such, and a deleted connection is not there', async () => {
	const { client, connect } = await openConnections()
	const ConnectionArn = await connect()
	await client.send(new DeleteConnectionCommand({ ConnectionArn }))
	for (const arn of [ConnectionArn, MISSING]) {
		for (const Command of [GetConnectionCommand, DeleteConnectionCommand]) {
			await expect(client.send(new Command({ ConnectionArn: arn }) as GetConnectionCommand)).rejects.toEqual(
				refused('ResourceNotFoundException', `Connection not found: ${arn}`),
			)
		}
	}
})

test('a connection needs a provider, or a host that is ready', async () => {
	const { client, own } = await openConnections()
	const create = (input: object) =>
		client.send(new CreateConnectionCommand({ ConnectionName: 'entreprise', ...input }))
	await expect(create({})).rejects.toEqual(
		refused('ValidationException', 'Give either ProviderType or HostArn'),
	)
	await expect(create({ ProviderType: 'GitLabSelfManaged' })).rejects.toEqual(
		refused('ValidationException', 'GitLabSelfManaged needs a HostArn'),
	)
	const { HostArn = '' } = await client.send(
		new CreateHostCommand({
			...{ Name: 'forge', ProviderType: 'GitHubEnterpriseServer' },
			ProviderEndpoint: 'https://forge.example.org',
		}),
	)
	await expect(create({ HostArn })).rejects.toEqual(
		refused('ResourceUnavailableException', `The host ${HostArn} is not available`),
	)
	await own('RegisterAppCode', { HostArn })
	await expect(create({ HostArn, ProviderType: 'GitHub' })).rejects.toEqual(
		refused('ValidationException', 'The host is one of GitHubEnterpriseServer, not of GitHub'),
	)
	await create({ HostArn })
	const { Connections } = await client.send(new ListConnectionsCommand({ HostArnFilter: HostArn }))
	expect(Connections).toMatchObject([{ ProviderType: 'GitHubEnterpriseServer', HostArn }])
})

test('a host can be told, moved and deleted while nothing leads to it', async () => {
	const { client, own } = await openConnections()
	const input = { Name: 'forge', ProviderType: 'GitLabSelfManaged' } as const
	await expect(
		client.send(new CreateHostCommand({ ...input, ProviderEndpoint: 'http://forge.example.org' })),
	).rejects.toEqual(refused('ValidationException', 'ProviderEndpoint must be an https address'))
	await expect(
		client.send(
			new CreateHostCommand({ ...input, ProviderType: 'GitHub', ProviderEndpoint: 'https://github.com' }),
		),
	).rejects.toEqual(refused('ValidationException', 'GitHub is not installed on a host of its own'))
	const { HostArn = '' } = await client.send(
		new CreateHostCommand({ ...input, ProviderEndpoint: 'https://forge.example.org' }),
	)
	await own('RegisterAppCode', { HostArn })
	const ProviderEndpoint = 'https://git.example.org'
	await client.send(new UpdateHostCommand({ HostArn, ProviderEndpoint }))
	expect(await client.send(new GetHostCommand({ HostArn }))).toMatchObject({
		...input,
		ProviderEndpoint,
		Status: 'PENDING',
	})
	await own('RegisterAppCode', { HostArn })
	const { ConnectionArn } = await client.send(
		new CreateConnectionCommand({ ConnectionName: 'forge', HostArn }),
	)
	await expect(client.send(new UpdateHostCommand({ HostArn, ProviderEndpoint }))).rejects.toEqual(
		refused('ConflictException', `The host ${HostArn} has connections: its endpoint stays`),
	)
	await expect(client.send(new DeleteHostCommand({ HostArn }))).rejects.toEqual(
		refused('ResourceUnavailableException', `The host ${HostArn} has connections`),
	)
	await client.send(new DeleteConnectionCommand({ ConnectionArn }))
	await client.send(new DeleteHostCommand({ HostArn }))
	expect((await client.send(new ListHostsCommand({}))).Hosts).toEqual([])
	await expect(client.send(new GetHostCommand({ HostArn }))).rejects.toEqual(
		refused('ResourceNotFoundException', `Host not found: ${HostArn}`),
	)
})

test('tags come with a connection, are added and taken away, up to fifty', async () => {
	const { client, connect } = await openConnections()
	const ResourceArn = await connect()
	await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'equipe', Value: 'paie' }] }))
	await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'etage', Value: '2' }] }))
	await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['equipe'] }))
	expect((await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual([
		{ Key: 'etage', Value: '2' },
	])
	const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }))
	await expect(client.send(new TagResourceCommand({ ResourceArn, Tags: many }))).rejects.toEqual(
		refused('LimitExceededException', 'A resource can have at most 50 tags'),
	)
})

test('lists are told in pages, and filtered by the provider', async () => {
	const { client, connect } = await openConnections()
	for (const name of ['a', 'b', 'c']) await connect(name)
	await connect('d', 'GitLab')
	const first = await client.send(new ListConnectionsCommand({ MaxResults: 3 }))
	const second = await client.send(new ListConnectionsCommand({ MaxResults: 3, NextToken: first.NextToken }))
	expect([first.Connections?.length, second.Connections?.length, second.NextToken]).toEqual([3, 1, undefined])
	const gitlab = await client.send(new ListConnectionsCommand({ ProviderTypeFilter: 'GitLab' }))
	expect(gitlab.Connections?.map(({ ConnectionName }) => ConnectionName)).toEqual(['d'])
	await expect(client.send(new ListConnectionsCommand({ NextToken: 'nonsense' }))).rejects.toEqual(
		refused('ValidationException', 'The NextToken is not valid'),
	)
})

test('who may do something with one connection may not with another, nor anybody of another account', async () => {
	const { connect, user, other } = await openConnections()
	const [mine, yours] = [await connect('mine'), await connect('yours')]
	const ada = new CodeStarConnectionsClient(
		await user('ada', { Action: 'codestar-connections:GetConnection', Resource: mine }),
	)
	await ada.send(new GetConnectionCommand({ ConnectionArn: mine }))
	await expect(ada.send(new GetConnectionCommand({ ConnectionArn: yours }))).rejects.toMatchObject({
		name: 'AccessDeniedException',
		message: expect.stringContaining('codestar-connections:GetConnection'),
		$metadata: { httpStatusCode: 400 },
	})
	await expect(ada.send(new DeleteConnectionCommand({ ConnectionArn: mine }))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	const stranger = new CodeStarConnectionsClient(other)
	await expect(stranger.send(new GetConnectionCommand({ ConnectionArn: mine }))).rejects.toMatchObject({
		name: 'AccessDeniedException',
	})
	expect((await stranger.send(new ListConnectionsCommand({}))).Connections).toEqual([])
})
