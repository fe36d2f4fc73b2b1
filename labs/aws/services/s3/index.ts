import type { Service } from '../../service.ts'
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from './bucket-policy.ts'
import {
	createBucket,
	deleteBucket,
	getBucketLocation,
	getBucketVersioning,
	headBucket,
	listBuckets,
	putBucketVersioning,
} from './buckets.ts'
import { deleteObject, deleteObjects } from './deletions.ts'
import { listObjects, listObjectsV2, listObjectVersions } from './listings.ts'
import {
	abortMultipartUpload,
	completeMultipartUpload,
	createMultipartUpload,
	listParts,
	uploadPart,
} from './multipart.ts'
import { copyObject, getObject, headObject, putObject } from './objects.ts'

/** Amazon S3 as pipelines use it: versioned buckets, objects, listings, parts, bucket policies. */
export const s3: Service = {
	name: 's3',
	operations: {
		AbortMultipartUpload: abortMultipartUpload,
		CompleteMultipartUpload: completeMultipartUpload,
		CopyObject: copyObject,
		CreateBucket: createBucket,
		CreateMultipartUpload: createMultipartUpload,
		DeleteBucket: deleteBucket,
		DeleteBucketPolicy: deleteBucketPolicy,
		DeleteObject: deleteObject,
		DeleteObjects: deleteObjects,
		GetBucketLocation: getBucketLocation,
		GetBucketPolicy: getBucketPolicy,
		GetBucketVersioning: getBucketVersioning,
		GetObject: getObject,
		HeadBucket: headBucket,
		HeadObject: headObject,
		ListBuckets: listBuckets,
		ListObjects: listObjects,
		ListObjectsV2: listObjectsV2,
		ListObjectVersions: listObjectVersions,
		ListParts: listParts,
		PutBucketPolicy: putBucketPolicy,
		PutBucketVersioning: putBucketVersioning,
		PutObject: putObject,
		UploadPart: uploadPart,
	},
}
