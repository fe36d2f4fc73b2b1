import type { Principal } from '../../../identity/principal.ts'
import type { Call, Notice } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import type { WorldReader } from '../../../world/world.ts'
import { type AccessedService, accessedServices, type LastUse, lastUses } from '../collections.ts'
import { namespaceOf } from './service-names.ts'

// How closely uses are kept, in virtual milliseconds: AWS's own answers lag as well.
const KEPT_EVERY = 3_600_000
const ACTION_KEPT_EVERY = 4 * KEPT_EVERY

/** When a key, by its id, was last used. */
export function lastUseOf(world: WorldReader, accessKeyId: string): Readonly<LastUse> | undefined {
	return world.get(lastUses, WORLD_SCOPE, accessKeyId)
}

/** What a user or a role, by its id, did last with each service, by the service's namespace. */
export function accessedBy(world: WorldReader, id: string): Readonly<Record<string, AccessedService>> {
	return world.get(accessedServices, WORLD_SCOPE, id)?.services ?? {}
}

/** Forgets what is known of a user or a role. */
export function forgetAccesses({ world }: Call, id: string): void {
	world.delete(accessedServices, WORLD_SCOPE, id)
}

/** Notes what a call used: its long-term key, and its service as a user or a role. */
export function noteUse({ service, operation }: Notice, call: Call): void {
	noteKey(service, call)
	const id = identityOf(call.principal)
	if (id !== undefined) noteAccess(id, namespaceOf(service), operation, call)
}

function noteKey(service: string, { principal, world, scope, now }: Call): void {
	if (principal.type !== 'user' && principal.type !== 'root') return
	const { accessKeyId } = principal
	if (!accessKeyId?.startsWith('AKIA')) return
	const known = lastUseOf(world, accessKeyId)
	if (known && now - known.at < KEPT_EVERY) return
	world.put(lastUses, WORLD_SCOPE, accessKeyId, { at: now, region: scope.region, service })
}

function noteAccess(id: string, namespace: string, action: string, { world, scope, now }: Call): void {
	const services = accessedBy(world, id)
	const service = services[namespace]
	const done = service?.actions[action]
	const isKept = service && done && now - service.at < KEPT_EVERY && now - done.at < ACTION_KEPT_EVERY
	if (isKept) return
	const use = { at: now, region: scope.region }
	const noted = { ...use, actions: { ...service?.actions, [action]: use } }
	world.put(accessedServices, WORLD_SCOPE, id, { services: { ...services, [namespace]: noted } })
}

/** The id of the identity whose rights a principal uses. */
function identityOf(principal: Principal): string | undefined {
	if (principal.type === 'role') return principal.roleId
	if (principal.type === 'user') return principal.userId
	return principal.type === 'federated' ? identityOf(principal.issuer) : undefined
}
