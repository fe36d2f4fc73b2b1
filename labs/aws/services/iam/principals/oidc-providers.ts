import type {
	AddClientIDToOpenIDConnectProviderRequest,
	CreateOpenIDConnectProviderRequest,
	GetOpenIDConnectProviderRequest,
	UpdateOpenIDConnectProviderThumbprintRequest,
} from '@aws-sdk/client-iam'
import { parseArn } from '../../../arn.ts'
import type { Access } from '../../../identity/access.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import { iamAccess, iamArn, resourceTagContext } from '../access.ts'
import { iamScope, type OidcProvider, oidcProviders } from '../collections.ts'
import { entityAlreadyExists, limitExceeded, noSuchEntity, validationError } from '../iam-error.ts'
import { tagOperations } from '../tag-operations.ts'
import { listTags, readTags, tagContext } from '../tags.ts'

const CLIENT_IDS_AT_MOST = 100
const THUMBPRINTS_AT_MOST = 5

interface ByArn {
	OpenIDConnectProviderArn?: string
}

function findProvider(
	call: Call,
	{ OpenIDConnectProviderArn = '' }: ByArn,
): Readonly<OidcProvider> | undefined {
	return call.world.get(oidcProviders, iamScope(call.scope.account), OpenIDConnectProviderArn)
}

function requireProvider(call: Call, input: ByArn): Readonly<OidcProvider> {
	const provider = findProvider(call, input)
	if (provider) return provider
	throw noSuchEntity(`OpenIDConnect Provider not found for arn ${input.OpenIDConnectProviderArn}`)
}

function keep(call: Call, provider: OidcProvider): OidcProvider {
	return call.world.put(oidcProviders, iamScope(call.scope.account), provider.arn, provider)
}

function providerAccess(call: Call, action: string, input: ByArn, context: Access['context'] = {}): Access {
	const tags = resourceTagContext(findProvider(call, input)?.tags ?? {})
	return iamAccess(call, action, input.OpenIDConnectProviderArn ?? '', { ...tags, ...context })
}

const accessTo = (action: string) => (input: ByArn, call: Call) => providerAccess(call, action, input)

/** The provider's address without scheme and query. Throws AwsError. */
function addressOf(url: string): string {
	const parsed = URL.canParse(url) ? new URL(url) : undefined
	if (!parsed || !/^https?:$/.test(parsed.protocol)) {
		throw validationError('Invalid Open ID Connect Provider URL')
	}
	return `${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}`
}

function checkThumbprints(thumbprints: ReadonlyArray<string>): ReadonlyArray<string> {
	if (thumbprints.length <= THUMBPRINTS_AT_MOST) return thumbprints
	throw validationError('Thumbprint list must contain fewer than 5 entries.')
}

function checkClientIds(ids: ReadonlyArray<string>): ReadonlyArray<string> {
	if (ids.length <= CLIENT_IDS_AT_MOST) return ids
	throw limitExceeded(`ClientIdsPerOpenIdConnectProvider: ${CLIENT_IDS_AT_MOST}`)
}

const createProvider = operation<CreateOpenIDConnectProviderRequest, object>({
	access: ({ Url = '', Tags }, call) =>
		iamAccess(
			call,
			'CreateOpenIDConnectProvider',
			iamArn(call, `oidc-provider/${Url.replace(/^https?:\/\//, '')}`),
			tagContext(Tags),
		),
	run({ Url = '', ClientIDList = [], ThumbprintList = [], Tags }, call) {
		const url = addressOf(Url)
		const arn = iamArn(call, `oidc-provider/${url}`)
		// The wording is ours.
		if (findProvider(call, { OpenIDConnectProviderArn: arn }))
			throw entityAlreadyExists(`Provider with url ${Url} already exists.`)
		const provider = keep(call, {
			url,
			arn,
			createdAt: call.now,
			clientIds: checkClientIds(ClientIDList),
			thumbprints: checkThumbprints(ThumbprintList),
			tags: readTags(Tags),
		})
		return { OpenIDConnectProviderArn: arn, Tags: Tags && listTags(provider.tags) }
	},
})

const getProvider = operation<GetOpenIDConnectProviderRequest, object>({
	access: accessTo('GetOpenIDConnectProvider'),
	run(input, call) {
		const { url, clientIds, thumbprints, createdAt, tags } = requireProvider(call, input)
		return {
			Url: url,
			ClientIDList: clientIds,
			ThumbprintList: thumbprints,
			CreateDate: new Date(createdAt),
			Tags: listTags(tags),
		}
	},
})

const listProviders = operation<object, object>({
	access: (_, call) => iamAccess(call, 'ListOpenIDConnectProviders', iamArn(call, 'oidc-provider/*')),
	run(_, call) {
		const all = call.world.list(oidcProviders, iamScope(call.scope.account))
		return { OpenIDConnectProviderList: all.map(({ arn }) => ({ Arn: arn })) }
	},
})

/** Deleting what is not there is no error. */
const deleteProvider = operation<GetOpenIDConnectProviderRequest, void>({
	access: accessTo('DeleteOpenIDConnectProvider'),
	run({ OpenIDConnectProviderArn = '' }, call) {
		if (!parseArn(OpenIDConnectProviderArn)) throw validationError('Invalid ARN') // The wording is ours.
		call.world.delete(oidcProviders, iamScope(call.scope.account), OpenIDConnectProviderArn)
	},
})

const addClientId = operation<AddClientIDToOpenIDConnectProviderRequest, void>({
	access: accessTo('AddClientIDToOpenIDConnectProvider'),
	run({ ClientID = '', ...input }, call) {
		const provider = requireProvider(call, input)
		const clientIds = checkClientIds([...new Set([...provider.clientIds, ClientID])])
		keep(call, { ...provider, clientIds })
	},
})

const removeClientId = operation<AddClientIDToOpenIDConnectProviderRequest, void>({
	access: accessTo('RemoveClientIDFromOpenIDConnectProvider'),
	run({ ClientID = '', ...input }, call) {
		const provider = requireProvider(call, input)
		keep(call, { ...provider, clientIds: provider.clientIds.filter((id) => id !== ClientID) })
	},
})

const updateThumbprints = operation<UpdateOpenIDConnectProviderThumbprintRequest, void>({
	access: accessTo('UpdateOpenIDConnectProviderThumbprint'),
	run({ ThumbprintList = [], ...input }, call) {
		keep(call, { ...requireProvider(call, input), thumbprints: checkThumbprints(ThumbprintList) })
	},
})

/** Every operation on OpenID Connect providers. Their tokens are not verified: STS refuses web identities. */
export const oidcProviderOperations: Record<string, Operation> = {
	AddClientIDToOpenIDConnectProvider: addClientId,
	CreateOpenIDConnectProvider: createProvider,
	DeleteOpenIDConnectProvider: deleteProvider,
	GetOpenIDConnectProvider: getProvider,
	ListOpenIDConnectProviders: listProviders,
	RemoveClientIDFromOpenIDConnectProvider: removeClientId,
	UpdateOpenIDConnectProviderThumbprint: updateThumbprints,
	...tagOperations<ByArn, OidcProvider>({
		noun: 'OpenIDConnectProvider',
		access: providerAccess,
		require: requireProvider,
		keep,
	}),
}
