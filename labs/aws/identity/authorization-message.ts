import { createHmac, timingSafeEqual } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { entropies, ONLY, WORLD_SCOPE } from '../world/kernel.ts'
import type { WorldReader } from '../world/world.ts'
import type { Decision } from './access.ts'
import type { Principal } from './principal.ts'

// The encoded message that EC2 adds to its refusals, for sts:DecodeAuthorizationMessage:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html

const MAC_BYTES = 16
/** Longest text that a message may hold, in bytes. */
const TEXT_LIMIT = 64 * 1024

/** A refusal as only its own world reads it again. */
export function encodeRefusal(world: WorldReader, principal: Principal, decision: Decision): string {
	const text = deflateRawSync(JSON.stringify(tell(principal, decision)))
	return Buffer.concat([macOf(world, text), text]).toString('base64url')
}

/** The text of a message, or undefined when this world did not write it. */
export function decodeRefusal(world: WorldReader, encoded: string): string | undefined {
	const bytes = Buffer.from(encoded, 'base64url')
	if (bytes.byteLength <= MAC_BYTES) return
	const text = bytes.subarray(MAC_BYTES)
	if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(world, text))) return
	return inflateRawSync(text, { maxOutputLength: TEXT_LIMIT }).toString('utf8')
}

function macOf(world: WorldReader, text: Uint8Array): Uint8Array {
	const seed = world.get(entropies, WORLD_SCOPE, ONLY)?.seed ?? ''
	return createHmac('sha256', `authorization-message:${seed}`).update(text).digest().subarray(0, MAC_BYTES)
}

/** What AWS tells of a decision. */
function tell(principal: Principal, decision: Decision): object {
	const { action, resource, matched, reason } = decision
	const denying = matched.filter(({ effect }) => effect === 'Deny')
	return {
		allowed: false,
		explicitDeny: reason === 'explicit-deny',
		matchedStatements: {
			items: denying.map(({ sid, effect, policy }) => ({
				statementId: sid ?? '',
				effect: effect.toUpperCase(),
				sourcePolicyId: policy,
			})),
		},
		failures: { items: [] },
		context: {
			principal: { ...identify(principal), arn: principal.arn },
			action,
			resource,
			conditions: { items: [] },
		},
	}
}

function identify(principal: Principal): { id: string; name?: string } {
	switch (principal.type) {
		case 'user':
			return { id: principal.userId, name: principal.userName }
		case 'role':
			return { id: `${principal.roleId}:${principal.sessionName}` }
		case 'federated':
			return { id: `${principal.account}:${principal.name}` }
		default:
			return { id: principal.account }
	}
}
