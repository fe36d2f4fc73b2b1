import type {
	DisableKeyRotationRequest,
	EnableKeyRotationRequest,
	GetKeyRotationStatusRequest,
	RotateKeyOnDemandRequest,
} from '@aws-sdk/client-kms'
import { type Call, operation } from '../../service.ts'
import { onKey } from './access.ts'
import { type Key, keys } from './collections.ts'
import { requireKeyByItself } from './key-id.ts'
import { unsupported } from './kms-error.ts'
import { assertCustomers, put, requireUsable } from './store.ts'

const DAY = 24 * 60 * 60_000

export const enableKeyRotation = operation<EnableKeyRotationRequest, object>({
	access: onKey('EnableKeyRotation'),
	run({ KeyId = '', RotationPeriodInDays = 365 }, call) {
		const { key, scope } = requireUsable(call, KeyId, ['Enabled'])
		assertRotatable(key)
		const nextAt = call.now + RotationPeriodInDays * DAY
		put(call, scope, { ...key, rotation: { periodInDays: RotationPeriodInDays, nextAt } })
		call.schedule(nextAt, `rotate|${key.keyId}`, scope)
		return {}
	},
})

export const disableKeyRotation = operation<DisableKeyRotationRequest, object>({
	access: onKey('DisableKeyRotation'),
	run({ KeyId = '' }, call) {
		const { key, scope } = requireUsable(call, KeyId, ['Enabled'])
		assertRotatable(key)
		const { rotation: _, ...kept } = key
		put(call, scope, kept)
		return {}
	},
})

export const getKeyRotationStatus = operation<GetKeyRotationStatusRequest, object>({
	access: onKey('GetKeyRotationStatus'),
	run({ KeyId = '' }, call) {
		const { arn, rotation } = requireKeyByItself(call, KeyId).key
		if (!rotation) return { KeyRotationEnabled: false, KeyId: arn }
		const { periodInDays, nextAt } = rotation
		const dates = { RotationPeriodInDays: periodInDays, NextRotationDate: new Date(nextAt) }
		return { KeyRotationEnabled: true, KeyId: arn, ...dates }
	},
})

export const rotateKeyOnDemand = operation<RotateKeyOnDemandRequest, object>({
	access: onKey('RotateKeyOnDemand'),
	run({ KeyId = '' }, call) {
		const { key, scope } = requireUsable(call, KeyId, ['Enabled'])
		assertRotatable(key)
		put(call, scope, withNewMaterial(call, key))
		return { KeyId: key.arn }
	},
})

/** The moment of a rotation has come; one that was switched off, or moved, is ignored. */
export function rotate(call: Call, keyId: string): void {
	const key = call.world.get(keys, call.scope, keyId)
	if (key?.rotation?.nextAt !== call.now || key.state !== 'Enabled') return
	const nextAt = call.now + key.rotation.periodInDays * DAY
	put(call, call.scope, { ...withNewMaterial(call, key), rotation: { ...key.rotation, nextAt } })
	call.schedule(nextAt, `rotate|${keyId}`)
}

function withNewMaterial(call: Call, key: Readonly<Key>): Key {
	return { ...key, materials: [...key.materials, call.ids.hex(64)] }
}

function assertRotatable(key: Readonly<Key>): void {
	assertCustomers(key)
	if (key.usage !== 'ENCRYPT_DECRYPT') throw unsupported(`Rotation of ${key.arn}`)
}
