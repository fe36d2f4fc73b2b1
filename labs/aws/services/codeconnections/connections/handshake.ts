import { operation } from '../../../service.ts'
import { accessTo, isHostArn, requireConnection, requireHost, scopeOf } from '../arns.ts'
import { connections, hosts, installations } from '../collections.ts'
import { providerUrl } from '../providers/access-token.ts'
import { hostOf, installationId } from './provider-host.ts'

// What the console does between PENDING and AVAILABLE; IAM knows these actions, the API has them not:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeconnections.html

/** Where somebody completes a connection, or the host that it is to lead to: a page that plays the provider. */
export const getInstallationUrl = operation<{ Arn?: string }, { Url: string }>({
	access: ({ Arn = '' }, call) => accessTo(call, 'GetInstallationUrl', Arn),
	run({ Arn = '' }, call) {
		const host = isHostArn(Arn)
			? new URL(requireHost(call, Arn).endpoint).host
			: hostOf(call, requireConnection(call, Arn))
		return { Url: `${providerUrl(call, host)}/-/authorize?arn=${encodeURIComponent(Arn)}` }
	},
})

/** The provider has let AWS in: the connection may be used. One that is so already stays so. */
export const updateConnectionInstallation = operation<{ ConnectionArn?: string }, object>({
	access: ({ ConnectionArn = '' }, call) => accessTo(call, 'UpdateConnectionInstallation', ConnectionArn),
	run({ ConnectionArn = '' }, call) {
		const connection = requireConnection(call, ConnectionArn)
		const scope = scopeOf(connection)
		call.world.put(connections, scope, connection.id, { ...connection, status: 'AVAILABLE' })
		const installation = installationId(hostOf(call, connection), connection)
		call.world.put(installations, scope, installation, { ...scope, arn: connection.arn })
		return {}
	},
})

/** The same of a host. */
export const registerAppCode = operation<{ HostArn?: string }, object>({
	access: ({ HostArn = '' }, call) => accessTo(call, 'RegisterAppCode', HostArn),
	run({ HostArn = '' }, call) {
		const host = requireHost(call, HostArn)
		call.world.put(hosts, scopeOf(host), host.id, { ...host, status: 'AVAILABLE' })
		return {}
	},
})
