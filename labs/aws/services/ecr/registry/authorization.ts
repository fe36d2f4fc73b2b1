import type { DescribeRegistryRequest, GetAuthorizationTokenRequest } from '@aws-sdk/client-ecr'
import { type Call, operation } from '../../../service.ts'
import { ONLY } from '../../../world/kernel.ts'
import { registryHost } from '../arns.ts'
import { logins } from '../collections.ts'

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
		const expiresAt = call.now + TOKEN_LIFE
		const password = newPassword(call, expiresAt)
		const authorizationData = accounts.map((account) => ({
			authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
			expiresAt: new Date(expiresAt),
			proxyEndpoint: `https://${registryHost({ account, region: call.scope.region })}`,
		}))
		return { authorizationData }
	},
})

/** The oldest is forgotten for a new one beyond those. */
const PASSWORDS_AT_MOST = 50

/** A password that names its world, as an access key does; it speaks for the caller, with the caller's rights. */
function newPassword(call: Call, expiresAt: number): string {
	const { world, scope, principal, now } = call
	const password = call.ids.accessKeyId('ASIA') + call.ids.base64url(43)
	const { passwords } = world.get(logins, scope, ONLY) ?? { passwords: [] }
	const good = passwords.filter((one) => one.expiresAt > now).slice(1 - PASSWORDS_AT_MOST)
	world.put(logins, scope, ONLY, { passwords: [...good, { password, principal, expiresAt }] })
	return password
}

export const describeRegistry = operation<DescribeRegistryRequest, object>({
	access: onRegistry('DescribeRegistry'),
	run: (_, { scope }) => ({ registryId: scope.account, replicationConfiguration: { rules: [] } }),
})
