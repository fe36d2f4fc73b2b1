import type {
	BatchGetSecretValueRequest,
	GetSecretValueRequest,
	PutSecretValueRequest,
} from '@aws-sdk/client-secrets-manager'
import { AwsError } from '../../aws-error.ts'
import { through } from '../../identity/principal.ts'
import { type Call, operation } from '../../service.ts'
import { type Secret, type SecretVersion, versionDocumentId, versions } from './collections.ts'
import { accessTo, type Located, onSecret, put, requireLiving, requireSecret } from './find.ts'
import { invalidParameter, invalidRequest, markedForDeletion, notFound } from './secrets-error.ts'
import { movedTo } from './stages.ts'

/** A value as it comes: text or bytes. */
export interface GivenValue {
	SecretString?: string
	SecretBinary?: Uint8Array
	ClientRequestToken?: string
}

/** Longest value, in bytes. */
const VALUE_BYTES = 65_536
/** Versions without a stage that are kept: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const DEPRECATED_KEPT = 100

export const putSecretValue = operation<PutSecretValueRequest, object>({
	access: onSecret('PutSecretValue'),
	async run(input, call) {
		const found = requireLiving(call, input.SecretId)
		if (input.SecretString === undefined && input.SecretBinary === undefined)
			throw invalidRequest('You must provide either SecretString or SecretBinary.')
		const stages = input.VersionStages ?? ['AWSCURRENT']
		const { versionId, secret } = await addValue(call, found, input, stages)
		const held = Object.entries(secret.stages).flatMap(([stage, at]) => (at === versionId ? stage : []))
		return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: held }
	},
})

export const getSecretValue = operation<GetSecretValueRequest, object>({
	access: onSecret('GetSecretValue'),
	run: ({ SecretId = '', ...wanted }, call) => readValue(call, SecretId, wanted),
})

/** Secrets one by one: what cannot be read is told beside what can. */
export const batchGetSecretValue = operation<BatchGetSecretValueRequest, object>({
	access: () => ({ action: 'secretsmanager:BatchGetSecretValue', resource: '*' }),
	async run({ SecretIdList = [], Filters }, call) {
		if (Filters) throw new AwsError('NotImplemented', 'Filters of BatchGetSecretValue are not emulated', 501)
		const SecretValues: Array<object> = []
		const Errors: Array<object> = []
		for (const SecretId of SecretIdList) {
			try {
				call.authorize(accessTo(call, 'GetSecretValue', SecretId))
				SecretValues.push(await readValue(call, SecretId, {}))
			} catch (error) {
				if (!(error instanceof AwsError)) throw error
				Errors.push({ SecretId, ErrorCode: error.code, Message: error.message })
			}
		}
		return { SecretValues, Errors }
	},
})

async function readValue(
	call: Call,
	secretId: string,
	{ VersionId, VersionStage }: { VersionId?: string; VersionStage?: string },
): Promise<object> {
	const found = requireSecret(call, secretId)
	const { secret } = found
	if (secret.deletesAt !== undefined) throw markedForDeletion()
	const version = wantedVersion(call, found, VersionId, VersionStage)
	const { Plaintext } = await askKms<{ Plaintext: Uint8Array }>(call, 'Decrypt', {
		CiphertextBlob: Buffer.from(version.sealed, 'base64'),
		EncryptionContext: contextOf(secret, version.versionId),
	})
	noteAccess(call, found, version)
	return {
		ARN: secret.arn,
		Name: secret.name,
		VersionId: version.versionId,
		...(version.isText
			? { SecretString: Buffer.from(Plaintext).toString('utf8') }
			: { SecretBinary: Plaintext }),
		...stagesTold(secret, version.versionId),
		CreatedDate: new Date(version.createdAt),
	}
}

function wantedVersion(
	call: Call,
	{ secret, scope }: Located,
	versionId: string | undefined,
	stage: string | undefined,
): Readonly<SecretVersion> {
	if (versionId !== undefined) {
		const version = call.world.get(versions, scope, versionDocumentId(secret, versionId))
		if (!version) throw notFound(`secret value for VersionId: ${versionId}`)
		if (stage !== undefined && secret.stages[stage] !== versionId)
			throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.')
		return version
	}
	const wanted = stage ?? 'AWSCURRENT'
	const version = call.world.get(versions, scope, versionDocumentId(secret, secret.stages[wanted] ?? ''))
	if (!version) throw notFound(`secret value for staging label: ${wanted}`)
	return version
}

/**
 * Keeps a value as a new version and moves stages to it. The same token with the
 * same value is the same version; with another it is refused.
 */
export async function addValue(
	call: Call,
	{ secret, scope }: Located,
	given: GivenValue,
	stages: ReadonlyArray<string>,
): Promise<{ versionId: string; secret: Secret }> {
	const versionId = given.ClientRequestToken ?? call.ids.uuid()
	const bytes = bytesOf(given)
	const known = call.world.get(versions, scope, versionDocumentId(secret, versionId))
	if (known) {
		const { Plaintext } = await askKms<{ Plaintext: Uint8Array }>(call, 'Decrypt', {
			CiphertextBlob: Buffer.from(known.sealed, 'base64'),
			EncryptionContext: contextOf(secret, versionId),
		})
		if (Buffer.from(Plaintext).equals(bytes)) return { versionId, secret }
		throw new AwsError(
			'ResourceExistsException',
			"You can't use ClientRequestToken that is already in use for a different value of the secret.",
		)
	}
	const { CiphertextBlob, KeyId } = await askKms<{ CiphertextBlob: Uint8Array; KeyId: string }>(
		call,
		'Encrypt',
		{
			KeyId: secret.kmsKeyId ?? 'alias/aws/secretsmanager',
			Plaintext: bytes,
			EncryptionContext: contextOf(secret, versionId),
		},
	)
	call.world.put(versions, scope, versionDocumentId(secret, versionId), {
		versionId,
		createdAt: call.now,
		sealed: Buffer.from(CiphertextBlob).toString('base64'),
		isText: given.SecretString !== undefined,
		kmsKeyArn: KeyId,
	})
	const moved = stages.reduce((after, stage) => movedTo(after, stage, versionId), secret.stages)
	const changed = { ...secret, stages: moved, changedAt: call.now }
	put(call, { scope, secret: changed })
	prune(call, { scope, secret: changed })
	return { versionId, secret: changed }
}

/** A version's stages as they are answered: left out when there is none. */
export function stagesTold(secret: Readonly<Secret>, versionId: string): { VersionStages?: Array<string> } {
	const VersionStages = stagesAt(secret, versionId)
	return VersionStages.length > 0 ? { VersionStages } : {}
}

export function stagesAt({ stages }: Readonly<Secret>, versionId: string): Array<string> {
	return Object.keys(stages).filter((stage) => stages[stage] === versionId)
}

function bytesOf({ SecretString, SecretBinary }: GivenValue): Uint8Array {
	if (SecretString !== undefined && SecretBinary !== undefined)
		throw invalidParameter(
			"You can't specify both a binary secret value and a string secret value in the same secret.",
		)
	const bytes = SecretBinary ?? Buffer.from(SecretString ?? '', 'utf8')
	if (bytes.byteLength <= VALUE_BYTES) return bytes
	throw invalidParameter(`The secret value is larger than ${VALUE_BYTES} bytes.`)
}

/** The oldest of the versions without a stage go. */
function prune(call: Call, { secret, scope }: Located): void {
	const own = call.world.entries(versions, scope, { prefix: `${secret.arn}|` })
	const deprecated = own
		.filter(([, { versionId }]) => stagesAt(secret, versionId).length === 0)
		.sort(([, one], [, other]) => other.createdAt - one.createdAt)
	for (const [id] of deprecated.slice(DEPRECATED_KEPT)) call.world.delete(versions, scope, id)
}

function contextOf({ arn }: Readonly<Secret>, versionId: string) {
	return { SecretARN: arn, SecretVersionId: versionId }
}

/** KMS is asked in the caller's name. Its denial is told as it is; other refusals are the secret's. */
async function askKms<Output>(call: Call, operation: string, input: object): Promise<Output> {
	try {
		return await call.invoke<Output>(through(call.principal, 'secretsmanager'), 'kms', operation, input)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'AccessDeniedException')
			throw new AwsError('AccessDeniedException', 'Access to KMS is not allowed')
		const code = operation === 'Decrypt' ? 'DecryptionFailure' : 'EncryptionFailure'
		throw new AwsError(code, error.message)
	}
}

/** Last access is told to the day: a second read of a day writes nothing. */
function noteAccess(call: Call, { secret, scope }: Located, version: Readonly<SecretVersion>): void {
	const accessedAt = call.now - (call.now % (24 * 60 * 60_000))
	const id = versionDocumentId(secret, version.versionId)
	if (version.accessedAt !== accessedAt) call.world.put(versions, scope, id, { ...version, accessedAt })
	if (secret.accessedAt !== accessedAt) put(call, { scope, secret: { ...secret, accessedAt } })
}
