import type {
	CreateConnectionInput,
	DeleteConnectionInput,
	GetConnectionInput,
	ListConnectionsInput,
} from '@aws-sdk/client-codestar-connections'
import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { accessTo, accessToAny, requireConnection, requireHost, resourceArn, scopeOf } from '../arns.ts'
import { type Connection, connections, installations } from '../collections.ts'
import { pageOf } from '../pages.ts'
import { PROVIDERS, type ProviderType } from '../providers/provider.ts'
import { hostOf, installationId } from './provider-host.ts'
import { describeTags, readTags, tagContext } from './tags.ts'

/** In an account: https://docs.aws.amazon.com/dtconsole/latest/userguide/limits.html */
const CONNECTIONS_AT_MOST = 250

type CreateInput = Omit<CreateConnectionInput, 'ProviderType'> & { ProviderType?: ProviderType }

export const createConnection = operation<CreateInput, object>({
	access({ ProviderType, HostArn, Tags }, call) {
		const type = ProviderType && { [`${call.service}:ProviderType`]: ProviderType }
		const host = HostArn && { [`${call.service}:HostArn`]: HostArn }
		return accessToAny(call, 'CreateConnection', { ...type, ...host, ...tagContext(Tags) })
	},
	run({ ConnectionName: name = '', ProviderType, HostArn, Tags }, call) {
		const host = HostArn === undefined ? undefined : requireHost(call, HostArn)
		const providerType = host?.providerType ?? ProviderType
		// The code is that of a request that lacks a member; the wording of these is ours.
		if (!providerType) throw invalid('Give either ProviderType or HostArn')
		if (host && ProviderType !== undefined && ProviderType !== providerType)
			throw invalid(`The host is one of ${providerType}, not of ${ProviderType}`)
		if (!host && !PROVIDERS[providerType].host) throw invalid(`${providerType} needs a HostArn`)
		if (host && host.status !== 'AVAILABLE')
			throw new AwsError('ResourceUnavailableException', `The host ${host.arn} is not available`)
		if (call.world.list(connections, call.scope).length >= CONNECTIONS_AT_MOST)
			throw new AwsError(
				'LimitExceededException',
				`An account can have at most ${CONNECTIONS_AT_MOST} connections`,
			)
		const id = call.ids.uuid()
		const tags = readTags(Tags)
		const arn = resourceArn(call.service, call.scope, 'connection', id)
		const connection: Connection = { id, arn, name, providerType, status: 'PENDING', tags }
		call.world.put(connections, call.scope, id, host ? { ...connection, hostArn: host.arn } : connection)
		return { ConnectionArn: arn, ...(Tags && { Tags: describeTags(tags) }) }
	},
})

function invalid(message: string): AwsError {
	return new AwsError('ValidationException', message)
}

export const getConnection = operation<GetConnectionInput, object>({
	access: ({ ConnectionArn = '' }, call) => accessTo(call, 'GetConnection', ConnectionArn),
	run: ({ ConnectionArn = '' }, call) => ({
		Connection: describeConnection(requireConnection(call, ConnectionArn)),
	}),
})

export const listConnections = operation<ListConnectionsInput, object>({
	access({ ProviderTypeFilter }, call) {
		const filter = ProviderTypeFilter && { [`${call.service}:ProviderTypeFilter`]: ProviderTypeFilter }
		return accessToAny(call, 'ListConnections', { ...filter })
	},
	run({ ProviderTypeFilter, HostArnFilter, ...paging }, call) {
		const fitting = call.world.list(connections, call.scope).filter(({ providerType, hostArn }) => {
			const fits = ProviderTypeFilter === undefined || providerType === ProviderTypeFilter
			return fits && (HostArnFilter === undefined || hostArn === HostArnFilter)
		})
		const { page, ...more } = pageOf(fitting, paging)
		return { Connections: page.map(describeConnection), ...more }
	},
})

export const deleteConnection = operation<DeleteConnectionInput, object>({
	access: ({ ConnectionArn = '' }, call) => accessTo(call, 'DeleteConnection', ConnectionArn),
	run({ ConnectionArn = '' }, call) {
		const connection = requireConnection(call, ConnectionArn)
		const host = hostOf(call, connection)
		call.world.delete(connections, scopeOf(connection), connection.id)
		call.world.delete(installations, call.scope, installationId(host, connection))
		return {}
	},
})

function describeConnection({ arn, name, providerType, hostArn, status }: Readonly<Connection>) {
	return {
		ConnectionName: name,
		ConnectionArn: arn,
		ProviderType: providerType,
		OwnerAccountId: parseArn(arn)?.account,
		ConnectionStatus: status,
		...(hostArn !== undefined && { HostArn: hostArn }),
	}
}
