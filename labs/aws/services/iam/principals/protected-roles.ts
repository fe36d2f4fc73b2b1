import { AwsError } from '../../../aws-error.ts'
import type { WorldReader } from '../../../world/world.ts'
import type { Role } from '../collections.ts'
import { requireRole } from '../find.ts'

/** Where AWS keeps the roles that are linked to a service. */
export const SERVICE_ROLE_PATH = '/aws-service-role/'

/** Refuses what only the linked service may do to its role. */
export function requireModifiableRole(world: WorldReader, account: string, name: string): Readonly<Role> {
	const role = requireRole(world, account, name)
	if (!role.path.startsWith(SERVICE_ROLE_PATH)) return role
	throw new AwsError(
		'UnmodifiableEntity',
		`Cannot perform the operation on the protected role '${role.roleName}' - this role is only modifiable by AWS`,
		400,
	)
}
