import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope, WorldReader } from '../../world/world.ts'
import { type Connection, connections, type Host, hosts } from './collections.ts'

/** Both names that the service has had; a resource keeps the one that it was made under. */
const NAMES = new Set(['codeconnections', 'codestar-connections'])

/** A call, or a settled world. */
interface Reader {
	world: WorldReader
}

type Kind = 'connection' | 'host'

/** `arn:aws:codeconnections:eu-west-3:111122223333:connection/<uuid>` */
export function resourceArn(service: string, { region, account }: Scope, kind: Kind, id: string): string {
	return `arn:aws:${service}:${region}:${account}:${kind}/${id}`
}

/** The connection of an ARN in its own account and Region, with where that is. Throws ResourceNotFoundException. */
export function requireConnection(call: Reader, arn: string): Readonly<Connection> {
	const place = placeOf(arn, 'connection')
	const found = place && call.world.get(connections, place.scope, place.id)
	// The wording is ours.
	if (found?.arn !== arn) throw new AwsError('ResourceNotFoundException', `Connection not found: ${arn}`)
	return found
}

/** The same of a host. */
export function requireHost(call: Reader, arn: string): Readonly<Host> {
	const place = placeOf(arn, 'host')
	const found = place && call.world.get(hosts, place.scope, place.id)
	// The wording is ours.
	if (found?.arn !== arn) throw new AwsError('ResourceNotFoundException', `Host not found: ${arn}`)
	return found
}

/** The account and Region of a connection or a host. */
export function scopeOf({ arn }: Readonly<Connection> | Readonly<Host>): Scope {
	const { account = '', region = '' } = parseArn(arn) ?? {}
	return { account, region }
}

export function isHostArn(arn: string): boolean {
	return placeOf(arn, 'host') !== undefined
}

function placeOf(text: string, kind: Kind): { scope: Scope; id: string } | undefined {
	const arn = parseArn(text)
	if (!arn || !NAMES.has(arn.service) || !arn.resource.startsWith(`${kind}/`)) return
	return { scope: { account: arn.account, region: arn.region }, id: arn.resource.slice(kind.length + 1) }
}

/**
 * Access to what an ARN names, by the prefix that the ARN has: « the service prefix
 * needs to match that of the resource » (dtconsole, rename).
 */
export function accessTo(
	call: Pick<Call, 'world' | 'service'>,
	action: string,
	arn: string,
	context: Access['context'] = {},
): Access {
	const { service = '', account } = parseArn(arn) ?? {}
	return {
		action: `${NAMES.has(service) ? service : call.service}:${action}`,
		resource: arn,
		...(account && { resourceAccount: account }),
		context: { ...tagsOf(call, arn), ...context },
	}
}

/** Access where nothing is named yet, by the prefix of the API that is called. */
export function accessToAny(call: Pick<Call, 'service'>, action: string, context: Access['context'] = {}) {
	return { action: `${call.service}:${action}`, resource: '*', context }
}

function tagsOf({ world }: Reader, arn: string): Record<string, string> {
	const connection = placeOf(arn, 'connection')
	const host = placeOf(arn, 'host')
	const found =
		(connection && world.get(connections, connection.scope, connection.id)) ??
		(host && world.get(hosts, host.scope, host.id))
	return Object.fromEntries(
		Object.entries(found?.tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
	)
}
