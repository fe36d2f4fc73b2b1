import type { VpcConfiguration } from '@aws-sdk/client-codestar-connections'
import { collection, type Scope } from '../../world/world.ts'
import type { Tags } from '../iam/collections.ts'
import type { ProviderType } from './providers/provider.ts'

export interface Connection {
	/** A UUID, the end of its ARN. */
	id: string
	arn: string
	name: string
	providerType: ProviderType
	hostArn?: string
	status: 'PENDING' | 'AVAILABLE' | 'ERROR'
	tags: Tags
}

/** Where a provider is installed that is not the one everybody shares. */
export interface Host {
	/** The end of its ARN. */
	id: string
	arn: string
	name: string
	providerType: ProviderType
	endpoint: string
	vpc?: VpcConfiguration
	status: 'PENDING' | 'AVAILABLE'
	tags: Tags
}

/** Id: the end of the ARN. */
export const connections = collection<Connection>('codeconnections', 'connections')
/** Id: the end of the ARN. */
export const hosts = collection<Host>('codeconnections', 'hosts')
/** Connections that a provider tells of what happens. Id: `provider's host|connection's id`. */
export const installations = collection<Scope & { arn: string }>('codeconnections', 'installations', 'world')
/** What lets somebody in at a provider. Id: the provider's host. */
export const accessTokens = collection<{ token: string }>('codeconnections', 'access-tokens', 'world')
/** Where a token lets in. Id: the token. */
export const tokenHosts = collection<{ host: string }>('codeconnections', 'token-hosts', 'world')
