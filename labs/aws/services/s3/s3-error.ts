import { AwsError } from '../../aws-error.ts'
import type { ObjectVersion } from './collections.ts'

// Codes, words and statuses: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

export function noSuchBucket(bucket: string): AwsError {
	return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket })
}

/** `marker` is the id of the delete marker that hides the key, if one does. */
export function noSuchKey(key: string, marker?: string): AwsError {
	const fields = { Key: key }
	return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, fields, markerHeaders(marker))
}

function markerHeaders(versionId: string | undefined): Record<string, string> {
	return versionId === undefined ? {} : { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId }
}

export function noSuchVersion(key: string, versionId: string): AwsError {
	const fields = { Key: key, VersionId: versionId }
	return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, fields)
}

/** A HEAD request has no body, so its refusal is only a status and this code. */
export function notFound(marker?: string): AwsError {
	return new AwsError('NotFound', 'Not Found', 404, {}, markerHeaders(marker))
}

/** A delete marker can only be deleted. */
export function methodNotAllowedOnMarker(
	method: string,
	{ versionId, lastModified }: Pick<ObjectVersion, 'versionId' | 'lastModified'>,
): AwsError {
	const message = 'The specified method is not allowed against this resource.'
	const fields = { Method: method, ResourceType: 'DeleteMarker' }
	const dated = { 'last-modified': new Date(lastModified).toUTCString(), allow: 'DELETE' }
	const headers = { ...markerHeaders(versionId), ...dated }
	return new AwsError('MethodNotAllowed', message, 405, fields, headers)
}

export function invalidArgument(message: string, name: string, value: string): AwsError {
	return new AwsError('InvalidArgument', message, 400, { ArgumentName: name, ArgumentValue: value })
}

export function preconditionFailed(condition: string): AwsError {
	return new AwsError(
		'PreconditionFailed',
		'At least one of the pre-conditions you specified did not hold',
		412,
		{ Condition: condition },
	)
}

/** S3's one answer to a document that does not fit. */
export function malformedXml(): AwsError {
	return new AwsError(
		'MalformedXML',
		'The XML you provided was not well-formed or did not validate against our published schema',
		400,
	)
}

export function invalidRequest(message: string): AwsError {
	return new AwsError('InvalidRequest', message, 400)
}

export function noSuchBucketPolicy(bucket: string): AwsError {
	return new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, { BucketName: bucket })
}

export function aclsNotSupported(): AwsError {
	return new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400)
}

/** Something that S3 does and this emulator does not. */
export function notEmulated(what: string): AwsError {
	return new AwsError('NotImplemented', `S3 ${what} is not emulated. What is: docs/emulator.md`, 501)
}

export function badDigest(
	message = 'The Content-MD5 you specified did not match what we received.',
	digests: { ExpectedDigest?: string; CalculatedDigest?: string } = {},
): AwsError {
	return new AwsError('BadDigest', message, 400, digests)
}

/** Something happened to the key while an upload in parts went on. */
export function conditionalConflict(condition: 'If-Match' | 'If-None-Match', key: string): AwsError {
	const message =
		'The conditional request cannot succeed due to a conflicting operation against this resource.'
	return new AwsError('ConditionalRequestConflict', message, 409, { Condition: condition, Key: key })
}

export function noSuchUpload(uploadId: string): AwsError {
	return new AwsError(
		'NoSuchUpload',
		'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
		404,
		{ UploadId: uploadId },
	)
}
