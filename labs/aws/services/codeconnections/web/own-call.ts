import { awsService } from '../../../identity/principal.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { providerScope } from '../providers/provider.ts'
import type { ProviderRequest } from './provider-address.ts'

/** Does what a form of a provider's page asks for, at that provider. Throws AwsError. */
export function ownCall(
	sandbox: Sandbox,
	{ host }: ProviderRequest,
	operation: string,
	input: object,
): Promise<unknown> {
	return sandbox.call({
		principal: awsService('codeconnections'),
		scope: providerScope(host),
		service: 'codeconnections',
		operation,
		input: { ProviderHost: host, ...input },
	})
}
