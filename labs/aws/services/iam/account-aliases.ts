import type {
	CreateAccountAliasRequest,
	DeleteAccountAliasRequest,
	ListAccountAliasesRequest,
} from '@aws-sdk/client-iam'
import { type Call, operation } from '../../service.ts'
import { WORLD_SCOPE } from '../../world/kernel.ts'
import { iamAccess } from './access.ts'
import { type Account, accounts } from './collections.ts'
import { entityAlreadyExists, noSuchEntity } from './iam-error.ts'
import { pageOf } from './pages.ts'

const accessTo = (action: string) => (_: object, call: Call) => iamAccess(call, action, '*')

function accountOf({ world, scope }: Call): Readonly<Account> {
	const account = world.get(accounts, WORLD_SCOPE, scope.account)
	if (!account) throw new Error(`No account ${scope.account} in this world`)
	return account
}

export const createAccountAlias = operation<CreateAccountAliasRequest, void>({
	access: accessTo('CreateAccountAlias'),
	run({ AccountAlias = '' }, call) {
		const account = accountOf(call)
		const taken = call.world
			.list(accounts, WORLD_SCOPE)
			.some(({ id, alias }) => alias === AccountAlias && id !== account.id)
		if (taken) throw entityAlreadyExists(`The account alias ${AccountAlias} already exists.`)
		// An account has one alias: another takes its place.
		call.world.put(accounts, WORLD_SCOPE, account.id, { ...account, alias: AccountAlias })
	},
})

export const listAccountAliases = operation<ListAccountAliasesRequest, object>({
	access: accessTo('ListAccountAliases'),
	run(input, call) {
		const { alias } = accountOf(call)
		const { items, ...page } = pageOf(alias === undefined ? [] : [alias], input)
		return { AccountAliases: items, ...page }
	},
})

export const deleteAccountAlias = operation<DeleteAccountAliasRequest, void>({
	access: accessTo('DeleteAccountAlias'),
	run({ AccountAlias = '' }, call) {
		const { alias, ...account } = accountOf(call)
		// The wording is ours.
		if (alias !== AccountAlias) throw noSuchEntity(`The account alias ${AccountAlias} cannot be found.`)
		call.world.put(accounts, WORLD_SCOPE, account.id, account)
	},
})
