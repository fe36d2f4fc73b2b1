import { createHash, timingSafeEqual } from 'node:crypto'
import type { Gate } from '../../../identity/gate.ts'
import type { Principal } from '../../../identity/principal.ts'
import type { ParsedRequest } from '../../../wire/protocols/message.ts'
import { sandboxKeyOf } from '../../../wire/webhook-address.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import type { Scope } from '../../../world/world.ts'
import { logins } from '../collections.ts'

/** For whom a request speaks, and which registry it is to. */
export interface RegistryCaller {
	sandbox: Sandbox
	principal: Principal
	scope: Scope
}

/** Whose password a request brings; undefined when it brings none that is good. */
export async function registryCaller(
	gate: Gate,
	{ headers }: Pick<ParsedRequest, 'headers'>,
): Promise<RegistryCaller | undefined> {
	const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '') ?? []
	const [name, password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
	if (name !== 'AWS' || password === '') return
	const sandbox = await gate.findSandbox(sandboxKeyOf(password))
	if (!sandbox) return
	for (const { scope, document } of sandbox.world.everywhere(logins)) {
		const login = document.passwords.find((one) => sameText(one.password, password))
		if (login)
			return login.expiresAt > sandbox.now() ? { sandbox, principal: login.principal, scope } : undefined
	}
}

function sameText(one: string, other: string): boolean {
	const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest())
	return left !== undefined && right !== undefined && timingSafeEqual(left, right)
}
