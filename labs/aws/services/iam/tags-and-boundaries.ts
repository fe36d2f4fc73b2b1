import type { PutRolePermissionsBoundaryRequest, TagRoleRequest, UntagRoleRequest } from '@aws-sdk/client-iam'
import { type Call, type Operation, operation } from '../../service.ts'
import { boundaryContext, iamAccess } from './access.ts'
import type { Role, User } from './collections.ts'
import { givenName, type Holder, holderArn, keep, type Named } from './holders.ts'
import { noSuchEntity } from './iam-error.ts'
import { requireAttachable } from './managed-policies.ts'
import { type PageRequest, pageOf } from './pages.ts'
import { addTags, listTags, removeTags, tagContext } from './tags.ts'

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

/** What users and roles have and groups do not: tags and a permissions boundary. */
export function tagAndBoundaryOperations<T extends User | Role>(
	holder: Holder<T>,
): Record<string, Operation> {
	const { noun } = holder
	const arnOf = (input: Named, call: Call) => holderArn(call, holder, givenName(holder, input))

	return {
		[`Tag${noun}`]: operation<Named<Omit<TagRoleRequest, 'RoleName'>>, void>({
			access: (input, call) => iamAccess(call, `Tag${noun}`, arnOf(input, call), tagContext(input.Tags)),
			run(input, call) {
				const identity = holder.require(call, givenName(holder, input))
				keep(call, holder, { ...identity, tags: addTags(identity.tags, input.Tags ?? []) })
			},
		}),
		[`Untag${noun}`]: operation<Named<Omit<UntagRoleRequest, 'RoleName'>>, void>({
			access: (input, call) =>
				iamAccess(call, `Untag${noun}`, arnOf(input, call), { 'aws:TagKeys': input.TagKeys ?? [] }),
			run(input, call) {
				const identity = holder.require(call, givenName(holder, input))
				keep(call, holder, { ...identity, tags: removeTags(identity.tags, input.TagKeys ?? []) })
			},
		}),
		[`List${noun}Tags`]: operation<Named<PageRequest>, object>({
			access: (input, call) => iamAccess(call, `List${noun}Tags`, arnOf(input, call)),
			run(input, call) {
				const identity = holder.require(call, givenName(holder, input))
				const { items, ...page } = pageOf(listTags(identity.tags), input)
				return { Tags: items, ...page }
			},
		}),
		[`Put${noun}PermissionsBoundary`]: operation<
			Named<Omit<PutRolePermissionsBoundaryRequest, 'RoleName'>>,
			void
		>({
			access: (input, call) =>
				iamAccess(
					call,
					`Put${noun}PermissionsBoundary`,
					arnOf(input, call),
					boundaryContext(input.PermissionsBoundary),
				),
			run(input, call) {
				const { PermissionsBoundary = '' } = input
				const identity = holder.require(call, givenName(holder, input))
				requireAttachable(call, PermissionsBoundary)
				keep(call, holder, { ...identity, permissionsBoundary: PermissionsBoundary })
			},
		}),
		[`Delete${noun}PermissionsBoundary`]: operation<Named, void>({
			access: (input, call) => iamAccess(call, `Delete${noun}PermissionsBoundary`, arnOf(input, call)),
			run(input, call) {
				const name = givenName(holder, input)
				const identity = holder.require(call, name)
				if (!identity.permissionsBoundary) {
					throw noSuchEntity(`${noun} ${name} does not have a permission boundary`)
				}
				keep(call, holder, { ...identity, permissionsBoundary: undefined })
			},
		}),
	}
}
