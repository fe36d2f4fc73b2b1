import type { WorldReader } from '../../../world/world.ts'
import { requireHost } from '../arns.ts'
import type { Connection } from '../collections.ts'
import { PROVIDERS } from '../providers/provider.ts'

/** The host name of the provider that a connection leads to. */
export function hostOf(call: { world: WorldReader }, connection: Readonly<Connection>): string {
	const { providerType, hostArn } = connection
	if (hostArn !== undefined) return new URL(requireHost(call, hostArn).endpoint).host
	return PROVIDERS[providerType].host ?? ''
}

export function installationId(host: string, { id }: Pick<Connection, 'id'>): string {
	return `${host}|${id}`
}
