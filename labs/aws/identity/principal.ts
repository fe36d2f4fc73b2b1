/** Who makes a call, as IAM sees it. */
export type Principal =
	| RootPrincipal
	| UserPrincipal
	| RolePrincipal
	| FederatedPrincipal
	| ServicePrincipal
	| AnonymousPrincipal

/** What further tells who speaks. */
interface Speaker {
	/** When the code of a second factor was taken for the session, virtual time, epoch milliseconds. */
	mfaAt?: number
	/** In a simulation that names no caller: no condition key tells who it is. */
	unnamed?: true
}

/** The account itself: full rights, policies do not bind it. */
export interface RootPrincipal extends Speaker {
	type: 'root'
	account: string
	arn: string
	accessKeyId?: string
	via?: string
}

export interface UserPrincipal extends Speaker {
	type: 'user'
	account: string
	arn: string
	userName: string
	userId: string
	accessKeyId?: string
	/** Service that passes its own request on to another in the caller's name, e.g. `s3` to `kms`. */
	via?: string
}

/** A session of a role: `arn` is the session's, `roleArn` the role's. */
export interface RolePrincipal extends Speaker {
	type: 'role'
	account: string
	arn: string
	roleArn: string
	roleName: string
	roleId: string
	sessionName: string
	/** Policies given when the session was made; they only narrow. */
	sessionPolicies?: ReadonlyArray<string>
	/** Tags given when the session was made; they win over the role's. */
	sessionTags?: Readonly<Record<string, string>>
	/** Keys of those that sessions made from this one get as well. */
	transitiveTagKeys?: ReadonlyArray<string>
	/** Who is behind the session; sessions made from this one keep it. */
	sourceIdentity?: string
	/** AWS service that assumed the role to work on the owner's behalf, e.g. `codepipeline.amazonaws.com`. */
	invokedBy?: string
	/** What that service works for, e.g. the name of a pipeline, where the called service tells it. */
	invokedFor?: string
	accessKeyId?: string
	via?: string
}

/** A session that a user, or the root, opened for someone under a name (GetFederationToken). */
export interface FederatedPrincipal {
	type: 'federated'
	account: string
	arn: string
	name: string
	/** Whose rights the session policies narrow. */
	issuer: RootPrincipal | UserPrincipal
	/** Without one the session may do nothing by itself. */
	sessionPolicies: ReadonlyArray<string>
	sessionTags?: Readonly<Record<string, string>>
	accessKeyId?: string
	via?: string
}

/** An AWS service in its own name, e.g. what the clock sets in motion. */
export interface ServicePrincipal {
	type: 'service'
	account: string
	service: string
	arn: string
	/** The resource for which it calls, which policies know as aws:SourceArn. */
	sourceArn?: string
}

/** A request without a signature. */
export interface AnonymousPrincipal {
	type: 'anonymous'
	account: string
	arn: string
}

/** Nobody in particular: policies know it as `*`. */
export const ANONYMOUS: AnonymousPrincipal = { type: 'anonymous', account: '', arn: 'anonymous' }

/** A service of AWS in its own name, by the name of its model, for a resource of somebody's. */
export function awsService(name: string, sourceArn?: string): ServicePrincipal {
	const service = `${name}.amazonaws.com`
	return { type: 'service', account: '', service, arn: service, ...(sourceArn && { sourceArn }) }
}

/** The caller when a service passes a request on to another in the caller's name. */
export function through(principal: Principal, service: string): Principal {
	return principal.type === 'service' || principal.type === 'anonymous'
		? principal
		: { ...principal, via: service }
}
