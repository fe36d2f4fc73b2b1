import type {
	CreateServiceSpecificCredentialRequest,
	ListServiceSpecificCredentialsRequest,
	ResetServiceSpecificCredentialRequest,
	UpdateServiceSpecificCredentialRequest,
} from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { type Call, type Operation, operation } from '../../../service.ts'
import { iamAccess, iamArn } from '../access.ts'
import { iamScope, type ServiceCredential, serviceCredentials, type User, users } from '../collections.ts'
import { requireUser } from '../find.ts'
import { limitExceeded, noSuchEntity, requireSwitch } from '../iam-error.ts'
import { pageOf } from '../pages.ts'
import { ownAccess } from './holders.ts'
import { newServicePassword } from './service-passwords.ts'
import { ownName } from './users.ts'

// Names and passwords that a user has with one service, e.g. for git with CodeCommit:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html
// Refusals and the form of a credential as LocalStack's tests have them from AWS, tests/aws/services/iam.

/** Credentials that a user may have with one service. */
const PER_SERVICE = 2
const SERVICES = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com']

interface ByUser {
	UserName?: string
}

function userOf(call: Call, { UserName }: ByUser): Readonly<User> {
	return requireUser(call.world, call.scope.account, ownName(call, UserName))
}

function assertService(name: string): void {
	if (SERVICES.includes(name)) return
	if (name === 'bedrock.amazonaws.com')
		throw new AwsError(
			'NotImplemented',
			'Service-specific credentials for Amazon Bedrock are not emulated.',
			501,
		)
	throw noSuchEntity(`No such service ${name} is supported for Service Specific Credentials`)
}

function credentialsOf(
	{ world, scope }: Call,
	{ userId }: Readonly<User>,
): Array<Readonly<ServiceCredential>> {
	return world.list(serviceCredentials, iamScope(scope.account)).filter((one) => one.userId === userId)
}

function requireCredential(call: Call, input: ByUser & { ServiceSpecificCredentialId?: string }) {
	const { ServiceSpecificCredentialId: id = '' } = input
	const user = userOf(call, input)
	const credential = call.world.get(serviceCredentials, iamScope(call.scope.account), id)
	if (credential?.userId !== user.userId) throw noSuchEntity(`No such credential ${id} exists`)
	return { user, credential }
}

function keep(call: Call, credential: ServiceCredential): ServiceCredential {
	return call.world.put(serviceCredentials, iamScope(call.scope.account), credential.id, credential)
}

function describeCredential(
	{ userName }: Readonly<User>,
	{ id, service, serviceUserName, status, createdAt }: ServiceCredential,
) {
	return {
		UserName: userName,
		Status: status,
		ServiceUserName: serviceUserName,
		CreateDate: new Date(createdAt),
		ServiceSpecificCredentialId: id,
		ServiceName: service,
	}
}

/** `ada-at-111122223333`, and for the second of a service `ada+1-at-111122223333`. */
function newServiceUserName(call: Call, { userName }: Readonly<User>, others: ReadonlySet<string>): string {
	const [first, second] = ['', '+1'].map((more) => `${userName}${more}-at-${call.scope.account}`)
	return (others.has(first ?? '') ? second : first) ?? ''
}

const createCredential = operation<CreateServiceSpecificCredentialRequest, object>({
	access: ownAccess('CreateServiceSpecificCredential'),
	run({ ServiceName = '', CredentialAgeDays, ...input }, call) {
		const user = userOf(call, input)
		assertService(ServiceName)
		if (CredentialAgeDays !== undefined)
			throw new AwsError('NotImplemented', `CredentialAgeDays is not emulated for ${ServiceName}.`, 501)
		const others = credentialsOf(call, user).filter(({ service }) => service === ServiceName)
		if (others.length >= PER_SERVICE) throw limitExceeded(`ServiceSpecificCredentialsPerUser: ${PER_SERVICE}`)
		const taken = new Set(others.map(({ serviceUserName }) => serviceUserName))
		const credential = keep(call, {
			id: call.ids.iam('ACCA'),
			userId: user.userId,
			service: ServiceName,
			serviceUserName: newServiceUserName(call, user, taken),
			password: newServicePassword(call.ids),
			status: 'Active',
			createdAt: call.now,
		})
		return { ServiceSpecificCredential: whole(user, credential) }
	},
})

/** A credential with its password, which is told when it is made and never again. */
function whole(user: Readonly<User>, credential: ServiceCredential) {
	return { ...describeCredential(user, credential), ServicePassword: credential.password }
}

const listCredentials = operation<ListServiceSpecificCredentialsRequest, object>({
	access(input, call) {
		if (!input.AllUsers) return ownAccess('ListServiceSpecificCredentials')(input, call)
		return iamAccess(call, 'ListServiceSpecificCredentials', iamArn(call, 'user/*'))
	},
	run({ ServiceName, AllUsers, Marker, MaxItems, ...input }, call) {
		const owners = AllUsers ? call.world.list(users, iamScope(call.scope.account)) : [userOf(call, input)]
		if (ServiceName !== undefined) assertService(ServiceName)
		const all = owners.flatMap((user) =>
			credentialsOf(call, user)
				.filter(({ service }) => service === (ServiceName ?? service))
				.map((credential) => describeCredential(user, credential)),
		)
		const { items, ...page } = pageOf(all, { Marker, MaxItems })
		return { ServiceSpecificCredentials: items, ...page }
	},
})

const resetCredential = operation<ResetServiceSpecificCredentialRequest, object>({
	access: ownAccess('ResetServiceSpecificCredential'),
	run(input, call) {
		const { user, credential } = requireCredential(call, input)
		const reset = keep(call, { ...credential, password: newServicePassword(call.ids) })
		return { ServiceSpecificCredential: whole(user, reset) }
	},
})

const updateCredential = operation<UpdateServiceSpecificCredentialRequest, void>({
	access: ownAccess('UpdateServiceSpecificCredential'),
	run({ Status, ...input }, call) {
		const { credential } = requireCredential(call, input)
		keep(call, { ...credential, status: requireSwitch(Status) })
	},
})

const deleteCredential = operation<ResetServiceSpecificCredentialRequest, void>({
	access: ownAccess('DeleteServiceSpecificCredential'),
	run(input, call) {
		const { credential } = requireCredential(call, input)
		call.world.delete(serviceCredentials, iamScope(call.scope.account), credential.id)
	},
})

/** Every operation on service-specific credentials. */
export const serviceCredentialOperations: Record<string, Operation> = {
	CreateServiceSpecificCredential: createCredential,
	DeleteServiceSpecificCredential: deleteCredential,
	ListServiceSpecificCredentials: listCredentials,
	ResetServiceSpecificCredential: resetCredential,
	UpdateServiceSpecificCredential: updateCredential,
}
