import type { Authorize } from '../../identity/access.ts'
import { authorizeBy } from '../../identity/authorize.ts'
import { policiesOf } from './policies/principal-policies.ts'

/** Evaluates an access by the policies that the principal has in the world. */
export const authorize: Authorize = (world, principal, access, now) =>
	authorizeBy(policiesOf(world, principal), principal, access, now)
