import type {
	CancelKeyDeletionRequest,
	CreateKeyRequest,
	DescribeKeyRequest,
	DisableKeyRequest,
	EnableKeyRequest,
	KeyMetadata,
	ListKeysRequest,
	ScheduleKeyDeletionRequest,
	UpdateKeyDescriptionRequest,
} from '@aws-sdk/client-kms'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { onKey, onNoKey } from './access.ts'
import { type Key, keys } from './collections.ts'
import { kmsArn, type Located, requireKey, requireKeyByItself } from './key-id.ts'
import { assertPolicy, defaultPolicy } from './key-policy.ts'
import { unsupported } from './kms-error.ts'
import { pageOf } from './pages.ts'
import { assertCustomers, put, requireUsable } from './store.ts'
import { readTags } from './tags.ts'

const DAY = 24 * 60 * 60_000
/** Customer keys of a Region: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html says 100,000; ours. */
const KEYS_AT_MOST = 1_000

export const createKey = operation<CreateKeyRequest, object>({
	access: onNoKey('CreateKey'),
	run(input, call) {
		const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
		const isMac = spec.startsWith('HMAC_')
		if (spec !== 'SYMMETRIC_DEFAULT' && !isMac) throw unsupported(`A key of spec ${spec}`)
		const usage = isMac ? 'GENERATE_VERIFY_MAC' : 'ENCRYPT_DECRYPT'
		if ((input.KeyUsage ?? 'ENCRYPT_DECRYPT') !== usage) {
			// Of moto's tests.
			if (isMac && input.KeyUsage === undefined)
				throw new AwsError(
					'ValidationException',
					'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
				)
			throw new AwsError(
				'ValidationException',
				`KeyUsage ${input.KeyUsage} is not compatible with KeySpec ${spec}`,
			)
		}
		if (input.MultiRegion) throw unsupported('A multi-Region key')
		if ((input.Origin ?? 'AWS_KMS') !== 'AWS_KMS') throw unsupported(`A key of origin ${input.Origin}`)
		if (call.world.list(keys, call.scope).length >= KEYS_AT_MOST)
			throw new AwsError('LimitExceededException', `There can only be up to ${KEYS_AT_MOST} keys`)
		const keyId = call.ids.uuid()
		const arn = kmsArn(call.scope, `key/${keyId}`)
		const policy = input.Policy ?? defaultPolicy(call.scope.account)
		assertPolicy(call, arn, policy, input.BypassPolicyLockoutSafetyCheck)
		const key = call.world.put(keys, call.scope, keyId, {
			keyId,
			arn,
			createdAt: call.now,
			description: input.Description ?? '',
			usage,
			spec,
			state: 'Enabled',
			manager: 'CUSTOMER',
			policy,
			tags: readTags(input.Tags),
			materials: [call.ids.hex(64)],
		})
		return { KeyMetadata: metadataOf({ key, scope: call.scope }) }
	},
})

export const describeKey = operation<DescribeKeyRequest, object>({
	access: onKey('DescribeKey'),
	run: ({ KeyId = '' }, call) => ({ KeyMetadata: metadataOf(requireKey(call, KeyId)) }),
})

export const listKeys = operation<ListKeysRequest, object>({
	access: onNoKey('ListKeys'),
	run(input, call) {
		const { page, ...rest } = pageOf(call.world.list(keys, call.scope), input, 100)
		return { Keys: page.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...rest }
	},
})

export const updateKeyDescription = operation<UpdateKeyDescriptionRequest, object>({
	access: onKey('UpdateKeyDescription'),
	run({ KeyId = '', Description = '' }, call) {
		const found = requireUsable(call, KeyId, ['Enabled', 'Disabled'])
		put(call, found.scope, { ...found.key, description: Description })
		return {}
	},
})

export const enableKey = operation<EnableKeyRequest, object>({
	access: onKey('EnableKey'),
	run: ({ KeyId = '' }, call) => setState(call, KeyId, 'Enabled'),
})

export const disableKey = operation<DisableKeyRequest, object>({
	access: onKey('DisableKey'),
	run: ({ KeyId = '' }, call) => setState(call, KeyId, 'Disabled'),
})

export const scheduleKeyDeletion = operation<ScheduleKeyDeletionRequest, object>({
	access: onKey('ScheduleKeyDeletion'),
	run({ KeyId = '', PendingWindowInDays = 30 }, call) {
		const { key, scope } = requireUsable(call, KeyId, ['Enabled', 'Disabled'])
		assertCustomers(key)
		const deletesAt = call.now + PendingWindowInDays * DAY
		put(call, scope, { ...key, state: 'PendingDeletion', deletesAt })
		call.schedule(deletesAt, `delete|${key.keyId}`, scope)
		const state = { KeyState: 'PendingDeletion', PendingWindowInDays }
		return { KeyId: key.arn, DeletionDate: new Date(deletesAt), ...state }
	},
})

/** A key that was to be deleted is there again, disabled. */
export const cancelKeyDeletion = operation<CancelKeyDeletionRequest, object>({
	access: onKey('CancelKeyDeletion'),
	run({ KeyId = '' }, call) {
		const { key, scope } = requireKeyByItself(call, KeyId)
		if (key.state !== 'PendingDeletion')
			throw new AwsError('KMSInvalidStateException', `${key.arn} is not pending deletion.`)
		const { deletesAt: _, ...kept } = key
		put(call, scope, { ...kept, state: 'Disabled' })
		return { KeyId: key.arn }
	},
})

function setState(call: Call, keyId: string, state: Key['state']): object {
	const { key, scope } = requireUsable(call, keyId, ['Enabled', 'Disabled'])
	assertCustomers(key)
	put(call, scope, { ...key, state })
	return {}
}

function metadataOf({ key, scope }: Located): KeyMetadata {
	const isMac = key.usage === 'GENERATE_VERIFY_MAC'
	return {
		AWSAccountId: scope.account,
		KeyId: key.keyId,
		Arn: key.arn,
		CreationDate: new Date(key.createdAt),
		Enabled: key.state === 'Enabled',
		Description: key.description,
		KeyUsage: key.usage,
		KeyState: key.state,
		Origin: 'AWS_KMS',
		KeyManager: key.manager,
		CustomerMasterKeySpec: key.spec as KeyMetadata['CustomerMasterKeySpec'],
		KeySpec: key.spec as KeyMetadata['KeySpec'],
		...(isMac
			? { MacAlgorithms: [key.spec.replace('HMAC_', 'HMAC_SHA_') as 'HMAC_SHA_256'] }
			: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }),
		MultiRegion: false,
		...(key.deletesAt !== undefined && { DeletionDate: new Date(key.deletesAt) }),
	}
}
