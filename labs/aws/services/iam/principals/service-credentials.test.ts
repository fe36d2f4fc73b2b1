import { expect, test } from 'vitest'
import { ACCOUNT, allow, openAccounts, STARTS_AT } from '../account.fixture.ts'

const UserName = 'ada'
const ServiceName = 'codecommit.amazonaws.com'

interface Credential {
	ServiceSpecificCredentialId: string
	ServicePassword: string
}

async function openAda() {
	const opened = await openAccounts()
	await opened.root('CreateUser', { UserName })
	const create = async (service = ServiceName) =>
		(await opened.root('CreateServiceSpecificCredential', { UserName, ServiceName: service }))
			.ServiceSpecificCredential as Credential
	return { ...opened, create }
}

test('a user has a name and a password with a service, and the password is told once', async () => {
	const { root, create } = await openAda()
	const made = await create()
	const listed = {
		UserName,
		Status: 'Active',
		ServiceUserName: `ada-at-${ACCOUNT}`,
		CreateDate: new Date(STARTS_AT),
		ServiceSpecificCredentialId: expect.stringMatching(/^ACCA[A-Z2-7]{17}$/),
		ServiceName,
	}
	expect(made).toEqual({ ...listed, ServicePassword: expect.stringMatching(/^[A-Za-z0-9+/]{59}=$/) })
	const ServiceSpecificCredentials = [listed]
	expect(await root('ListServiceSpecificCredentials', { UserName })).toEqual({
		ServiceSpecificCredentials,
		IsTruncated: false,
	})
	expect(await root('ListServiceSpecificCredentials', { AllUsers: true })).toMatchObject({
		ServiceSpecificCredentials,
	})
	expect(
		await root('ListServiceSpecificCredentials', { UserName, ServiceName: 'cassandra.amazonaws.com' }),
	).toMatchObject({ ServiceSpecificCredentials: [] })
})

test('a credential is reset, switched off and deleted', async () => {
	const { root, create } = await openAda()
	const { ServiceSpecificCredentialId, ServicePassword } = await create()
	const named = { UserName, ServiceSpecificCredentialId }
	const { ServiceSpecificCredential: reset } = await root('ResetServiceSpecificCredential', named)
	expect(reset).toMatchObject({ ServiceSpecificCredentialId, ServiceUserName: `ada-at-${ACCOUNT}` })
	expect((reset as Credential).ServicePassword).not.toBe(ServicePassword)
	await root('UpdateServiceSpecificCredential', { ...named, Status: 'Inactive' })
	expect(await root('ListServiceSpecificCredentials', { UserName })).toMatchObject({
		ServiceSpecificCredentials: [{ Status: 'Inactive' }],
	})
	expect(await root('UpdateServiceSpecificCredential', { ...named, Status: 'Expired' })).toMatchObject({
		code: 'ValidationError',
	})
	expect(await root('DeleteUser', { UserName })).toEqual({
		code: 'DeleteConflict',
		message: 'Cannot delete entity, must remove referenced objects first.',
		status: 409,
	})
	await root('DeleteServiceSpecificCredential', named)
	for (const operation of ['ResetServiceSpecificCredential', 'DeleteServiceSpecificCredential']) {
		expect(await root(operation, named)).toEqual({
			code: 'NoSuchEntity',
			message: `No such credential ${ServiceSpecificCredentialId} exists`,
			status: 404,
		})
	}
	await root('DeleteUser', { UserName })
})

test('a user has two credentials of a service at most, with two names', async () => {
	const { root, create } = await openAda()
	const first = await create()
	expect(await create()).toMatchObject({ ServiceUserName: `ada+1-at-${ACCOUNT}` })
	expect(await create('cassandra.amazonaws.com')).toMatchObject({ ServiceUserName: `ada-at-${ACCOUNT}` })
	expect(await root('CreateServiceSpecificCredential', { UserName, ServiceName })).toEqual({
		code: 'LimitExceeded',
		message: 'Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2',
		status: 409,
	})
	const { ServiceSpecificCredentialId } = first
	await root('DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId })
	expect(await create()).toMatchObject({ ServiceUserName: `ada-at-${ACCOUNT}` })
})

test('only users have them, and only with services that know them', async () => {
	const { root, create } = await openAda()
	expect(await root('CreateServiceSpecificCredential', { UserName: 'bob', ServiceName: 'x' })).toEqual({
		code: 'NoSuchEntity',
		message: 'The user with name bob cannot be found.',
		status: 404,
	})
	for (const operation of ['CreateServiceSpecificCredential', 'ListServiceSpecificCredentials']) {
		expect(await root(operation, { UserName, ServiceName: 'lambda.amazonaws.com' })).toEqual({
			code: 'NoSuchEntity',
			message: 'No such service lambda.amazonaws.com is supported for Service Specific Credentials',
			status: 404,
		})
	}
	await root('CreateUser', { UserName: 'bob' })
	const { ServiceSpecificCredentialId } = await create()
	expect(
		await root('ResetServiceSpecificCredential', { UserName: 'bob', ServiceSpecificCredentialId }),
	).toMatchObject({ code: 'NoSuchEntity' })
	expect(await root('ListServiceSpecificCredentials')).toMatchObject({ code: 'ValidationError' })
})

test('a user who may makes its own, keeps it under another name, and its password is not in the journal', async () => {
	const { root, as, user, sandbox } = await openAccounts()
	const own = await user('ada', allow('iam:*ServiceSpecificCredential*', `arn:aws:iam::${ACCOUNT}:user/ada`))
	const { ServiceSpecificCredential } = await as(own, 'CreateServiceSpecificCredential', {
		UserName,
		ServiceName,
	})
	const { ServicePassword } = ServiceSpecificCredential as Credential
	await root('UpdateUser', { UserName, NewUserName: 'augusta' })
	expect(await root('ListServiceSpecificCredentials', { UserName: 'augusta' })).toMatchObject({
		ServiceSpecificCredentials: [{ UserName: 'augusta', ServiceUserName: `ada-at-${ACCOUNT}` }],
	})
	const outcomes = (await sandbox.entries(0)).map(({ outcome }) => outcome)
	expect(JSON.stringify(outcomes)).not.toContain(ServicePassword)
	const other = await user('bob')
	expect(
		await as(other, 'CreateServiceSpecificCredential', { UserName: 'augusta', ServiceName }),
	).toMatchObject({ code: 'AccessDenied' })
})
