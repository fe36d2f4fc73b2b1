import type {
	CreateSecretRequest,
	DeleteSecretRequest,
	DescribeSecretRequest,
	ListSecretsRequest,
	ListSecretVersionIdsRequest,
	RestoreSecretRequest,
	UpdateSecretRequest,
} from '@aws-sdk/client-secrets-manager'
import { AwsError } from '../../aws-error.ts'
import type { Access } from '../../identity/access.ts'
import { type Call, operation } from '../../service.ts'
import { type Secret, secrets, versions } from './collections.ts'
import { matches } from './filters.ts'
import { arnOf, onSecret, put, requireLiving, requireSecret } from './find.ts'
import { pageOf } from './pages.ts'
import { invalidParameter, invalidRequest } from './secrets-error.ts'
import { readTags, tagList } from './tags.ts'
import { addValue, stagesAt, stagesTold } from './values.ts'

const DAY = 24 * 60 * 60_000
/** Secrets of a Region; AWS allows 500,000. */
const SECRETS_AT_MOST = 1_000

export const createSecret = operation<CreateSecretRequest, object>({
	access: ({ Name = '', Tags = [] }, call): Access => ({
		action: 'secretsmanager:CreateSecret',
		resource: arnOf(call.scope, Name, '??????'),
		context: {
			'secretsmanager:Name': Name,
			...Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value])),
		},
	}),
	async run(input, call) {
		const { Name = '', Description, KmsKeyId } = input
		assertName(Name)
		if (input.AddReplicaRegions)
			throw new AwsError('NotImplemented', 'Replicas of secrets are not emulated', 501)
		const known = call.world.get(secrets, call.scope, Name)
		if (known?.deletesAt !== undefined) {
			throw invalidRequest(
				"You can't create this secret because a secret with this name is already scheduled for deletion.",
			)
		}
		if (known) {
			const message = `The operation failed because the secret ${Name} already exists.`
			throw new AwsError('ResourceExistsException', message)
		}
		if (call.world.list(secrets, call.scope).length >= SECRETS_AT_MOST)
			throw new AwsError('LimitExceededException', `There can only be up to ${SECRETS_AT_MOST} secrets`)
		const secret: Secret = {
			name: Name,
			arn: arnOf(call.scope, Name, call.ids.base64url(43).replaceAll(/[-_]/g, '').slice(0, 6)),
			...(Description !== undefined && { description: Description }),
			...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
			createdAt: call.now,
			changedAt: call.now,
			tags: readTags(input.Tags),
			stages: {},
		}
		put(call, { scope: call.scope, secret })
		const answer = { ARN: secret.arn, Name }
		if (input.SecretString === undefined && input.SecretBinary === undefined) return answer
		const { versionId } = await addValue(call, { scope: call.scope, secret }, input, ['AWSCURRENT'])
		return { ...answer, VersionId: versionId }
	},
})

export const updateSecret = operation<UpdateSecretRequest, object>({
	access: onSecret('UpdateSecret'),
	async run(input, call) {
		const { secret, scope } = requireLiving(call, input.SecretId)
		const { Description, KmsKeyId } = input
		const changed = {
			...secret,
			...(Description !== undefined && { description: Description }),
			...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
			changedAt: call.now,
		}
		put(call, { scope, secret: changed })
		const answer = { ARN: secret.arn, Name: secret.name }
		if (input.SecretString === undefined && input.SecretBinary === undefined) return answer
		const { versionId } = await addValue(call, { scope, secret: changed }, input, ['AWSCURRENT'])
		return { ...answer, VersionId: versionId }
	},
})

export const describeSecret = operation<DescribeSecretRequest, object>({
	access: onSecret('DescribeSecret'),
	run({ SecretId }, call) {
		const { secret } = requireSecret(call, SecretId)
		const byVersion = Object.values(secret.stages).map((id) => [id, stagesAt(secret, id)])
		return { ...descriptionOf(secret), VersionIdsToStages: Object.fromEntries(byVersion) }
	},
})

export const listSecrets = operation<ListSecretsRequest, object>({
	access: () => ({ action: 'secretsmanager:ListSecrets', resource: '*' }),
	run({ Filters, IncludePlannedDeletion = false, SortOrder = 'desc', ...input }, call) {
		const all = call.world
			.list(secrets, call.scope)
			.filter((secret) => IncludePlannedDeletion || secret.deletesAt === undefined)
			.filter((secret) => matches(secret, Filters))
			.sort((one, other) => one.createdAt - other.createdAt)
		const { page, NextToken } = pageOf(SortOrder === 'asc' ? all : all.toReversed(), input, 100)
		const SecretList = page.map((secret) => {
			const byVersion = Object.values(secret.stages).map((id) => [id, stagesAt(secret, id)])
			return { ...descriptionOf(secret), SecretVersionsToStages: Object.fromEntries(byVersion) }
		})
		return { SecretList, NextToken }
	},
})

export const listSecretVersionIds = operation<ListSecretVersionIdsRequest, object>({
	access: onSecret('ListSecretVersionIds'),
	run({ SecretId, IncludeDeprecated = false, ...input }, call) {
		const { secret, scope } = requireSecret(call, SecretId)
		const all = call.world
			.list(versions, scope, { prefix: `${secret.arn}|` })
			.filter(({ versionId }) => IncludeDeprecated || stagesAt(secret, versionId).length > 0)
		const { page, NextToken } = pageOf(all, input, 100)
		const Versions = page.map(({ versionId, createdAt, accessedAt }) => ({
			VersionId: versionId,
			...stagesTold(secret, versionId),
			CreatedDate: new Date(createdAt),
			...(accessedAt !== undefined && { LastAccessedDate: new Date(accessedAt) }),
			KmsKeyIds: [secret.kmsKeyId ?? 'DefaultEncryptionKey'],
		}))
		return { ARN: secret.arn, Name: secret.name, Versions, NextToken }
	},
})

export const deleteSecret = operation<DeleteSecretRequest, object>({
	access: onSecret('DeleteSecret'),
	run({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery = false }, call) {
		if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined) {
			throw invalidParameter(
				"You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
			)
		}
		const days = RecoveryWindowInDays ?? 30
		if (days < 7 || days > 30)
			throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).')
		const { secret, scope } = requireLiving(call, SecretId)
		const deletesAt = ForceDeleteWithoutRecovery ? call.now : call.now + days * DAY
		put(call, { scope, secret: { ...secret, deletesAt } })
		if (ForceDeleteWithoutRecovery) removeSecret(call, secret.name)
		else call.schedule(deletesAt, `delete|${secret.name}`, scope)
		return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletesAt) }
	},
})

export const restoreSecret = operation<RestoreSecretRequest, object>({
	access: onSecret('RestoreSecret'),
	run({ SecretId }, call) {
		const { secret, scope } = requireSecret(call, SecretId)
		const { deletesAt: _, ...kept } = secret
		put(call, { scope, secret: kept })
		return { ARN: secret.arn, Name: secret.name }
	},
})

/** The last moment of a secret has come, unless it was restored. */
export function removeSecret(call: Call, name: string): void {
	const secret = call.world.get(secrets, call.scope, name)
	if (secret?.deletesAt === undefined || secret.deletesAt > call.now) return
	for (const [id] of call.world.entries(versions, call.scope, { prefix: `${secret.arn}|` }))
		call.world.delete(versions, call.scope, id)
	call.world.delete(secrets, call.scope, name)
}

function assertName(name: string): void {
	if (/^[A-Za-z0-9/_+=.@!-]+$/.test(name)) return
	const rule = 'Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'
	throw new AwsError('ValidationException', `Invalid name. ${rule}`)
}

function descriptionOf(secret: Readonly<Secret>) {
	const { description, kmsKeyId, accessedAt, deletesAt, tags } = secret
	return {
		ARN: secret.arn,
		Name: secret.name,
		...(description !== undefined && { Description: description }),
		...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
		CreatedDate: new Date(secret.createdAt),
		LastChangedDate: new Date(secret.changedAt),
		...(accessedAt !== undefined && { LastAccessedDate: new Date(accessedAt) }),
		...(deletesAt !== undefined && { DeletedDate: new Date(deletesAt) }),
		...(Object.keys(tags).length > 0 && { Tags: tagList(tags) }),
	}
}
