import type { Call } from '../../service.ts'
import { WORLD_SCOPE } from '../../world/kernel.ts'
import { type Session, sessions } from './collections.ts'

/** Makes temporary credentials that speak for a principal, and keeps them. */
export function openSession(call: Call, principal: Session['principal'], seconds: number) {
	const accessKeyId = call.ids.accessKeyId('ASIA')
	const session = call.world.put(sessions, WORLD_SCOPE, accessKeyId, {
		accessKeyId,
		secretAccessKey: call.ids.secretAccessKey(),
		sessionToken: `IQoJb3JpZ2luX2Vj${Array.from({ length: 5 }, () => call.ids.base64url(43)).join('')}`,
		createdAt: call.now,
		expiresAt: call.now + seconds * 1000,
		principal: { ...principal, accessKeyId },
	})
	return {
		AccessKeyId: session.accessKeyId,
		SecretAccessKey: session.secretAccessKey,
		SessionToken: session.sessionToken,
		Expiration: new Date(session.expiresAt),
	}
}
