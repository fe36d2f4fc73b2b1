import { rootOf } from '../../../identity/credentials.ts'
import type { RootPrincipal } from '../../../identity/principal.ts'
import type { Scope } from '../../../world/world.ts'

/** As the newer API has them; the older one lacks Azure DevOps. */
export type ProviderType =
	| 'Bitbucket'
	| 'GitHub'
	| 'GitHubEnterpriseServer'
	| 'GitLab'
	| 'GitLabSelfManaged'
	| 'AzureDevOps'

interface Provider {
	/** How it writes its own name. */
	label: string
	/** Where everybody's is; none for what is installed on a host of its own. */
	host?: string
}

export const PROVIDERS: Readonly<Record<ProviderType, Provider>> = {
	AzureDevOps: { label: 'Azure DevOps', host: 'dev.azure.com' },
	Bitbucket: { label: 'Bitbucket', host: 'bitbucket.org' },
	GitHub: { label: 'GitHub', host: 'github.com' },
	GitHubEnterpriseServer: { label: 'GitHub Enterprise Server' },
	GitLab: { label: 'GitLab', host: 'gitlab.com' },
	GitLabSelfManaged: { label: 'GitLab' },
}

const REGION = 'provider'
const ACCOUNT = 'git-'

/**
 * Where a provider's repositories are kept: as CodeCommit's, in an account that no key
 * is of. It is part of ARNs: neither dots nor colons are in it, nor underscores in a host.
 */
export function providerScope(host: string): Scope {
	return { account: ACCOUNT + host.replace(':', '__').replaceAll('.', '_'), region: REGION }
}

/** The host of a provider whose account it is; undefined for an account of AWS. */
export function hostOfScope({ account, region }: Scope): string | undefined {
	if (region !== REGION || !account.startsWith(ACCOUNT)) return
	return account.slice(ACCOUNT.length).replace('__', ':').replaceAll('_', '.')
}

/** Who works at a provider: the one person of the world, whatever they are called. */
export function providerUser(host: string): RootPrincipal {
	return rootOf(providerScope(host).account)
}
