import { AwsError } from '../../aws-error.ts'
import { WORLD_SCOPE } from '../../kernel.ts'
import type { Operation, Service } from '../../service.ts'
import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from './acl.ts'
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from './bucket-policy.ts'
import { deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts'
import { buckets } from './collections.ts'
import { completeMultipartUpload } from './complete-multipart.ts'
import { copyObject } from './copy-object.ts'
import { deleteBucketCors, getBucketCors, putBucketCors } from './cors.ts'
import { createBucket } from './create-bucket.ts'
import { deleteObject, deleteObjects } from './deletions.ts'
import { deleteBucketEncryption, getBucketEncryption, putBucketEncryption } from './encryption.ts'
import {
	deleteBucketLifecycle,
	getBucketLifecycleConfiguration,
	putBucketLifecycleConfiguration,
} from './lifecycle.ts'
import { runLifecycle } from './lifecycle-schedule.ts'
import { listMultipartUploads, listParts } from './list-uploads.ts'
import { listObjectVersions } from './list-versions.ts'
import { listObjects, listObjectsV2 } from './listings.ts'
import { abortMultipartUpload, createMultipartUpload, uploadPart } from './multipart.ts'
import { getBucketNotificationConfiguration, putBucketNotificationConfiguration } from './notifications.ts'
import { getObjectAttributes } from './object-attributes.ts'
import {
	deleteBucketOwnershipControls,
	getBucketOwnershipControls,
	putBucketOwnershipControls,
} from './ownership.ts'
import {
	deletePublicAccessBlock,
	getBucketPolicyStatus,
	getPublicAccessBlock,
	putPublicAccessBlock,
} from './public-access-block.ts'
import { putObject } from './put-object.ts'
import { getObject, headObject } from './read-object.ts'
import {
	deleteBucketTagging,
	deleteObjectTagging,
	getBucketTagging,
	getObjectTagging,
	putBucketTagging,
	putObjectTagging,
} from './tags.ts'
import {
	getBucketAccelerateConfiguration,
	getBucketLogging,
	getBucketReplication,
	getBucketRequestPayment,
	getObjectLegalHold,
	getObjectLockConfiguration,
	getObjectRetention,
} from './unconfigured.ts'
import { uploadPartCopy } from './upload-part-copy.ts'
import { getBucketVersioning, putBucketVersioning } from './versioning.ts'
import { deleteBucketWebsite, getBucketWebsite, putBucketWebsite } from './website.ts'

/** Amazon S3 as pipelines, websites and learners use it. */
export const s3: Service = {
	name: 's3',
	step: runLifecycle,
	operations: forExpectedOwner({
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
		PutBucketLifecycleConfiguration: putBucketLifecycleConfiguration,
		PutBucketNotificationConfiguration: putBucketNotificationConfiguration,
		PutBucketOwnershipControls: putBucketOwnershipControls,
		PutBucketPolicy: putBucketPolicy,
		PutBucketTagging: putBucketTagging,
		PutBucketVersioning: putBucketVersioning,
		PutBucketWebsite: putBucketWebsite,
		PutObject: putObject,
		PutObjectAcl: putObjectAcl,
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

/** `x-amz-expected-bucket-owner`, which every operation takes: on another account's bucket the call is refused. */
function forExpectedOwner(table: Record<string, Operation>): Record<string, Operation> {
	return Object.fromEntries(
		Object.entries(table).map(([name, operation]): [string, Operation] => [
			name,
			{
				...operation,
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
