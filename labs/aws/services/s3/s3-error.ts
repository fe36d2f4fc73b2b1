import { AwsError } from '../../aws-error.ts'

// Codes, words and statuses: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

export function noSuchBucket(bucket: string): AwsError {
	return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: bucket })
}

export function noSuchKey(key: string): AwsError {
	return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key })
}

export function noSuchVersion(key: string, versionId: string): AwsError {
	const fields = { Key: key, VersionId: versionId }
	return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, fields)
}

/** A HEAD request has no body, so its refusal is only a status and this code. */
export function notFound(): AwsError {
	return new AwsError('NotFound', 'Not Found', 404)
}

export function methodNotAllowedOnMarker(): AwsError {
	return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
		ResourceType: 'DeleteMarker',
	})
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

export function badDigest(
	message = 'The Content-MD5 you specified did not match what we received.',
): AwsError {
	return new AwsError('BadDigest', message, 400)
}

export function noSuchUpload(uploadId: string): AwsError {
	return new AwsError(
		'NoSuchUpload',
		'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
		404,
		{ UploadId: uploadId },
	)
}
