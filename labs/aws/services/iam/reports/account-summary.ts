import { operation } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { iamAccess } from '../access.ts'
import {
	accounts,
	groups,
	iamScope,
	instanceProfiles,
	managedPolicies,
	mfaDevices,
	oidcProviders,
	roles,
	users,
} from '../collections.ts'
import { QUOTAS } from '../quotas.ts'

/** How much of everything an account has, and may have. */
export const getAccountSummary = operation<object, object>({
	access: (_, call) => iamAccess(call, 'GetAccountSummary', '*'),
	run(_, { world, scope }) {
		const here = iamScope(scope.account)
		const devices = world.list(mfaDevices, here)
		const policies = world.list(managedPolicies, here)
		const rootKeys = world.get(accounts, WORLD_SCOPE, scope.account)?.accessKeyIds ?? []
		return {
			SummaryMap: {
				...QUOTAS,
				AccountAccessKeysPresent: rootKeys.length > 0 ? 1 : 0,
				AccountMFAEnabled: 0,
				AccountPasswordPresent: 1,
				AccountSigningCertificatesPresent: 0,
				GlobalEndpointTokenVersion: 1,
				Groups: world.list(groups, here).length,
				InstanceProfiles: world.list(instanceProfiles, here).length,
				MFADevices: devices.length,
				MFADevicesInUse: devices.filter(({ holder }) => holder).length,
				Policies: policies.length,
				PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
				Providers: world.list(oidcProviders, here).length,
				Roles: world.list(roles, here).length,
				ServerCertificates: 0,
				Users: world.list(users, here).length,
			},
		}
	},
})
