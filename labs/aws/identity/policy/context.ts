import { parseArn } from '../../arn.ts'
import type { Access } from '../access.ts'
import type { Principal } from '../principal.ts'
import type { Resolve } from './glob.ts'

/** Condition keys of one request, by lower-case name. */
export type RequestContext = Pick<ReadonlyMap<string, ReadonlyArray<string>>, 'get'>

/** What a context is made of. */
export interface ContextSource {
	principal: Principal
	/** Tags of the user or role, and of the session over them. */
	principalTags: Readonly<Record<string, string>>
	access: Access
	/** Virtual time, epoch milliseconds. */
	now: number
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

/** Few policies ask for the time: it is written out for those alone. */
class RequestKeys extends Map<string, ReadonlyArray<string>> {
	readonly #now: number

	constructor(now: number) {
		super()
		this.#now = now
	}

	override get(key: string): ReadonlyArray<string> | undefined {
		const known = super.get(key)
		if (known) return known
		if (key === 'aws:currenttime') return [new Date(this.#now).toISOString()]
		if (key === 'aws:epochtime') return [String(Math.floor(this.#now / 1000))]
	}
}

/** The global keys of a request and its own; its own win. */
export function createContext({ principal, principalTags, access, now }: ContextSource): RequestContext {
	const context = new RequestKeys(now)
	const set = (key: string, value: string | ReadonlyArray<string> | undefined) => {
		if (value === undefined) return
		context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value)
	}
	// The emulator speaks plain HTTP on one machine; policies that insist on TLS must not close it.
	set('aws:SecureTransport', 'true')
	const via = 'via' in principal ? principal.via : undefined
	set('aws:ViaAWSService', String(via !== undefined))
	if (via !== undefined) set('aws:CalledVia', [`${via}.amazonaws.com`])
	set('aws:PrincipalIsAWSService', String(principal.type === 'service'))
	if (principal.type === 'service' && principal.sourceArn !== undefined) {
		set('aws:SourceArn', principal.sourceArn)
		set('aws:SourceAccount', parseArn(principal.sourceArn)?.account)
	}
	set('aws:ResourceAccount', access.resourceAccount ?? principal.account)
	if (!('unnamed' in principal)) {
		for (const [key, value] of principalKeys(principal)) set(key, value)
		for (const [key, value] of sessionKeys(principal, now)) set(key, value)
	}
	for (const [tag, value] of Object.entries(principalTags)) set(`aws:PrincipalTag/${tag}`, value)
	for (const [key, value] of Object.entries(access.context ?? {})) set(key, value)
	return context
}

function principalKeys(principal: Principal): Array<[key: string, value: string]> {
	switch (principal.type) {
		case 'root':
			return accountKeys('Account', principal.account, principal.arn, principal.account)
		case 'user':
			return [
				['aws:username', principal.userName],
				...accountKeys('User', principal.account, principal.arn, principal.userId),
			]
		case 'role':
			return accountKeys(
				'AssumedRole',
				principal.account,
				principal.roleArn,
				`${principal.roleId}:${principal.sessionName}`,
			)
		case 'federated':
			return accountKeys(
				'FederatedUser',
				principal.account,
				principal.arn,
				`${principal.account}:${principal.name}`,
			)
		case 'service':
			return [['aws:PrincipalServiceName', principal.service]]
		case 'anonymous':
			return [
				['aws:PrincipalType', 'Anonymous'],
				['aws:userid', 'anonymous'],
			]
	}
}

/** What temporary credentials add. */
function sessionKeys(principal: Principal, now: number): Array<[key: string, value: string]> {
	const keyId = 'accessKeyId' in principal ? principal.accessKeyId : undefined
	const keys: Array<[string, string]> = []
	const mfaAt = 'mfaAt' in principal ? principal.mfaAt : undefined
	if (keyId?.startsWith('ASIA')) keys.push(['aws:MultiFactorAuthPresent', String(mfaAt !== undefined)])
	if (mfaAt !== undefined) keys.push(['aws:MultiFactorAuthAge', String(Math.floor((now - mfaAt) / 1000))])
	if (principal.type === 'role' && principal.sourceIdentity !== undefined)
		keys.push(['aws:SourceIdentity', principal.sourceIdentity])
	return keys
}

function accountKeys(type: string, account: string, arn: string, userId: string): Array<[string, string]> {
	return [
		['aws:PrincipalType', type],
		['aws:PrincipalAccount', account],
		['aws:PrincipalArn', arn],
		['aws:userid', userId],
	]
}

/** Reads a policy variable: a key of the request that has one value. */
export function variablesOf(context: RequestContext): Resolve {
	return (key) => {
		const values = context.get(key.toLowerCase())
		return values?.length === 1 ? values[0] : undefined
	}
}
