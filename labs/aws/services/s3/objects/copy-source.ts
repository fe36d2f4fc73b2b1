import { unescape as percentDecode } from 'node:querystring'
import type { Call } from '../../../service.ts'
import { requireBucket, s3Access } from '../access/access.ts'
import type { ObjectVersion } from '../collections.ts'
import { invalidArgument, invalidRequest, notEmulated, preconditionFailed } from '../s3-error.ts'
import { type Conditions, failingCondition } from './conditions.ts'
import { assertVersionId, readableVersion } from './version-reads.ts'
import { findVersion } from './versions.ts'

export interface CopySource {
	bucket: string
	key: string
	versionId?: string
}

/** The `x-amz-copy-source-…` headers of a copy. */
export interface CopySourceRequest {
	CopySource?: string
	CopySourceIfMatch?: string
	CopySourceIfNoneMatch?: string
	CopySourceIfModifiedSince?: Date
	CopySourceIfUnmodifiedSince?: Date
	CopySourceSSECustomerAlgorithm?: string
}

const HEADERS: Readonly<Record<keyof Conditions, string>> = {
	IfMatch: 'x-amz-copy-source-If-Match',
	IfNoneMatch: 'x-amz-copy-source-If-None-Match',
	IfModifiedSince: 'x-amz-copy-source-If-Modified-Since',
	IfUnmodifiedSince: 'x-amz-copy-source-If-Unmodified-Since',
}

/** `bucket/key?versionId=…`, percent-encoded or not. */
export function parseCopySource(source = ''): CopySource {
	const [, path = '', versionId] = /^\/?(.*?)(?:\?versionId=([^&]*))?$/s.exec(source) ?? []
	const decoded = percentDecode(path)
	const slash = decoded.indexOf('/')
	if (slash < 1 || slash === decoded.length - 1)
		throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', source)
	return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId }
}

/** The access to what is copied. */
export function copySourceAccess({ bucket, key, versionId }: CopySource, call: Call) {
	return versionId === undefined
		? s3Access(call, 'GetObject', bucket, key)
		: s3Access(call, 'GetObjectVersion', bucket, key, { 's3:VersionId': versionId })
}

/** The version that is copied, when the conditions that the copy puts on it hold. */
export function readCopySource(call: Call, input: CopySourceRequest): Readonly<ObjectVersion> {
	if (input.CopySourceSSECustomerAlgorithm) throw notEmulated('encryption with customer keys')
	const { bucket, key, versionId } = parseCopySource(input.CopySource)
	assertVersionId(requireBucket(call, bucket), versionId)
	if (versionId !== undefined && findVersion(call, bucket, key, versionId)?.deleteMarker) {
		const message =
			'The source of a copy request may not specifically refer to a delete marker by version id.'
		throw invalidRequest(message)
	}
	const version = readableVersion(call, { Bucket: bucket, Key: key, VersionId: versionId })
	const conditions = {
		IfMatch: input.CopySourceIfMatch,
		IfNoneMatch: input.CopySourceIfNoneMatch,
		IfModifiedSince: input.CopySourceIfModifiedSince,
		IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
	}
	const failure = failingCondition(conditions, version, call.now)
	if (failure) throw preconditionFailed(HEADERS[failure])
	return version
}
