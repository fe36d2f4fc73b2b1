import { createHmac, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import type { WebhookAuthenticationType, WebhookDefinition } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import type { Delivery } from '../../../service.ts'

/** What each way to authenticate is configured by: API reference of WebhookAuthConfiguration. */
const PROPERTIES: Readonly<
	Record<WebhookAuthenticationType, ReadonlyArray<'SecretToken' | 'AllowedIPRange'>>
> = {
	GITHUB_HMAC: ['SecretToken'],
	IP: ['AllowedIPRange'],
	UNAUTHENTICATED: [],
}

type Authentication = Pick<WebhookDefinition, 'authentication' | 'authenticationConfiguration'>

/** AWS's words: cdk-preflight, pf-codepipeline-webhook-authentication-configuration. */
export function assertAuthentication({ authentication, authenticationConfiguration = {} }: Authentication) {
	const wanted = PROPERTIES[authentication ?? 'UNAUTHENTICATED']
	const given = Object.entries(authenticationConfiguration).filter(([, value]) => value !== undefined)
	if (given.map(([name]) => name).join() !== wanted.join()) {
		const [property] = wanted
		if (property === undefined) throw refused("Optional['authenticationConfig' should be empty]")
		throw refused(`Optional['authenticationConfig' should contain only one property: '${property}']`)
	}
	const { AllowedIPRange } = authenticationConfiguration
	if (AllowedIPRange !== undefined && !rangeOf(AllowedIPRange)) {
		// Ours.
		throw refused(`'AllowedIPRange' is not a valid CIDR range: ${AllowedIPRange}`)
	}
}

/** Whether a delivery comes from who may send it. */
export function isAuthentic(
	{
		authentication,
		authenticationConfiguration: { SecretToken = '', AllowedIPRange = '' } = {},
	}: Authentication,
	{ headers, body, from }: Delivery,
): boolean {
	if (authentication === 'UNAUTHENTICATED') return true
	if (authentication === 'GITHUB_HMAC') return isSigned(headers, body, SecretToken)
	const address = from.replace(/^::ffff:(?=\d+\.)/i, '')
	return rangeOf(AllowedIPRange)?.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') ?? false
}

/** GitHub signs the body as it was sent, today with SHA-256 and still with SHA-1. */
function isSigned(headers: Delivery['headers'], body: Uint8Array, secret: string): boolean {
	const [algorithm = '', signature] = (
		headers['x-hub-signature-256'] ??
		headers['x-hub-signature'] ??
		''
	).split('=')
	if (signature === undefined || (algorithm !== 'sha256' && algorithm !== 'sha1')) return false
	const right = createHmac(algorithm, secret).update(body).digest('hex')
	return right.length === signature.length && timingSafeEqual(Buffer.from(right), Buffer.from(signature))
}

function rangeOf(cidr: string): BlockList | undefined {
	const [address = '', bits = '', more] = cidr.split('/')
	const family = isIP(address)
	if (family === 0 || !/^\d+$/.test(bits) || more !== undefined) return
	if (Number(bits) > (family === 4 ? 32 : 128)) return
	const range = new BlockList()
	range.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
	return range
}

function refused(message: string): AwsError {
	return new AwsError('InvalidWebhookAuthenticationParametersException', message)
}
