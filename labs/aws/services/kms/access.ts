import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import { type Grant, grants, type Key } from './collections.ts'
import { kmsArn, type Located, requireKey } from './key-id.ts'

export type EncryptionContext = Readonly<Record<string, string>>

/**
 * The access to a key: its policy decides, and its grants beside it. A grant is
 * evaluated as a statement of the key's, so that a refusal tells it with the rest.
 */
export function keyAccess(
	call: Call,
	action: string,
	{ key, scope }: Located,
	context: EncryptionContext = {},
): Access {
	const given = call.world
		.list(grants, scope, { prefix: `${key.keyId}/` })
		.filter(({ operations }) => operations.includes(action))
	return {
		action: `kms:${action}`,
		resource: key.arn,
		resourceAccount: scope.account,
		resourcePolicy: given.length === 0 ? key.policy : withGrants(key, given, action),
		context: { ...contextKeys(call, context), ...tagKeys(key) },
	}
}

/** The access of an operation on the key that its input names. */
export function onKey(action: string) {
	return ({ KeyId = '' }: { KeyId?: string }, call: Call): Access =>
		keyAccess(call, action, requireKey(call, KeyId))
}

/** The access of an operation on no key, such as making one. */
export function onNoKey(action: string) {
	return (_: unknown, call: Call): Access => ({
		action: `kms:${action}`,
		resource: '*',
		// No key's policy is asked where there is no key: the account's own policies decide.
		resourcePolicy: ownAccount(call),
		context: contextKeys(call, {}),
	})
}

/** The access to an alias, which has no policy of its own. */
export function aliasAccess(call: Call, action: string, name: string): Access {
	return {
		action: `kms:${action}`,
		resource: kmsArn(call.scope, name),
		resourcePolicy: ownAccount(call),
		context: contextKeys(call, {}),
	}
}

function ownAccount({ scope }: Call): string {
	return JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Effect: 'Allow',
				Principal: { AWS: `arn:aws:iam::${scope.account}:root` },
				Action: 'kms:*',
				Resource: '*',
			},
		],
	})
}

function contextKeys(
	{ principal, scope }: Call,
	context: EncryptionContext,
): Record<string, string | Array<string>> {
	const via = 'via' in principal ? principal.via : undefined
	const own = Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value])
	return {
		...Object.fromEntries(own),
		...(own.length > 0 && { 'kms:EncryptionContextKeys': Object.keys(context) }),
		'kms:CallerAccount': principal.account,
		...(via !== undefined && { 'kms:ViaService': `${via}.${scope.region}.amazonaws.com` }),
	}
}

function tagKeys({ tags }: Readonly<Key>): Record<string, string> {
	return Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]))
}

function withGrants(key: Readonly<Key>, given: ReadonlyArray<Readonly<Grant>>, action: string): string {
	const policy = JSON.parse(key.policy) as { Statement: unknown }
	const own = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]
	return JSON.stringify({
		...policy,
		Statement: [...own, ...given.map((grant) => statementOf(grant, action))],
	})
}

function statementOf({ grantId, grantee, constraints }: Readonly<Grant>, action: string): object {
	const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = constraints ?? {}
	const wanted = Object.entries(equals ?? subset ?? {})
	const exact = Object.fromEntries(wanted.map(([key, value]) => [`kms:EncryptionContext:${key}`, value]))
	const condition = {
		...(wanted.length > 0 && { StringEquals: exact }),
		...(equals && {
			'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': wanted.map(([key]) => key) },
		}),
	}
	return {
		Sid: `Grant${grantId}`,
		Effect: 'Allow',
		Principal: { AWS: grantee },
		Action: `kms:${action}`,
		Resource: '*',
		...(wanted.length > 0 && { Condition: condition }),
	}
}
