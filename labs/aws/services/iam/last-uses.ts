import { WORLD_SCOPE } from '../../kernel.ts'
import type { Call } from '../../service.ts'
import type { WorldReader } from '../../world.ts'
import { type LastUse, lastUses } from './collections.ts'

/** How closely a use is kept, in virtual milliseconds: AWS's own answers lag as well. */
const KEPT_EVERY = 3_600_000

/** When a key (by its id) or a role (by its id) was last used. */
export function lastUseOf(world: WorldReader, id: string): Readonly<LastUse> | undefined {
	return world.get(lastUses, WORLD_SCOPE, id)
}

/** Notes what a call used: its long-term key, or the role whose session it is. At most once an hour each. */
export function noteUse({ principal, world, scope, now }: Call, service: string): void {
	const id = principal.type === 'role' ? principal.roleId : keyOf(principal)
	if (id === undefined) return
	const known = lastUseOf(world, id)
	if (known && now - known.at < KEPT_EVERY) return
	world.put(lastUses, WORLD_SCOPE, id, { at: now, region: scope.region, service })
}

function keyOf(principal: Call['principal']): string | undefined {
	if (principal.type !== 'user' && principal.type !== 'root') return
	return principal.accessKeyId?.startsWith('AKIA') ? principal.accessKeyId : undefined
}
