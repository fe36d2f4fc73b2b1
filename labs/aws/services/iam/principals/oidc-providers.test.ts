import { expect, test } from 'vitest'
import { ACCOUNT, openAccounts, STARTS_AT } from '../account.fixture.ts'

const Url = 'https://token.actions.githubusercontent.com'
const OpenIDConnectProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`
const BY_ARN = { OpenIDConnectProviderArn }

test('a provider comes back as it was made, without its scheme', async () => {
	const { root } = await openAccounts()
	const Tags = [{ Key: 'equipe', Value: 'web' }]
	const ThumbprintList = ['a'.repeat(40)]
	expect(
		await root('CreateOpenIDConnectProvider', {
			Url,
			ClientIDList: ['sts.amazonaws.com'],
			ThumbprintList,
			Tags,
		}),
	).toEqual({ OpenIDConnectProviderArn, Tags })
	expect(await root('GetOpenIDConnectProvider', BY_ARN)).toEqual({
		Url: 'token.actions.githubusercontent.com',
		ClientIDList: ['sts.amazonaws.com'],
		ThumbprintList,
		CreateDate: new Date(STARTS_AT),
		Tags,
	})
	expect(await root('ListOpenIDConnectProviders')).toEqual({
		OpenIDConnectProviderList: [{ Arn: OpenIDConnectProviderArn }],
	})
	expect(await root('CreateOpenIDConnectProvider', { Url })).toMatchObject({
		code: 'EntityAlreadyExists',
		status: 409,
	})
})

test('clients, thumbprints and tags of a provider are changed', async () => {
	const { root } = await openAccounts()
	await root('CreateOpenIDConnectProvider', { Url })
	for (const ClientID of ['a', 'b', 'a']) {
		await root('AddClientIDToOpenIDConnectProvider', { ...BY_ARN, ClientID })
	}
	await root('RemoveClientIDFromOpenIDConnectProvider', { ...BY_ARN, ClientID: 'b' })
	await root('UpdateOpenIDConnectProviderThumbprint', { ...BY_ARN, ThumbprintList: ['b'.repeat(40)] })
	await root('TagOpenIDConnectProvider', { ...BY_ARN, Tags: [{ Key: 'a', Value: '1' }] })
	await root('UntagOpenIDConnectProvider', { ...BY_ARN, TagKeys: ['A'] })
	expect(await root('ListOpenIDConnectProviderTags', BY_ARN)).toEqual({ Tags: [], IsTruncated: false })
	expect(await root('GetOpenIDConnectProvider', BY_ARN)).toMatchObject({
		ClientIDList: ['a'],
		ThumbprintList: ['b'.repeat(40)],
	})
	await root('DeleteOpenIDConnectProvider', BY_ARN)
	await root('DeleteOpenIDConnectProvider', BY_ARN)
	expect(await root('GetOpenIDConnectProvider', BY_ARN)).toEqual({
		code: 'NoSuchEntity',
		message: `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
		status: 404,
	})
})

test('an address that is none, and too many entries, are refused', async () => {
	const { root } = await openAccounts()
	expect(await root('CreateOpenIDConnectProvider', { Url: 'example.org' })).toEqual({
		code: 'ValidationError',
		message: 'Invalid Open ID Connect Provider URL',
		status: 400,
	})
	const ThumbprintList = Array.from({ length: 6 }, () => 'a'.repeat(40))
	expect(await root('CreateOpenIDConnectProvider', { Url, ThumbprintList })).toMatchObject({
		message: 'Thumbprint list must contain fewer than 5 entries.',
	})
	const ClientIDList = Array.from({ length: 101 }, (_, index) => String(index))
	expect(await root('CreateOpenIDConnectProvider', { Url, ClientIDList })).toEqual({
		code: 'LimitExceeded',
		message: 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100',
		status: 409,
	})
})
