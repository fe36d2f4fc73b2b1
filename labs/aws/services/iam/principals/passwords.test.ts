import { expect, test } from 'vitest'
import { ACCOUNT, openAccounts, STARTS_AT } from '../account.fixture.ts'

const UserName = 'ada'

test('a user has a password or has none, and is not deleted with it', async () => {
	const { root } = await openAccounts()
	await root('CreateUser', { UserName })
	expect(await root('GetLoginProfile', { UserName })).toEqual({
		code: 'NoSuchEntity',
		message: 'Login profile for ada not found',
		status: 404,
	})
	const profile = { UserName, CreateDate: new Date(STARTS_AT), PasswordResetRequired: true }
	const made = { UserName, Password: 'Un mot de passe', PasswordResetRequired: true }
	expect(await root('CreateLoginProfile', made)).toEqual({ LoginProfile: profile })
	expect(await root('CreateLoginProfile', made)).toEqual({
		code: 'EntityAlreadyExists',
		message: 'User ada already has password',
		status: 409,
	})
	await root('UpdateLoginProfile', { UserName, PasswordResetRequired: false })
	expect(await root('GetLoginProfile', { UserName })).toEqual({
		LoginProfile: { ...profile, PasswordResetRequired: false },
	})
	expect(await root('DeleteUser', { UserName })).toMatchObject({
		code: 'DeleteConflict',
		message: 'Cannot delete entity, must delete login profile first.',
	})
	await root('DeleteLoginProfile', { UserName })
	await root('DeleteUser', { UserName })
})

test('a password is held against the account’s policy', async () => {
	const { root } = await openAccounts()
	await root('CreateUser', { UserName })
	const missing = {
		code: 'NoSuchEntity',
		message: `The Password Policy with domain name ${ACCOUNT} cannot be found.`,
		status: 404,
	}
	expect(await root('GetAccountPasswordPolicy')).toEqual(missing)
	expect(await root('DeleteAccountPasswordPolicy')).toEqual({
		...missing,
		message: 'The account policy with name PasswordPolicy cannot be found.',
	})
	await root('UpdateAccountPasswordPolicy', {
		MinimumPasswordLength: 12,
		RequireSymbols: true,
		RequireUppercaseCharacters: true,
		MaxPasswordAge: 90,
	})
	expect(await root('GetAccountPasswordPolicy')).toMatchObject({
		PasswordPolicy: {
			MinimumPasswordLength: 12,
			RequireSymbols: true,
			RequireNumbers: false,
			ExpirePasswords: true,
			MaxPasswordAge: 90,
		},
	})
	const refusal = async (Password: string) =>
		(await root('CreateLoginProfile', { UserName, Password })).message
	expect(await refusal('Court!')).toBe('Password should have a minimum length of 12')
	expect(await refusal('assez long mais!')).toBe('Password should have at least one uppercase letter')
	expect(await refusal('AssezLongMaisNon')).toBe('Password should have at least one symbol')
	expect(await refusal('Assez long, oui!')).toBeUndefined()
	await root('DeleteAccountPasswordPolicy')
	expect(await root('GetAccountPasswordPolicy')).toEqual(missing)
})
