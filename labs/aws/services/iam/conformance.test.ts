import { generateKeyPairSync } from 'node:crypto'
import * as iamSdk from '@aws-sdk/client-iam'
import * as stsSdk from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { ACCOUNT, connect } from '../../emulator.fixture.ts'
import { encodeRefusal } from '../../identity/authorization-message.ts'
import { rootOf } from '../../identity/credentials.ts'
import { ANONYMOUS } from '../../identity/principal.ts'
import { sts } from '../sts/index.ts'
import { allow, codeAt, policy } from './account.fixture.ts'
import { authorize } from './authorize.ts'
import { iam } from './index.ts'

const RoleName = 'deploy'
const UserName = 'ada'
const GroupName = 'equipe'
const PolicyName = 'lecture'
const InstanceProfileName = 'serveur'
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/${PolicyName}`
const OpenIDConnectProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/forge.example`
const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
const Tags = [{ Key: 'equipe', Value: 'web' }]
const TagKeys = ['equipe']
const PolicyDocument = policy(allow('s3:GetObject'))
const AssumeRolePolicyDocument = policy({
	Effect: 'Allow',
	Principal: { AWS: ACCOUNT, Service: 'ec2.amazonaws.com' },
	Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
})

type Commands = Record<string, new (input: object) => never>
// biome-ignore lint/suspicious/noExplicitAny: answers of every operation pass through
type Send = (operation: string, input?: object) => Promise<any>

/** The two services as the SDK speaks to them, and which of their operations answered. */
async function open() {
	const { settings, sandbox } = await connect()
	const answered = new Set<string>()
	const iamClient = new iamSdk.IAMClient(settings)
	const iamAsk: Send = async (operation, input = {}) => {
		const Command = (iamSdk as unknown as Commands)[`${operation}Command`] as Commands[string]
		const answer = await iamClient.send(new Command(input))
		answered.add(operation)
		return answer
	}
	const stsAs = (credentials: typeof settings.credentials): Send => {
		const client = new stsSdk.STSClient({ ...settings, credentials })
		return async (operation, input = {}) => {
			const Command = (stsSdk as unknown as Commands)[`${operation}Command`] as Commands[string]
			const answer = await client.send(new Command(input))
			answered.add(operation)
			return answer
		}
	}
	return { iam: iamAsk, stsAs, settings, sandbox, answered }
}

// The emulator's fixture fails a test whose answers break their model.
test('what IAM and STS answer fits their models, operation by operation', async () => {
	const { iam: ask, stsAs, settings, sandbox, answered } = await open()
	const keys = await makeIdentities(ask)
	await tryRolesAndSessions(ask, stsAs(keys))
	const root = rootOf(ACCOUNT)
	const refusal = authorize(sandbox.world, ANONYMOUS, { action: 'ec2:RunInstances', resource: '*' }, 0)
	const speakAsRoot = stsAs(settings.credentials)
	await speakAsRoot('GetAccessKeyInfo', keys)
	await speakAsRoot('DecodeAuthorizationMessage', {
		EncodedMessage: encodeRefusal(sandbox.world, root, refusal),
	})
	await usePolicies(ask)
	await useInstanceProfiles(ask)
	await useServiceCredentials(ask)
	await useSshKeys(ask)
	await useSecondFactor(ask, () => sandbox.now())
	await useAccount(ask)
	await takeAllAway(ask, keys.accessKeyId)
	const emulated = [...Object.keys(iam.operations), ...Object.keys(sts.operations)]
	expect([...answered].sort()).toEqual(emulated.sort())
})

async function makeIdentities(ask: Send) {
	await ask('CreateRole', { RoleName, AssumeRolePolicyDocument, Description: 'a', Tags })
	await ask('CreateUser', { UserName, Path: '/gens/', Tags })
	await ask('CreateGroup', { GroupName })
	await ask('AddUserToGroup', { GroupName, UserName })
	for (const [noun, named] of HOLDERS) {
		await ask(`Put${noun}Policy`, { ...named, PolicyName, PolicyDocument })
		await ask(`Get${noun}Policy`, { ...named, PolicyName })
		await ask(`List${noun}Policies`, named)
		await ask(`Get${noun}`, named)
	}
	for (const name of ['GetLoginProfile', 'UpdateLoginProfile', 'DeleteLoginProfile']) {
		if (name === 'GetLoginProfile') await ask('CreateLoginProfile', { UserName, Password: 'Mot de passe 1!' })
		await ask(name, { UserName })
	}
	for (const name of ['ListRoles', 'ListUsers', 'ListGroups']) await ask(name)
	await ask('ListGroupsForUser', { UserName })
	await ask('UpdateRole', { RoleName, Description: 'b', MaxSessionDuration: 7200 })
	await ask('UpdateRoleDescription', { RoleName, Description: 'c' })
	await ask('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: AssumeRolePolicyDocument })
	for (const [noun, named] of [HOLDERS[0], HOLDERS[2]]) {
		await ask(`Put${noun}PermissionsBoundary`, { ...named, PermissionsBoundary })
		await ask(`Get${noun}`, named)
		await ask(`Delete${noun}PermissionsBoundary`, named)
		await ask(`Tag${noun}`, { ...named, Tags })
		await ask(`List${noun}Tags`, named)
		await ask(`Untag${noun}`, { ...named, TagKeys })
	}
	const { AccessKey } = await ask('CreateAccessKey', { UserName })
	await ask('ListAccessKeys', { UserName })
	await ask('GetAccessKeyLastUsed', { AccessKeyId: AccessKey.AccessKeyId })
	return {
		accessKeyId: AccessKey.AccessKeyId as string,
		secretAccessKey: AccessKey.SecretAccessKey as string,
		AccessKeyId: AccessKey.AccessKeyId as string,
	}
}

const HOLDERS = [
	['User', { UserName }],
	['Group', { GroupName }],
	['Role', { RoleName }],
] as const

async function tryRolesAndSessions(ask: Send, speak: Send) {
	const PolicyDocument = policy(allow('sts:*'))
	await ask('PutUserPolicy', { UserName, PolicyName, PolicyDocument })
	await speak('GetCallerIdentity')
	await speak('GetSessionToken', { DurationSeconds: 900 })
	await speak('GetFederationToken', { Name: 'invitee', Policy: policy(allow('s3:*')) })
	await speak('AssumeRole', { RoleArn, RoleSessionName: 'essai', SourceIdentity: 'ada', Tags })
}

async function usePolicies(ask: Send) {
	await ask('CreatePolicy', { PolicyName, PolicyDocument, Description: 'a', Tags })
	await ask('CreatePolicyVersion', { PolicyArn, PolicyDocument: policy(allow('s3:*')), SetAsDefault: true })
	await ask('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' })
	await ask('GetPolicyVersion', { PolicyArn, VersionId: 'v2' })
	await ask('ListPolicyVersions', { PolicyArn })
	await ask('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' })
	await ask('TagPolicy', { PolicyArn, Tags })
	await ask('ListPolicyTags', { PolicyArn })
	await ask('GetPolicy', { PolicyArn })
	await ask('UntagPolicy', { PolicyArn, TagKeys })
	await ask('ListPolicies')
	for (const [noun, named] of HOLDERS) {
		await ask(`Attach${noun}Policy`, { ...named, PolicyArn })
		await ask(`ListAttached${noun}Policies`, named)
	}
	await ask('ListEntitiesForPolicy', { PolicyArn })
	await ask('ListPoliciesGrantingServiceAccess', { Arn: RoleArn, ServiceNamespaces: ['s3', 'sts'] })
	const { JobId } = await ask('GenerateServiceLastAccessedDetails', {
		Arn: PolicyArn,
		Granularity: 'ACTION_LEVEL',
	})
	await ask('GetServiceLastAccessedDetails', { JobId })
	await ask('GetServiceLastAccessedDetailsWithEntities', { JobId, ServiceNamespace: 's3' })
	const asked = { ActionNames: ['s3:GetObject', 'iam:PassRole'] }
	const PolicyInputList = [PolicyDocument]
	await ask('SimulateCustomPolicy', { ...asked, PolicyInputList })
	await ask('SimulatePrincipalPolicy', { ...asked, PolicySourceArn: RoleArn })
	await ask('GetContextKeysForCustomPolicy', { PolicyInputList })
	await ask('GetContextKeysForPrincipalPolicy', { PolicySourceArn: RoleArn })
}

async function useInstanceProfiles(ask: Send) {
	await ask('CreateInstanceProfile', { InstanceProfileName, Tags })
	await ask('AddRoleToInstanceProfile', { InstanceProfileName, RoleName })
	await ask('GetInstanceProfile', { InstanceProfileName })
	await ask('ListInstanceProfiles')
	await ask('ListInstanceProfilesForRole', { RoleName })
	await ask('TagInstanceProfile', { InstanceProfileName, Tags })
	await ask('ListInstanceProfileTags', { InstanceProfileName })
	await ask('UntagInstanceProfile', { InstanceProfileName, TagKeys })
}

async function useServiceCredentials(ask: Send) {
	const { ServiceSpecificCredential } = await ask('CreateServiceSpecificCredential', {
		...{ UserName, ServiceName: 'codecommit.amazonaws.com' },
	})
	const named = {
		UserName,
		ServiceSpecificCredentialId: ServiceSpecificCredential.ServiceSpecificCredentialId,
	}
	await ask('ListServiceSpecificCredentials', { UserName })
	await ask('ResetServiceSpecificCredential', named)
	await ask('UpdateServiceSpecificCredential', { ...named, Status: 'Inactive' })
	await ask('DeleteServiceSpecificCredential', named)
}

async function useSshKeys(ask: Send) {
	const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
	const SSHPublicKeyBody = publicKey.export({ type: 'spki', format: 'pem' })
	const { SSHPublicKey } = await ask('UploadSSHPublicKey', { UserName, SSHPublicKeyBody })
	const named = { UserName, SSHPublicKeyId: SSHPublicKey.SSHPublicKeyId }
	await ask('ListSSHPublicKeys', { UserName })
	await ask('GetSSHPublicKey', { ...named, Encoding: 'SSH' })
	await ask('UpdateSSHPublicKey', { ...named, Status: 'Inactive' })
	await ask('DeleteSSHPublicKey', named)
}

async function useSecondFactor(ask: Send, now: () => number) {
	const { VirtualMFADevice } = await ask('CreateVirtualMFADevice', { VirtualMFADeviceName: 'ada', Tags })
	const { SerialNumber, Base32StringSeed } = VirtualMFADevice
	const code = (steps: number) => codeAt(Buffer.from(Base32StringSeed).toString(), now() + steps * 30_000)
	const device = { UserName, SerialNumber }
	await ask('TagMFADevice', { SerialNumber, Tags })
	await ask('ListMFADeviceTags', { SerialNumber })
	await ask('UntagMFADevice', { SerialNumber, TagKeys })
	await ask('EnableMFADevice', { ...device, AuthenticationCode1: code(-2), AuthenticationCode2: code(-1) })
	await ask('ResyncMFADevice', { ...device, AuthenticationCode1: code(0), AuthenticationCode2: code(1) })
	await ask('ListMFADevices', { UserName })
	await ask('ListVirtualMFADevices')
	await ask('GetMFADevice', device)
	await ask('DeactivateMFADevice', device)
	await ask('DeleteVirtualMFADevice', { SerialNumber })
}

async function useAccount(ask: Send) {
	await ask('CreateAccountAlias', { AccountAlias: 'filiere' })
	await ask('ListAccountAliases')
	await ask('UpdateAccountPasswordPolicy', { MinimumPasswordLength: 12, MaxPasswordAge: 90 })
	await ask('GetAccountPasswordPolicy')
	await ask('DeleteAccountPasswordPolicy')
	const ThumbprintList = ['a'.repeat(40)]
	const ClientID = 'sts.amazonaws.com'
	await ask('CreateOpenIDConnectProvider', { Url: 'https://forge.example', ThumbprintList, Tags })
	await ask('AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID })
	await ask('GetOpenIDConnectProvider', { OpenIDConnectProviderArn })
	await ask('ListOpenIDConnectProviders')
	await ask('RemoveClientIDFromOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID })
	await ask('UpdateOpenIDConnectProviderThumbprint', { OpenIDConnectProviderArn, ThumbprintList })
	await ask('TagOpenIDConnectProvider', { OpenIDConnectProviderArn, Tags })
	await ask('ListOpenIDConnectProviderTags', { OpenIDConnectProviderArn })
	await ask('UntagOpenIDConnectProvider', { OpenIDConnectProviderArn, TagKeys })
	const { Role } = await ask('CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' })
	await ask('GetAccountAuthorizationDetails')
	await ask('GetAccountSummary')
	const { DeletionTaskId } = await ask('DeleteServiceLinkedRole', { RoleName: Role.RoleName })
	await ask('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })
	await ask('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn })
	await ask('DeleteAccountAlias', { AccountAlias: 'filiere' })
}

async function takeAllAway(ask: Send, AccessKeyId: string) {
	await ask('UpdateUser', { UserName, NewPath: '/' })
	await ask('UpdateGroup', { GroupName, NewPath: '/gens/' })
	await ask('UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' })
	await ask('DeleteAccessKey', { UserName, AccessKeyId })
	await ask('RemoveUserFromGroup', { GroupName, UserName })
	await ask('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName })
	await ask('DeleteInstanceProfile', { InstanceProfileName })
	for (const [noun, named] of HOLDERS) {
		await ask(`Detach${noun}Policy`, { ...named, PolicyArn })
		await ask(`Delete${noun}Policy`, { ...named, PolicyName })
		await ask(`Delete${noun}`, named)
	}
	await ask('DeletePolicy', { PolicyArn })
}
