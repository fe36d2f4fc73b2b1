import { expect, test } from 'vitest'
import {
	ACCOUNT,
	type Answer,
	allow,
	codeAt,
	openAccounts,
	policy,
	STARTS_AT,
	trust,
} from '../account.fixture.ts'

const UserName = 'ada'
const SerialNumber = `arn:aws:iam::${ACCOUNT}:mfa/ada`
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/deployer`

/** A user with a device that is enabled, and who may do anything but only with it. */
async function openAda() {
	const opened = await openAccounts()
	const { root, sandbox } = opened
	const ada = await opened.user(UserName, allow('*'))
	const { VirtualMFADevice } = await root('CreateVirtualMFADevice', { VirtualMFADeviceName: UserName })
	const device = VirtualMFADevice as { Base32StringSeed: Buffer; QRCodePNG: Buffer }
	const seed = device.Base32StringSeed.toString()
	const code = (later = 0) => codeAt(seed, sandbox.now() + later)
	const enable = () =>
		root('EnableMFADevice', {
			...{ UserName, SerialNumber },
			...{ AuthenticationCode1: code(-30_000), AuthenticationCode2: code() },
		})
	const later = (milliseconds: number) => sandbox.setClock({ jumpTo: sandbox.now() + milliseconds })
	return { ...opened, ada, device, code, enable, later }
}

test('a device is made with a seed to type and a code to scan, and enabled by two codes of the virtual clock', async () => {
	const { root, device, enable, code } = await openAda()
	expect(device.Base32StringSeed.toString()).toMatch(/^[A-Z2-7]{64}$/)
	expect(device.QRCodePNG.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
	expect(await root('CreateVirtualMFADevice', { VirtualMFADeviceName: UserName })).toEqual({
		code: 'EntityAlreadyExists',
		message: 'MFADevice entity at the same path and name already exists.',
		status: 409,
	})
	expect(
		await root('EnableMFADevice', {
			...{ UserName, SerialNumber },
			...{ AuthenticationCode1: code(), AuthenticationCode2: code() },
		}),
	).toEqual({
		code: 'InvalidAuthenticationCode',
		message: 'Authentication code for device is not valid.',
		status: 403,
	})
	await enable()
	const EnableDate = new Date(STARTS_AT)
	const MFADevices = [{ UserName, SerialNumber, EnableDate }]
	expect(await root('ListMFADevices', { UserName })).toEqual({ MFADevices, IsTruncated: false })
	expect(await root('GetMFADevice', { UserName, SerialNumber })).toEqual(MFADevices[0])
	expect(await root('ListVirtualMFADevices', { AssignmentStatus: 'Assigned' })).toMatchObject({
		VirtualMFADevices: [{ SerialNumber, EnableDate, User: { UserName } }],
	})
	expect(await root('ListVirtualMFADevices', { AssignmentStatus: 'Unassigned' })).toMatchObject({
		VirtualMFADevices: [],
	})
	expect((await root('GetAccountSummary')).SummaryMap).toMatchObject({ MFADevices: 1, MFADevicesInUse: 1 })
})

test('a device in use is not deleted, nor is its user; deactivated, it goes', async () => {
	const { root, enable } = await openAda()
	await enable()
	expect(await root('DeleteVirtualMFADevice', { SerialNumber })).toMatchObject({ code: 'DeleteConflict' })
	await root('DeleteUserPolicy', { UserName, PolicyName: 'inline' })
	const { AccessKeyMetadata } = await root('ListAccessKeys', { UserName })
	for (const { AccessKeyId } of AccessKeyMetadata as Array<{ AccessKeyId: string }>)
		await root('DeleteAccessKey', { UserName, AccessKeyId })
	expect(await root('DeleteUser', { UserName })).toMatchObject({
		code: 'DeleteConflict',
		message: 'Cannot delete entity, must delete MFA device first.',
	})
	await root('DeactivateMFADevice', { UserName, SerialNumber })
	await root('DeleteVirtualMFADevice', { SerialNumber })
	await root('DeleteUser', { UserName })
	expect(await root('DeleteVirtualMFADevice', { SerialNumber })).toEqual({
		code: 'NoSuchEntity',
		message: `VirtualMFADevice with serial number ${SerialNumber} doesn't exist.`,
		status: 404,
	})
})

test('a role that asks for a second factor is assumed with a code, each code once', async () => {
	const { root, as, ada, code, enable, later, principalOf } = await openAda()
	await enable()
	await root('CreateRole', {
		RoleName: 'deployer',
		AssumeRolePolicyDocument: trust({ AWS: ACCOUNT }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
	})
	await root('PutRolePolicy', {
		...{ RoleName: 'deployer', PolicyName: 'recent' },
		PolicyDocument: policy({
			...allow('iam:ListUsers'),
			Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } },
		}),
	})
	const assume = (factor: object) => as(ada, 'AssumeRole', { RoleArn, RoleSessionName: 'essai', ...factor })
	const denied = (message: string) => ({ code: 'AccessDenied', message, status: 403 })
	expect(await assume({})).toMatchObject({ code: 'AccessDenied' })
	expect(await assume({ SerialNumber })).toEqual(
		denied('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. '),
	)
	expect(await assume({ SerialNumber, TokenCode: code() })).toEqual(
		denied('MultiFactorAuthentication failed with invalid MFA one time pass code. '),
	)
	await later(60_000)
	const { Credentials } = await assume({ SerialNumber, TokenCode: code() })
	const session = principalOf((Credentials as { AccessKeyId: string }).AccessKeyId)
	expect(await as(session, 'ListUsers')).toMatchObject({ Users: [{}] })
	await later(301_000)
	expect(await as(session, 'ListUsers')).toMatchObject({ code: 'AccessDenied' })
	expect(await assume({ SerialNumber: `${SerialNumber}x`, TokenCode: code() })).toEqual(
		denied(
			'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
		),
	)
})

test('IAM takes the credentials of GetSessionToken when a code was given for them', async () => {
	const { as, ada, code, enable, later, principalOf } = await openAda()
	await enable()
	await later(60_000)
	const sessionOf = ({ Credentials }: Answer) =>
		principalOf((Credentials as { AccessKeyId: string }).AccessKeyId)
	const without = sessionOf(await as(ada, 'GetSessionToken'))
	expect(await as(without, 'ListUsers')).toMatchObject({ code: 'InvalidClientTokenId' })
	const withFactor = sessionOf(await as(ada, 'GetSessionToken', { SerialNumber, TokenCode: code() }))
	expect(await as(withFactor, 'ListUsers')).toMatchObject({ Users: [{}] })
})

test('a device is synchronized again only by its user’s codes', async () => {
	const { root, code, enable, later } = await openAda()
	await enable()
	await later(120_000)
	const codes = { AuthenticationCode1: code(-30_000), AuthenticationCode2: code() }
	await root('CreateUser', { UserName: 'bob' })
	expect(await root('ResyncMFADevice', { UserName: 'bob', SerialNumber, ...codes })).toMatchObject({
		code: 'NoSuchEntity',
	})
	expect(await root('ResyncMFADevice', { UserName, SerialNumber, ...codes })).toEqual({})
	expect(await root('ResyncMFADevice', { UserName, SerialNumber, ...codes })).toMatchObject({
		code: 'InvalidAuthenticationCode',
	})
})
