import { parseArn } from '../../arn.ts'
import type { Access } from '../../identity/access.ts'
import type { Call } from '../../service.ts'
import type { Scope } from '../../world/world.ts'
import { type Secret, secrets } from './collections.ts'
import { markedForDeletion, notFound } from './secrets-error.ts'

/** A secret and where it is: an ARN may name one of another account. */
export interface Located {
	secret: Readonly<Secret>
	scope: Scope
}

/** The secret of a name, an ARN, or an ARN without its six last characters. */
export function findSecret(call: Call, secretId: string): Located | undefined {
	const arn = parseArn(secretId)
	if (!secretId.startsWith('arn:')) return located(call, call.scope, secretId)
	if (arn?.service !== 'secretsmanager') return
	const scope = { account: arn.account, region: arn.region }
	const name = arn.resource.replace(/^secret:/, '')
	const whole = located(call, scope, name.replace(/-[A-Za-z0-9]{6}$/, ''))
	if (whole?.secret.arn === secretId) return whole
	return located(call, scope, name)
}

function located(call: Call, scope: Scope, name: string): Located | undefined {
	const secret = call.world.get(secrets, scope, name)
	return secret && { secret, scope }
}

/** The same; throws ResourceNotFoundException. */
export function requireSecret(call: Call, secretId = ''): Located {
	const found = findSecret(call, secretId)
	if (!found) throw notFound()
	return found
}

/** One that is not about to go. Throws AwsError. */
export function requireLiving(call: Call, secretId = ''): Located {
	const found = requireSecret(call, secretId)
	if (found.secret.deletesAt !== undefined) throw markedForDeletion()
	return found
}

/** The access of an operation on the secret that its input names. */
export function onSecret(action: string) {
	return ({ SecretId = '' }: { SecretId?: string }, call: Call): Access => accessTo(call, action, SecretId)
}

export function accessTo(call: Call, action: string, secretId: string): Access {
	const found = findSecret(call, secretId)
	const resource = found?.secret.arn ?? arnOf(call.scope, secretId, '??????')
	const tags = Object.entries(found?.secret.tags ?? {})
	return {
		action: `secretsmanager:${action}`,
		resource,
		resourceAccount: found?.scope.account ?? call.scope.account,
		resourcePolicy: found?.secret.policy,
		context: {
			'secretsmanager:SecretId': resource,
			...Object.fromEntries(tags.map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
		},
	}
}

/** `arn:aws:secretsmanager:region:account:secret:name-suffix` */
export function arnOf({ region, account }: Scope, name: string, suffix: string): string {
	if (name.startsWith('arn:')) return name
	return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`
}

export function put(call: Call, { scope, secret }: Located): void {
	call.world.put(secrets, scope, secret.name, secret)
}
