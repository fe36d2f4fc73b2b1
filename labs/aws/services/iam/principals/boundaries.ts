import type { PutRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam'
import { type Operation, operation } from '../../../service.ts'
import { boundaryContext } from '../access.ts'
import type { Role, User } from '../collections.ts'
import { noSuchEntity } from '../iam-error.ts'
import { requireAttachable } from '../policies/managed-policies.ts'
import { listTags } from '../tags.ts'
import { givenName, type Holder, holderAccess, keep, type Named } from './holders.ts'

/** Tags and boundary as they are answered: only where there are any. */
export function describeDetails({ tags, permissionsBoundary }: Readonly<User> | Readonly<Role>) {
	return {
		Tags: Object.keys(tags).length > 0 ? listTags(tags) : undefined,
		PermissionsBoundary: permissionsBoundary && {
			PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
			PermissionsBoundaryArn: permissionsBoundary,
		},
	}
}

/** Put and Delete of the permissions boundary of a user or a role. */
export function boundaryOperations<T extends User | Role>(holder: Holder<T>): Record<string, Operation> {
	const { noun } = holder
	return {
		[`Put${noun}PermissionsBoundary`]: operation<
			Named<Omit<PutRolePermissionsBoundaryRequest, 'RoleName'>>,
			void
		>({
			access(input, call) {
				const context = boundaryContext(input.PermissionsBoundary)
				const name = givenName(holder, input)
				return holderAccess(call, holder, `Put${noun}PermissionsBoundary`, name, context)
			},
			run(input, call) {
				const { PermissionsBoundary = '' } = input
				const identity = holder.requireModifiable(call, givenName(holder, input))
				requireAttachable(call, PermissionsBoundary)
				keep(call, holder, { ...identity, permissionsBoundary: PermissionsBoundary })
			},
		}),
		[`Delete${noun}PermissionsBoundary`]: operation<Named, void>({
			access: (input, call) =>
				holderAccess(call, holder, `Delete${noun}PermissionsBoundary`, givenName(holder, input)),
			run(input, call) {
				const name = givenName(holder, input)
				const identity = holder.requireModifiable(call, name)
				if (!identity.permissionsBoundary) {
					throw noSuchEntity(`${noun} ${name} does not have a permission boundary`)
				}
				keep(call, holder, { ...identity, permissionsBoundary: undefined })
			},
		}),
	}
}
