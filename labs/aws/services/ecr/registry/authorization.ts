import type { DescribeRegistryRequest, GetAuthorizationTokenRequest } from '@aws-sdk/client-ecr'
import { type Call, operation } from '../../../service.ts'
import { registryHost } from '../arns.ts'

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
const TOKEN_LIFE = 12 * 3_600_000

function onRegistry(action: string) {
	return (_: unknown, _call: Call) => ({ action: `ecr:${action}`, resource: '*' })
}

/** A name and a password for the registry: `AWS:…` in base64, good for twelve hours. */
export const getAuthorizationToken = operation<GetAuthorizationTokenRequest, object>({
	access: onRegistry('GetAuthorizationToken'),
	run({ registryIds }, call) {
		const accounts = registryIds ?? [call.scope.account]
		const authorizationData = accounts.map((account) => ({
			authorizationToken: Buffer.from(`AWS:${call.ids.base64url(43)}`).toString('base64'),
			expiresAt: new Date(call.now + TOKEN_LIFE),
			proxyEndpoint: `https://${registryHost({ account, region: call.scope.region })}`,
		}))
		return { authorizationData }
	},
})

export const describeRegistry = operation<DescribeRegistryRequest, object>({
	access: onRegistry('DescribeRegistry'),
	run: (_, { scope }) => ({ registryId: scope.account, replicationConfiguration: { rules: [] } }),
})
