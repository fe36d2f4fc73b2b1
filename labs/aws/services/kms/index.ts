import type { Call, Service } from '../../service.ts'
import { createAlias, deleteAlias, listAliases, updateAlias } from './aliases.ts'
import { grants, keys } from './collections.ts'
import {
	decrypt,
	encrypt,
	generateDataKey,
	generateDataKeyWithoutPlaintext,
	generateMac,
	generateRandom,
	reEncrypt,
	verifyMac,
} from './crypto.ts'
import { createGrant, listGrants, listRetirableGrants, retireGrant, revokeGrant } from './grants.ts'
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './key-policy.ts'
import {
	cancelKeyDeletion,
	createKey,
	describeKey,
	disableKey,
	enableKey,
	listKeys,
	scheduleKeyDeletion,
	updateKeyDescription,
} from './keys.ts'
import {
	disableKeyRotation,
	enableKeyRotation,
	getKeyRotationStatus,
	rotate,
	rotateKeyOnDemand,
} from './rotation.ts'
import { listResourceTags, tagResource, untagResource } from './tags.ts'

/** AWS Key Management Service: symmetric and HMAC keys that really encrypt, under their own policies and grants. */
export const kms: Service = {
	name: 'kms',
	operations: {
		CancelKeyDeletion: cancelKeyDeletion,
		CreateAlias: createAlias,
		CreateGrant: createGrant,
		CreateKey: createKey,
		Decrypt: decrypt,
		DeleteAlias: deleteAlias,
		DescribeKey: describeKey,
		DisableKey: disableKey,
		DisableKeyRotation: disableKeyRotation,
		EnableKey: enableKey,
		EnableKeyRotation: enableKeyRotation,
		Encrypt: encrypt,
		GenerateDataKey: generateDataKey,
		GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
		GenerateMac: generateMac,
		GenerateRandom: generateRandom,
		GetKeyPolicy: getKeyPolicy,
		GetKeyRotationStatus: getKeyRotationStatus,
		ListAliases: listAliases,
		ListGrants: listGrants,
		ListKeyPolicies: listKeyPolicies,
		ListKeys: listKeys,
		ListResourceTags: listResourceTags,
		ListRetirableGrants: listRetirableGrants,
		PutKeyPolicy: putKeyPolicy,
		ReEncrypt: reEncrypt,
		RetireGrant: retireGrant,
		RevokeGrant: revokeGrant,
		RotateKeyOnDemand: rotateKeyOnDemand,
		ScheduleKeyDeletion: scheduleKeyDeletion,
		TagResource: tagResource,
		UntagResource: untagResource,
		UpdateAlias: updateAlias,
		UpdateKeyDescription: updateKeyDescription,
		VerifyMac: verifyMac,
	},
	step(subject, call) {
		const [kind, keyId = ''] = subject.split('|')
		if (kind === 'rotate') return rotate(call, keyId)
		deleteKey(call, keyId)
	},
}

/** The last moment of a key has come, unless its deletion was cancelled. */
function deleteKey(call: Call, keyId: string): void {
	const key = call.world.get(keys, call.scope, keyId)
	if (key?.state !== 'PendingDeletion' || key.deletesAt !== call.now) return
	for (const [id] of call.world.entries(grants, call.scope, { prefix: `${keyId}/` }))
		call.world.delete(grants, call.scope, id)
	call.world.delete(keys, call.scope, keyId)
}
