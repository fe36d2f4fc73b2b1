import type {
	CreateHostInput,
	DeleteHostInput,
	GetHostInput,
	ListHostsInput,
	UpdateHostInput,
} from '@aws-sdk/client-codestar-connections'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { accessTo, accessToAny, requireHost, resourceArn, scopeOf } from '../arns.ts'
import { connections, type Host, hosts } from '../collections.ts'
import { pageOf } from '../pages.ts'
import { PROVIDERS } from '../providers/provider.ts'
import { describeTags, readTags, tagContext } from './tags.ts'

/** In an account: https://docs.aws.amazon.com/dtconsole/latest/userguide/limits.html */
const HOSTS_AT_MOST = 50

export const createHost = operation<CreateHostInput, object>({
	access: ({ ProviderType, Tags }, call) =>
		accessToAny(call, 'CreateHost', {
			...(ProviderType && { [`${call.service}:ProviderType`]: ProviderType }),
			...tagContext(Tags),
		}),
	run({ Name = '', ProviderType, ProviderEndpoint = '', VpcConfiguration, Tags }, call) {
		// The wording of these is ours.
		if (!ProviderType || PROVIDERS[ProviderType].host !== undefined)
			throw new AwsError('ValidationException', `${ProviderType} is not installed on a host of its own`)
		assertEndpoint(ProviderEndpoint)
		if (call.world.list(hosts, call.scope).length >= HOSTS_AT_MOST)
			throw new AwsError('LimitExceededException', `An account can have at most ${HOSTS_AT_MOST} hosts`)
		const id = `${Name.replace(/[^\w.-]/g, '-')}-${call.ids.hex(8)}`
		const tags = readTags(Tags)
		const host: Host = {
			id,
			arn: resourceArn(call.service, call.scope, 'host', id),
			name: Name,
			providerType: ProviderType,
			endpoint: ProviderEndpoint,
			...(VpcConfiguration && { vpc: VpcConfiguration }),
			status: 'PENDING',
			tags,
		}
		call.world.put(hosts, call.scope, id, host)
		return { HostArn: host.arn, ...(Tags && { Tags: describeTags(tags) }) }
	},
})

/** Its name becomes that of an account: no more than an https address's host. Throws ValidationException. */
function assertEndpoint(endpoint: string): void {
	const url = URL.parse(endpoint)
	if (url?.protocol === 'https:' && /^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/.test(url.host)) return
	throw new AwsError('ValidationException', 'ProviderEndpoint must be an https address')
}

export const getHost = operation<GetHostInput, object>({
	access: ({ HostArn = '' }, call) => accessTo(call, 'GetHost', HostArn),
	run({ HostArn = '' }, call) {
		const { HostArn: _, ...host } = describeHost(requireHost(call, HostArn))
		return host
	},
})

export const listHosts = operation<ListHostsInput, object>({
	access: (_, call) => accessToAny(call, 'ListHosts'),
	run(paging, call) {
		const { page, ...more } = pageOf(call.world.list(hosts, call.scope), paging)
		return { Hosts: page.map(describeHost), ...more }
	},
})

/** A host that moves is to be set up anew. */
export const updateHost = operation<UpdateHostInput, object>({
	access: ({ HostArn = '' }, call) => accessTo(call, 'UpdateHost', HostArn),
	run({ HostArn = '', ProviderEndpoint, VpcConfiguration }, call) {
		const host = requireHost(call, HostArn)
		if (ProviderEndpoint !== undefined) {
			assertEndpoint(ProviderEndpoint)
			// The wording is ours; the code is the model's for a host that is in use.
			if (hasConnections(call, HostArn))
				throw new AwsError('ConflictException', `The host ${HostArn} has connections: its endpoint stays`)
		}
		call.world.put(hosts, scopeOf(host), host.id, {
			...host,
			...(ProviderEndpoint !== undefined && { endpoint: ProviderEndpoint, status: 'PENDING' as const }),
			...(VpcConfiguration && { vpc: VpcConfiguration }),
		})
		return {}
	},
})

export const deleteHost = operation<DeleteHostInput, object>({
	access: ({ HostArn = '' }, call) => accessTo(call, 'DeleteHost', HostArn),
	run({ HostArn = '' }, call) {
		const host = requireHost(call, HostArn)
		// The wording is ours.
		if (hasConnections(call, HostArn))
			throw new AwsError('ResourceUnavailableException', `The host ${HostArn} has connections`)
		call.world.delete(hosts, scopeOf(host), host.id)
		return {}
	},
})

function hasConnections({ world, scope }: Call, arn: string): boolean {
	return world.list(connections, scope).some(({ hostArn }) => hostArn === arn)
}

function describeHost({ name, arn, providerType, endpoint, vpc, status }: Readonly<Host>) {
	return {
		Name: name,
		HostArn: arn,
		ProviderType: providerType,
		ProviderEndpoint: endpoint,
		...(vpc && { VpcConfiguration: vpc }),
		Status: status,
	}
}
