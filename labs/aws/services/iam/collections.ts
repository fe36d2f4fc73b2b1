import { collection, type Scope } from '../../world/world.ts'

/** An AWS account of the world. */
export interface Account {
	id: string
	alias?: string
	createdAt: number
	/** Keys of the account's root; AWS allows two. */
	accessKeyIds: ReadonlyArray<string>
}

export type Tags = Readonly<Record<string, string>>

/** What users, groups and roles have in common. */
interface Identity {
	account: string
	arn: string
	path: string
	createdAt: number
	/** Inline policies: JSON text as it was put, by name. */
	inlinePolicies: Readonly<Record<string, string>>
	/** ARNs of managed policies, in the order they were attached. */
	attachedPolicies: ReadonlyArray<string>
}

export interface User extends Identity {
	userName: string
	userId: string
	tags: Tags
	/** ARN of a managed policy. */
	permissionsBoundary?: string
	accessKeyIds: ReadonlyArray<string>
	/** Names of groups. */
	groups: ReadonlyArray<string>
	/** A password for the console. It is not kept: there is no console to sign in to. */
	loginProfile?: { createdAt: number; resetRequired: boolean }
}

export interface Group extends Identity {
	groupName: string
	groupId: string
}

export interface Role extends Identity {
	roleName: string
	roleId: string
	tags: Tags
	permissionsBoundary?: string
	/** Trust policy, JSON text as it was put. */
	assumeRolePolicy: string
	description?: string
	/** Seconds. */
	maxSessionDuration: number
}

export interface PolicyVersion {
	versionId: string
	/** JSON text as it was put. */
	document: string
	createdAt: number
}

/** A managed policy of the account's own. */
export interface ManagedPolicy {
	policyName: string
	policyId: string
	arn: string
	path: string
	description?: string
	createdAt: number
	updatedAt: number
	defaultVersionId: string
	/** Oldest first. */
	versions: ReadonlyArray<PolicyVersion>
	/** Versions ever made; numbers are never used twice. */
	versionsMade: number
	tags: Tags
}

/** What hands a role to EC2 instances. */
export interface InstanceProfile {
	name: string
	id: string
	arn: string
	path: string
	createdAt: number
	tags: Tags
	/** Name of the one role in it. */
	roleName?: string
}

/** A service-linked role that was deleted. Id: the task's id as callers know it. */
export interface DeletionTask {
	roleName: string
	at: number
}

/** Whose tokens an account takes for web identities. */
export interface OidcProvider {
	/** Without its scheme, as it is answered. */
	url: string
	arn: string
	createdAt: number
	clientIds: ReadonlyArray<string>
	thumbprints: ReadonlyArray<string>
	tags: Tags
}

/** What passwords of an account's users must be like. */
export interface PasswordPolicy {
	minimumLength: number
	requireSymbols: boolean
	requireNumbers: boolean
	requireUppercase: boolean
	requireLowercase: boolean
	allowChange: boolean
	/** Days; 0 for ever. */
	maxAge: number
	reusePrevention?: number
	hardExpiry: boolean
}

/** When a key last asked for something, as closely as it is kept: to an hour. */
export interface LastUse {
	at: number
	region: string
	service: string
}

/** What an identity last did with a service; each action is kept less closely than the service. */
export interface AccessedService {
	at: number
	region: string
	/** By the names of operations. */
	actions: Readonly<Record<string, { at: number; region: string }>>
}

/** A user or a role as a report on past accesses saw it. */
export interface ReportedEntity {
	arn: string
	type: 'USER' | 'ROLE'
	name: string
	id: string
	path: string
	/** By namespace. */
	services: Readonly<Record<string, AccessedService>>
}

/** A report on what identities may use, and used last. */
export interface AccessReport {
	/** Of the user, role, group or policy that it is about. */
	arn: string
	/** ARN of who asked for it. */
	by: string
	createdAt: number
	granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL'
	/** Policy texts. */
	policies: ReadonlyArray<string>
	entities: ReadonlyArray<ReportedEntity>
}

/** What a user signs in with to one service; the password is kept to be compared. */
export interface ServiceCredential {
	id: string
	userId: string
	/** `codecommit.amazonaws.com` */
	service: string
	/** `ada-at-111122223333`; it stays when the user is renamed. */
	serviceUserName: string
	password: string
	status: 'Active' | 'Inactive'
	createdAt: number
}

/** A public key that a user signs in to git with. */
export interface SshKey {
	id: string
	userId: string
	/** As it was uploaded. */
	body: string
	fingerprint: string
	status: 'Active' | 'Inactive'
	uploadedAt: number
}

/** A virtual device of a second factor. */
export interface MfaDevice {
	/** Its ARN. */
	serialNumber: string
	/** Base64. */
	seed: string
	tags: Tags
	/** The user that it is enabled for. */
	holder?: { userId: string; enabledAt: number }
	/** The step of the last code that was taken: no code counts twice. */
	lastStep?: number
}

/** A long-term key; `userName` is missing for the account's root. */
export interface AccessKey {
	accessKeyId: string
	secretAccessKey: string
	account: string
	userName?: string
	status: 'Active' | 'Inactive'
	createdAt: number
}

/** Id: the account. */
export const accounts = collection<Account>('iam', 'accounts', 'world')
// Names of IAM are not distinguished by case: ids come from `nameId`.
export const users = collection<User>('iam', 'users', 'account')
export const groups = collection<Group>('iam', 'groups', 'account')
export const roles = collection<Role>('iam', 'roles', 'account')
export const instanceProfiles = collection<InstanceProfile>('iam', 'instance-profiles', 'account')
export const deletionTasks = collection<DeletionTask>('iam', 'deletion-tasks', 'account')
/** Id: the ARN. */
export const oidcProviders = collection<OidcProvider>('iam', 'oidc-providers', 'account')
/** One of an account's. */
export const passwordPolicies = collection<PasswordPolicy>('iam', 'password-policy', 'account')
export const managedPolicies = collection<ManagedPolicy>('iam', 'policies', 'account')
/** Every long-term key of the world, so that a signature finds its account. Id: the access key id. */
export const accessKeys = collection<AccessKey>('iam', 'access-keys', 'world')

/** Id: an access key id. */
export const lastUses = collection<LastUse>('iam', 'last-uses', 'world')
/** Id: a user's or a role's id. */
export const accessedServices = collection<{ services: Readonly<Record<string, AccessedService>> }>(
	'iam',
	'accessed-services',
	'world',
)
/** Id: the credential's. */
export const serviceCredentials = collection<ServiceCredential>('iam', 'service-credentials', 'account')
/** Id: the key's. */
export const sshKeys = collection<SshKey>('iam', 'ssh-keys', 'account')
/** Id: the serial number. */
export const mfaDevices = collection<MfaDevice>('iam', 'mfa-devices', 'account')
/** Id: the job's. */
export const accessReports = collection<AccessReport>('iam', 'access-reports', 'account')

/** The id of a named document: `johndoe` and `JohnDoe` are the same user. */
export function nameId(name: string): string {
	return name.toLowerCase()
}

/** Where an account's identities are kept: IAM has no Region. */
export function iamScope(account: string): Scope {
	return { account, region: '' }
}
