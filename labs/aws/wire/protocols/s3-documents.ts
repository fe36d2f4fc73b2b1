import type { OperationModel } from '../model.ts'

// What the model of S3 leaves out: the names of its documents' root elements, some statuses.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html

export const S3_NAMESPACE = { uri: 'http://s3.amazonaws.com/doc/2006-03-01/' }

const ROOTS: Readonly<Record<string, string>> = {
	CompleteMultipartUpload: 'CompleteMultipartUploadResult',
	CreateMultipartUpload: 'InitiateMultipartUploadResult',
	DeleteObjects: 'DeleteResult',
	GetBucketAccelerateConfiguration: 'AccelerateConfiguration',
	GetBucketAcl: 'AccessControlPolicy',
	GetBucketCors: 'CORSConfiguration',
	GetBucketLifecycleConfiguration: 'LifecycleConfiguration',
	GetBucketLogging: 'BucketLoggingStatus',
	GetBucketNotificationConfiguration: 'NotificationConfiguration',
	GetBucketRequestPayment: 'RequestPaymentConfiguration',
	GetBucketTagging: 'Tagging',
	GetBucketVersioning: 'VersioningConfiguration',
	GetBucketWebsite: 'WebsiteConfiguration',
	GetObjectAcl: 'AccessControlPolicy',
	GetObjectAttributes: 'GetObjectAttributesResponse',
	GetObjectTagging: 'Tagging',
	ListBuckets: 'ListAllMyBucketsResult',
	ListObjects: 'ListBucketResult',
	ListObjectsV2: 'ListBucketResult',
	ListObjectVersions: 'ListVersionsResult',
}

/** Operations that answer without content, although their model does not say so. */
const NO_CONTENT = new Set(['PutBucketPolicy', 'PutBucketTagging'])

/** The status of an operation's answer. */
export function statusOf({ name, http }: OperationModel): number {
	return http.responseCode ?? (NO_CONTENT.has(name) ? 204 : 200)
}

/** The root element of an operation's answer. */
export function rootElement(operation: string): string {
	return ROOTS[operation] ?? `${operation}Result`
}
