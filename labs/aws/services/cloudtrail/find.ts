import { formatArn, parseArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { invalidName, trailNotFound } from './cloudtrail-error.ts'
import { type Trail, trails } from './collections.ts'

const NAME_LEAST = 3
const NAME_MOST = 128

export function trailArn(scope: Scope, name: string): string {
	return formatArn({ service: 'cloudtrail', ...scope, resource: `trail/${name}` })
}

/** The scope and the name of a trail, given by its name or its ARN. */
export function splitTrail(call: Call, nameOrArn: string): { scope: Scope; name: string } {
	const arn = nameOrArn.startsWith('arn:') ? parseArn(nameOrArn) : undefined
	if (!arn) return { scope: call.scope, name: nameOrArn }
	return { scope: { account: arn.account, region: arn.region }, name: arn.resource.replace(/^trail\//, '') }
}

/** The access of an action to a trail. */
export function trailAccess(call: Call, action: string, nameOrArn: string): Access {
	const { scope, name } = splitTrail(call, nameOrArn)
	return { action: `cloudtrail:${action}`, resource: trailArn(scope, name) }
}

/** Throws TrailNotFoundException; somebody else's trail is not found either. */
export function requireTrail(call: Call, nameOrArn: string): Readonly<Trail> {
	const { scope, name } = splitTrail(call, nameOrArn)
	if (!nameOrArn.startsWith('arn:')) assertName(name)
	const trail = scope.account === call.scope.account ? call.world.get(trails, scope, name) : undefined
	if (!trail) throw trailNotFound(call, nameOrArn)
	return trail
}

/** Throws InvalidTrailNameException, in moto's words. */
export function assertName(name: string): void {
	if (name.length < NAME_LEAST)
		throw invalidName(
			`Trail name too short. Minimum allowed length: ${NAME_LEAST} characters. Specified name length: ${name.length} characters.`,
		)
	if (name.length > NAME_MOST)
		throw invalidName(
			`Trail name too long. Maximum allowed length: ${NAME_MOST} characters. Specified name length: ${name.length} characters.`,
		)
	if (!/^[A-Za-z0-9._-]+$/.test(name))
		throw invalidName(
			'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).',
		)
	if (!/^[A-Za-z0-9]/.test(name)) throw invalidName('Trail name must starts with a letter or number.')
	if (!/[A-Za-z0-9]$/.test(name)) throw invalidName('Trail name must ends with a letter or number.')
}
