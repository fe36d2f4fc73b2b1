import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import {
	AddTagsToResourceCommand,
	DeleteParametersCommand,
	DescribeParametersCommand,
	GetParameterCommand,
	GetParameterHistoryCommand,
	GetParametersByPathCommand,
	GetParametersCommand,
	LabelParameterVersionCommand,
	ListTagsForResourceCommand,
	PutParameterCommand,
	SSMClient,
} from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { openPeople, refused } from '../../people.fixture.ts'

const Name = '/app/url'
const PREFIX = `arn:aws:ssm:eu-west-3:${ACCOUNT}:parameter`

async function open() {
	const people = await openPeople()
	const ssm = new SSMClient(people.root)
	const put = (input: object) =>
		ssm.send(new PutParameterCommand({ Name, Value: 'un', Type: 'String', ...input }))
	const get = async (asked: string, more: object = {}) =>
		(await ssm.send(new GetParameterCommand({ Name: asked, ...more }))).Parameter
	return { ...people, ssm, put, get }
}

test('a parameter is written once unless it may be overwritten, each time a version more', async () => {
	const { put, get } = await open()
	expect(await put({})).toMatchObject({ Version: 1, Tier: 'Standard' })
	await expect(put({})).rejects.toEqual(
		refused(
			'ParameterAlreadyExists',
			'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
		),
	)
	expect(await put({ Value: 'deux', Overwrite: true, Type: undefined })).toMatchObject({ Version: 2 })
	expect(await get(Name)).toMatchObject({
		Name,
		Type: 'String',
		Value: 'deux',
		Version: 2,
		ARN: `${PREFIX}/app/url`,
		DataType: 'text',
	})
	expect(await get(`${PREFIX}/app/url`)).toMatchObject({ Value: 'deux' })
	expect(await get(`${Name}:1`)).toMatchObject({ Value: 'un', Selector: ':1' })
	await expect(get(`${Name}:5`)).rejects.toEqual(
		refused(
			'ParameterVersionNotFound',
			`Systems Manager could not find version 5 of ${Name}. Verify the version and try again.`,
		),
	)
	await expect(get('/absent')).rejects.toMatchObject({ name: 'ParameterNotFound' })
	await expect(put({ Name: '/new', Type: undefined })).rejects.toEqual(
		refused('ValidationException', 'A parameter type is required when you create a parameter.'),
	)
	await expect(put({ Name: '/aws/x' })).rejects.toEqual(
		refused('AccessDeniedException', 'No access to reserved parameter name: /aws/x.'),
	)
})

test('several are read at once, and names that there are not are told beside', async () => {
	const { ssm, put } = await open()
	await put({})
	const answer = await ssm.send(new GetParametersCommand({ Names: [Name, '/absent'] }))
	expect(answer.Parameters).toMatchObject([{ Name, Value: 'un' }])
	expect(answer.InvalidParameters).toEqual(['/absent'])
	const gone = await ssm.send(new DeleteParametersCommand({ Names: [Name, '/absent'] }))
	expect(gone).toMatchObject({ DeletedParameters: [Name], InvalidParameters: ['/absent'] })
})

test('a path is read level by level or whole, in pages', async () => {
	const { ssm, put } = await open()
	for (const name of ['/app/a', '/app/b', '/app/deep/c', '/other/d']) await put({ Name: name })
	const names = async (input: object) => {
		const answer = await ssm.send(new GetParametersByPathCommand({ Path: '/app', ...input }))
		return { names: answer.Parameters?.map((one) => one.Name), NextToken: answer.NextToken }
	}
	expect((await names({})).names).toEqual(['/app/a', '/app/b'])
	expect((await names({ Recursive: true })).names).toEqual(['/app/a', '/app/b', '/app/deep/c'])
	const first = await names({ Recursive: true, MaxResults: 2 })
	expect(first.names).toHaveLength(2)
	expect((await names({ Recursive: true, NextToken: first.NextToken })).names).toEqual(['/app/deep/c'])
	const filter = { Key: 'Name', Option: 'Contains', Values: ['deep'] }
	const found = await ssm.send(new DescribeParametersCommand({ ParameterFilters: [filter] }))
	expect(found.Parameters).toMatchObject([{ Name: '/app/deep/c', LastModifiedUser: expect.any(String) }])
})

test('a label is at one version, moves to another, and is none that begins as AWS’s do', async () => {
	const { ssm, put, get } = await open()
	await put({})
	await put({ Value: 'deux', Overwrite: true })
	const label = (ParameterVersion: number, ...Labels: Array<string>) =>
		ssm.send(new LabelParameterVersionCommand({ Name, ParameterVersion, Labels }))
	expect(await label(1, 'prod', 'aws-x', '1a')).toMatchObject({
		InvalidLabels: ['aws-x', '1a'],
		ParameterVersion: 1,
	})
	expect(await get(`${Name}:prod`)).toMatchObject({ Value: 'un', Selector: ':prod' })
	await label(2, 'prod')
	expect(await get(`${Name}:prod`)).toMatchObject({ Value: 'deux' })
	const history = await ssm.send(new GetParameterHistoryCommand({ Name }))
	expect(history.Parameters?.map(({ Labels }) => Labels)).toEqual([undefined, ['prod']])
})

test('a SecureString stays sealed unless it is to be opened by who may use its key', async () => {
	const { put, get, user, root } = await open()
	const { KeyMetadata } = await new KMSClient(root).send(new CreateKeyCommand({}))
	await put({ Value: 'secret', Type: 'SecureString', KeyId: KeyMetadata?.KeyId })
	expect((await get(Name))?.Value).toMatch(/^AQICAH/)
	expect(await get(Name, { WithDecryption: true })).toMatchObject({ Type: 'SecureString', Value: 'secret' })
	const ada = new SSMClient(await user('ada', { Action: 'ssm:*' }))
	const read = (WithDecryption: boolean) => ada.send(new GetParameterCommand({ Name, WithDecryption }))
	expect((await read(false)).Parameter?.Type).toBe('SecureString')
	await expect(read(true)).rejects.toMatchObject({
		name: 'AccessDeniedException',
		message: expect.stringContaining('kms:Decrypt'),
	})
	await put({ Name: '/own', Value: 'secret', Type: 'SecureString' })
	const own = await ada.send(new GetParameterCommand({ Name: '/own', WithDecryption: true }))
	expect(own.Parameter?.Value).toBe('secret')
})

test('a secret of Secrets Manager is read as a parameter, decrypted or not at all', async () => {
	const { get, root } = await open()
	const SecretString = 'mot de passe'
	await new SecretsManagerClient(root).send(new CreateSecretCommand({ Name: 'prod', SecretString }))
	const reference = '/aws/reference/secretsmanager/prod'
	await expect(get(reference)).rejects.toEqual(
		refused(
			'ValidationException',
			'WithDecryption flag must be True for retrieving a Secret Manager secret.',
		),
	)
	expect(await get(reference, { WithDecryption: true })).toMatchObject({
		Name: reference,
		Type: 'SecureString',
		Value: SecretString,
	})
	const absent = '/aws/reference/secretsmanager/absent'
	await expect(get(absent, { WithDecryption: true })).rejects.toMatchObject({ name: 'ParameterNotFound' })
})

test('a parameter is read by those alone who may read it', async () => {
	const { put, user } = await open()
	await put({})
	const ada = new SSMClient(await user('ada', { Action: 'ssm:GetParameter', Resource: `${PREFIX}/other/*` }))
	await expect(ada.send(new GetParameterCommand({ Name }))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: ssm:GetParameter on resource: ${PREFIX}/app/url because no identity-based policy allows the ssm:GetParameter action`,
		),
	)
})

test('values are held to their pattern and their size', async () => {
	const { put } = await open()
	await expect(put({ AllowedPattern: '^\\d+$' })).rejects.toEqual(
		refused(
			'ParameterPatternMismatchException',
			'Parameter value, cannot be validated against allowedPattern: ^\\d+$',
		),
	)
	await expect(put({ Value: 'x'.repeat(4097) })).rejects.toMatchObject({ name: 'ValidationException' })
	expect(await put({ Value: 'x'.repeat(4097), Tier: 'Intelligent-Tiering' })).toMatchObject({
		Tier: 'Advanced',
	})
})

test('tags are of parameters that there are', async () => {
	const { ssm, put } = await open()
	await put({ Tags: [{ Key: 'equipe', Value: 'paie' }] })
	const named = { ResourceType: 'Parameter', ResourceId: Name } as const
	await ssm.send(new AddTagsToResourceCommand({ ...named, Tags: [{ Key: 'env', Value: 'test' }] }))
	const { TagList } = await ssm.send(new ListTagsForResourceCommand(named))
	expect(TagList).toEqual([
		{ Key: 'equipe', Value: 'paie' },
		{ Key: 'env', Value: 'test' },
	])
	const absent = new ListTagsForResourceCommand({ ...named, ResourceId: '/absent' })
	await expect(ssm.send(absent)).rejects.toMatchObject({ name: 'InvalidResourceId' })
})
