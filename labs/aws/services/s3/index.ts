import { AwsError } from '../../aws-error.ts'
import type { Operation } from '../../service.ts'
import type { WebService } from '../../wire/face.ts'
import { WORLD_SCOPE } from '../../world/kernel.ts'
import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from './access/acl.ts'
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from './access/bucket-policy.ts'
import { deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets/buckets.ts'
import { createBucket } from './buckets/create-bucket.ts'
import { buckets } from './collections.ts'
import { deleteBucketCors, getBucketCors, putBucketCors } from './configuration/cors.ts'
import {
	deleteBucketEncryption,
	getBucketEncryption,
	putBucketEncryption,
} from './configuration/encryption.ts'
import {
	deleteBucketLifecycle,
	getBucketLifecycleConfiguration,
	putBucketLifecycleConfiguration,
} from './configuration/lifecycle.ts'
import { runLifecycle } from './configuration/lifecycle-schedule.ts'
import { getBucketLogging, putBucketLogging } from './configuration/logging.ts'
import {
	getBucketNotificationConfiguration,
	putBucketNotificationConfiguration,
} from './configuration/notifications.ts'
import {
	deleteBucketOwnershipControls,
	getBucketOwnershipControls,
	putBucketOwnershipControls,
} from './configuration/ownership.ts'
import {
	deletePublicAccessBlock,
	getBucketPolicyStatus,
	getPublicAccessBlock,
	putPublicAccessBlock,
} from './configuration/public-access-block.ts'
import {
	deleteBucketReplication,
	getBucketReplication,
	putBucketReplication,
} from './configuration/replication.ts'
import {
	deleteBucketTagging,
	deleteObjectTagging,
	getBucketTagging,
	getObjectTagging,
	putBucketTagging,
	putObjectTagging,
} from './configuration/tags.ts'
import { getBucketAccelerateConfiguration, getBucketRequestPayment } from './configuration/unconfigured.ts'
import { getBucketVersioning, putBucketVersioning } from './configuration/versioning.ts'
import { deleteBucketWebsite, getBucketWebsite, putBucketWebsite } from './configuration/website.ts'
import {
	getObjectLegalHold,
	getObjectLockConfiguration,
	getObjectRetention,
	putObjectLegalHold,
	putObjectLockConfiguration,
	putObjectRetention,
} from './lock/lock-operations.ts'
import { copyObject } from './objects/copy-object.ts'
import { deleteObject, deleteObjects } from './objects/deletions.ts'
import { listObjectVersions } from './objects/list-versions.ts'
import { listObjects, listObjectsV2 } from './objects/listings.ts'
import { getObjectAttributes } from './objects/object-attributes.ts'
import { putObject } from './objects/put-object.ts'
import { getObject, headObject } from './objects/read-object.ts'
import { completeMultipartUpload } from './uploads/complete-multipart.ts'
import { listMultipartUploads, listParts } from './uploads/list-uploads.ts'
import { abortMultipartUpload, createMultipartUpload, uploadPart } from './uploads/multipart.ts'
import { uploadPartCopy } from './uploads/upload-part-copy.ts'
import { s3Face } from './web/face.ts'
import { assertWellFormed } from './well-formed.ts'

/** Amazon S3 as pipelines, websites and learners use it. */
export const s3: WebService = {
	name: 's3',
	face: s3Face,
	step: runLifecycle,
	operations: checked({
		AbortMultipartUpload: abortMultipartUpload,
		CompleteMultipartUpload: completeMultipartUpload,
		CopyObject: copyObject,
		CreateBucket: createBucket,
		CreateMultipartUpload: createMultipartUpload,
		DeleteBucket: deleteBucket,
		DeleteBucketCors: deleteBucketCors,
		DeleteBucketEncryption: deleteBucketEncryption,
		DeleteBucketLifecycle: deleteBucketLifecycle,
		DeleteBucketOwnershipControls: deleteBucketOwnershipControls,
		DeleteBucketPolicy: deleteBucketPolicy,
		DeleteBucketReplication: deleteBucketReplication,
		DeleteBucketTagging: deleteBucketTagging,
		DeleteBucketWebsite: deleteBucketWebsite,
		DeleteObject: deleteObject,
		DeleteObjects: deleteObjects,
		DeleteObjectTagging: deleteObjectTagging,
		DeletePublicAccessBlock: deletePublicAccessBlock,
		GetBucketAccelerateConfiguration: getBucketAccelerateConfiguration,
		GetBucketAcl: getBucketAcl,
		GetBucketCors: getBucketCors,
		GetBucketEncryption: getBucketEncryption,
		GetBucketLifecycleConfiguration: getBucketLifecycleConfiguration,
		GetBucketLocation: getBucketLocation,
		GetBucketLogging: getBucketLogging,
		GetBucketNotificationConfiguration: getBucketNotificationConfiguration,
		GetBucketOwnershipControls: getBucketOwnershipControls,
		GetBucketPolicy: getBucketPolicy,
		GetBucketPolicyStatus: getBucketPolicyStatus,
		GetBucketReplication: getBucketReplication,
		GetBucketRequestPayment: getBucketRequestPayment,
		GetBucketTagging: getBucketTagging,
		GetBucketVersioning: getBucketVersioning,
		GetBucketWebsite: getBucketWebsite,
		GetObject: getObject,
		GetObjectAcl: getObjectAcl,
		GetObjectAttributes: getObjectAttributes,
		GetObjectLegalHold: getObjectLegalHold,
		GetObjectLockConfiguration: getObjectLockConfiguration,
		GetObjectRetention: getObjectRetention,
		GetObjectTagging: getObjectTagging,
		GetPublicAccessBlock: getPublicAccessBlock,
		HeadBucket: headBucket,
		HeadObject: headObject,
		ListBuckets: listBuckets,
		ListMultipartUploads: listMultipartUploads,
		ListObjects: listObjects,
		ListObjectsV2: listObjectsV2,
		ListObjectVersions: listObjectVersions,
		ListParts: listParts,
		PutBucketAcl: putBucketAcl,
		PutBucketCors: putBucketCors,
		PutBucketEncryption: putBucketEncryption,
		PutBucketLogging: putBucketLogging,
		PutBucketReplication: putBucketReplication,
		PutBucketLifecycleConfiguration: putBucketLifecycleConfiguration,
		PutBucketNotificationConfiguration: putBucketNotificationConfiguration,
		PutBucketOwnershipControls: putBucketOwnershipControls,
		PutBucketPolicy: putBucketPolicy,
		PutBucketTagging: putBucketTagging,
		PutBucketVersioning: putBucketVersioning,
		PutBucketWebsite: putBucketWebsite,
		PutObject: putObject,
		PutObjectAcl: putObjectAcl,
		PutObjectLegalHold: putObjectLegalHold,
		PutObjectLockConfiguration: putObjectLockConfiguration,
		PutObjectRetention: putObjectRetention,
		PutObjectTagging: putObjectTagging,
		PutPublicAccessBlock: putPublicAccessBlock,
		UploadPart: uploadPart,
		UploadPartCopy: uploadPartCopy,
	}),
}

interface OwnedRequest {
	Bucket?: string
	ExpectedBucketOwner?: string
}

/**
 * Operations with what all of them look at: headers that are malformed are told first, and where
 * `x-amz-expected-bucket-owner` names another account than the bucket's the call is refused.
 */
function checked(table: Record<string, Operation>): Record<string, Operation> {
	return Object.fromEntries(
		Object.entries(table).map(([name, operation]): [string, Operation] => [
			name,
			{
				...operation,
				access(input, call) {
					assertWellFormed(input)
					return operation.access?.(input, call) ?? []
				},
				run(input, call) {
					const { Bucket = '', ExpectedBucketOwner } = input as OwnedRequest
					const bucket = call.world.get(buckets, WORLD_SCOPE, Bucket)
					if (ExpectedBucketOwner !== undefined && bucket && bucket.account !== ExpectedBucketOwner)
						throw new AwsError('AccessDenied', 'Access Denied', 403)
					return operation.run(input, call)
				},
			},
		]),
	)
}
