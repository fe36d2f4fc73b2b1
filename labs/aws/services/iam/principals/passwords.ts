import type {
	CreateLoginProfileRequest,
	GetLoginProfileRequest,
	UpdateAccountPasswordPolicyRequest,
	UpdateLoginProfileRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import { ONLY } from '../../../world/kernel.ts'
import { iamAccess } from '../access.ts'
import { iamScope, type PasswordPolicy, passwordPolicies, type User } from '../collections.ts'
import { requireUser } from '../find.ts'
import { entityAlreadyExists, noSuchEntity } from '../iam-error.ts'
import { holderAccess, keep, userHolder } from './holders.ts'
import { ownName } from './users.ts'

const byUser =
	(action: string) =>
	({ UserName }: { UserName?: string }, call: Call) =>
		UserName === undefined
			? iamAccess(call, action, call.principal.arn)
			: holderAccess(call, userHolder, action, UserName)
const ofAccount = (action: string) => (_: object, call: Call) => iamAccess(call, action, '*')

function userOf(call: Call, name: string | undefined): Readonly<User> {
	return requireUser(call.world, call.scope.account, ownName(call, name))
}

function requireProfile({ loginProfile, userName }: Readonly<User>) {
	if (!loginProfile) throw noSuchEntity(`Login profile for ${userName} not found`)
	return loginProfile
}

function describeProfile({ userName, loginProfile }: Readonly<User>) {
	return {
		UserName: userName,
		CreateDate: new Date(loginProfile?.createdAt ?? 0),
		PasswordResetRequired: loginProfile?.resetRequired ?? false,
	}
}

/** Holds a password against the account's own policy, if it has one. The wordings are as remembered. */
function checkPassword(call: Call, password: string): void {
	const policy = findPolicy(call)
	if (!policy) return
	const lacks = [
		password.length < policy.minimumLength && `a minimum length of ${policy.minimumLength}`,
		policy.requireUppercase && !/[A-Z]/.test(password) && 'at least one uppercase letter',
		policy.requireLowercase && !/[a-z]/.test(password) && 'at least one lowercase letter',
		policy.requireNumbers && !/\d/.test(password) && 'at least one number',
		policy.requireSymbols && !/[^A-Za-z0-9]/.test(password) && 'at least one symbol',
	].find(Boolean)
	if (lacks) throw new AwsError('PasswordPolicyViolation', `Password should have ${lacks}`, 400)
}

const createLoginProfile = operation<CreateLoginProfileRequest, object>({
	access: byUser('CreateLoginProfile'),
	run({ UserName, Password = '', PasswordResetRequired = false }, call) {
		const user = userOf(call, UserName)
		if (user.loginProfile) throw entityAlreadyExists(`User ${user.userName} already has password`)
		checkPassword(call, Password)
		const loginProfile = { createdAt: call.now, resetRequired: PasswordResetRequired }
		return { LoginProfile: describeProfile(keep(call, userHolder, { ...user, loginProfile })) }
	},
})

const getLoginProfile = operation<GetLoginProfileRequest, object>({
	access: byUser('GetLoginProfile'),
	run({ UserName }, call) {
		const user = userOf(call, UserName)
		requireProfile(user)
		return { LoginProfile: describeProfile(user) }
	},
})

const updateLoginProfile = operation<UpdateLoginProfileRequest, void>({
	access: byUser('UpdateLoginProfile'),
	run({ UserName, Password, PasswordResetRequired }, call) {
		const user = userOf(call, UserName)
		const profile = requireProfile(user)
		if (Password !== undefined) checkPassword(call, Password)
		const resetRequired = PasswordResetRequired ?? profile.resetRequired
		keep(call, userHolder, { ...user, loginProfile: { ...profile, resetRequired } })
	},
})

const deleteLoginProfile = operation<GetLoginProfileRequest, void>({
	access: byUser('DeleteLoginProfile'),
	run({ UserName }, call) {
		const { loginProfile: _, ...user } = userOf(call, UserName)
		requireProfile(userOf(call, UserName))
		keep(call, userHolder, user)
	},
})

function findPolicy({ world, scope }: Call): Readonly<PasswordPolicy> | undefined {
	return world.get(passwordPolicies, iamScope(scope.account), ONLY)
}

/** What is left out goes back to its default, as AWS has it. */
const updateAccountPasswordPolicy = operation<UpdateAccountPasswordPolicyRequest, void>({
	access: ofAccount('UpdateAccountPasswordPolicy'),
	run(input, call) {
		call.world.put(passwordPolicies, iamScope(call.scope.account), ONLY, {
			minimumLength: input.MinimumPasswordLength ?? 6,
			requireSymbols: input.RequireSymbols ?? false,
			requireNumbers: input.RequireNumbers ?? false,
			requireUppercase: input.RequireUppercaseCharacters ?? false,
			requireLowercase: input.RequireLowercaseCharacters ?? false,
			allowChange: input.AllowUsersToChangePassword ?? false,
			maxAge: input.MaxPasswordAge ?? 0,
			reusePrevention: input.PasswordReusePrevention,
			hardExpiry: input.HardExpiry ?? false,
		})
	},
})

const getAccountPasswordPolicy = operation<object, object>({
	access: ofAccount('GetAccountPasswordPolicy'),
	run(_, call) {
		const policy = findPolicy(call)
		if (!policy) {
			throw noSuchEntity(`The Password Policy with domain name ${call.scope.account} cannot be found.`)
		}
		return {
			PasswordPolicy: {
				MinimumPasswordLength: policy.minimumLength,
				RequireSymbols: policy.requireSymbols,
				RequireNumbers: policy.requireNumbers,
				RequireUppercaseCharacters: policy.requireUppercase,
				RequireLowercaseCharacters: policy.requireLowercase,
				AllowUsersToChangePassword: policy.allowChange,
				ExpirePasswords: policy.maxAge > 0,
				MaxPasswordAge: policy.maxAge > 0 ? policy.maxAge : undefined,
				PasswordReusePrevention: policy.reusePrevention,
				HardExpiry: policy.hardExpiry,
			},
		}
	},
})

const deleteAccountPasswordPolicy = operation<object, void>({
	access: ofAccount('DeleteAccountPasswordPolicy'),
	run(_, call) {
		// Not as when it is read: IAM has two wordings.
		if (!findPolicy(call)) {
			throw noSuchEntity('The account policy with name PasswordPolicy cannot be found.')
		}
		call.world.delete(passwordPolicies, iamScope(call.scope.account), ONLY)
	},
})

/** Passwords for the console, and what an account asks of them. */
export const passwordOperations: Record<string, Operation> = {
	CreateLoginProfile: createLoginProfile,
	DeleteAccountPasswordPolicy: deleteAccountPasswordPolicy,
	DeleteLoginProfile: deleteLoginProfile,
	GetAccountPasswordPolicy: getAccountPasswordPolicy,
	GetLoginProfile: getLoginProfile,
	UpdateAccountPasswordPolicy: updateAccountPasswordPolicy,
	UpdateLoginProfile: updateLoginProfile,
}
