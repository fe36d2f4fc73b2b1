import type {
	DeleteBucketEncryptionCommandInput,
	GetBucketEncryptionCommandInput,
	PutBucketEncryptionCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import type { Bucket, KmsEncryption, ObjectVersion } from '../collections.ts'
import { invalidArgument, malformedXml, notEmulated } from '../s3-error.ts'
import { type BucketSettings, deleteSetting, putSetting, settingOf } from './settings.ts'

const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse'] as const
type Algorithm = (typeof ALGORITHMS)[number]

/** What an upload may ask of encryption. */
export interface EncryptionRequest {
	ServerSideEncryption?: string
	SSEKMSKeyId?: string
	SSEKMSEncryptionContext?: string
	BucketKeyEnabled?: boolean
	SSECustomerAlgorithm?: string
	SSECustomerKey?: string
}

const S3_KEYS: BucketSettings['encryption'] = { algorithm: 'AES256', bucketKey: false }

export const putBucketEncryption = operation<PutBucketEncryptionCommandInput, object>({
	access: bucketAccess('PutEncryptionConfiguration'),
	run({ Bucket = '', ServerSideEncryptionConfiguration }, call) {
		requireBucket(call, Bucket)
		const [rule, ...more] = ServerSideEncryptionConfiguration?.Rules ?? []
		if (!rule || more.length > 0) throw malformedXml()
		if (rule.BlockedEncryptionTypes) throw notEmulated('blocking of encryption types')
		const { SSEAlgorithm, KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault ?? {}
		const algorithm = ALGORITHMS.find((known) => known === SSEAlgorithm)
		if (!algorithm) throw malformedXml()
		if (KMSMasterKeyID !== undefined && algorithm === 'AES256') {
			const message =
				'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse'
			const fields = { ArgumentName: 'ApplyServerSideEncryptionByDefault' }
			throw new AwsError('InvalidArgument', message, 400, fields)
		}
		putSetting(call, Bucket, 'encryption', {
			algorithm,
			keyId: KMSMasterKeyID,
			bucketKey: rule.BucketKeyEnabled ?? false,
		})
		return {}
	},
})

export const getBucketEncryption = operation<GetBucketEncryptionCommandInput, object>({
	access: bucketAccess('GetEncryptionConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const { algorithm, keyId, bucketKey } = settingOf(call.world, Bucket, 'encryption') ?? S3_KEYS
		const byDefault = { SSEAlgorithm: algorithm, ...(keyId !== undefined && { KMSMasterKeyID: keyId }) }
		const rule = { ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: bucketKey }
		return { ServerSideEncryptionConfiguration: { Rules: [rule] } }
	},
})

/** Since January 2023 there is always encryption: a deletion brings S3's own keys back. */
export const deleteBucketEncryption = operation<DeleteBucketEncryptionCommandInput, object>({
	access: bucketAccess('PutEncryptionConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		deleteSetting(call, Bucket, 'encryption')
		return {}
	},
})

/** What to keep of an upload's encryption; undefined is S3's own keys. The key is looked up when a data key is asked for. */
export function encryptionOf(
	call: Call,
	bucket: Readonly<Bucket>,
	input: EncryptionRequest,
): KmsEncryption | undefined {
	if (input.SSECustomerAlgorithm ?? input.SSECustomerKey) throw notEmulated('encryption with customer keys')
	const byDefault = settingOf(call.world, bucket.name, 'encryption') ?? S3_KEYS
	const algorithm = algorithmOf(input) ?? byDefault.algorithm
	if (algorithm === 'AES256') return
	const keyId = input.ServerSideEncryption === undefined ? byDefault.keyId : input.SSEKMSKeyId
	const bucketKey = input.BucketKeyEnabled ?? byDefault.bucketKey
	return {
		algorithm,
		keyId: keyArn(bucket, keyId),
		...(bucketKey && { bucketKey }),
		...(input.SSEKMSEncryptionContext !== undefined && { context: input.SSEKMSEncryptionContext }),
	}
}

function algorithmOf({ ServerSideEncryption: given, SSEKMSKeyId }: EncryptionRequest): Algorithm | undefined {
	const algorithm = ALGORITHMS.find((known) => known === given)
	if (given !== undefined && !algorithm) {
		throw invalidArgument('The encryption method specified is not supported', HEADER, given)
	}
	if (SSEKMSKeyId === undefined || (algorithm && algorithm !== 'AES256')) return algorithm
	const message = `Server Side Encryption with AWS KMS managed key requires HTTP header ${HEADER} : aws:kms`
	throw invalidArgument(message, HEADER, given ?? 'null')
}

const HEADER = 'x-amz-server-side-encryption'

/** The ARN of a key that is named by its id, its alias or its ARN, or of the account's own key for S3. */
function keyArn({ account, region }: Readonly<Bucket>, keyId: string | undefined): string {
	if (keyId === undefined) return `arn:aws:kms:${region}:${account}:alias/aws/s3`
	if (keyId.startsWith('arn:')) return keyId
	const resource = keyId.startsWith('alias/') ? keyId : `key/${keyId}`
	return `arn:aws:kms:${region}:${account}:${resource}`
}

/** An object's encryption, as every answer about it says it. */
export function describeEncryption({ encryption }: Pick<ObjectVersion, 'encryption'>): object {
	if (!encryption) return { ServerSideEncryption: 'AES256' }
	return {
		ServerSideEncryption: encryption.algorithm,
		SSEKMSKeyId: encryption.keyId,
		...(encryption.bucketKey && { BucketKeyEnabled: true }),
	}
}
