import { AwsError } from '../../../aws-error.ts'
import type { ObjectVersion } from '../collections.ts'
import { noSuchKey, preconditionFailed } from '../s3-error.ts'

// Conditional requests:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html

export interface Conditions {
	IfMatch?: string
	IfNoneMatch?: string
	IfModifiedSince?: Date
	IfUnmodifiedSince?: Date
}

/** HTTP's dates have no fractions of a second. */
const FRACTION = 999

type Failure = keyof Conditions

/** The condition that a version does not meet; ETags win over dates. `now` is virtual. */
export function failingCondition(
	{ IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince }: Conditions,
	{ etag, lastModified }: Readonly<ObjectVersion>,
	now: number,
): Failure | undefined {
	if (IfMatch !== undefined && !matches(IfMatch, etag)) return 'IfMatch'
	const unmodified = IfUnmodifiedSince?.getTime()
	if (IfMatch === undefined && unmodified !== undefined && lastModified > unmodified + FRACTION)
		return 'IfUnmodifiedSince'
	if (IfNoneMatch !== undefined) return matches(IfNoneMatch, etag) ? 'IfNoneMatch' : undefined
	const modified = IfModifiedSince?.getTime()
	// A date in the future is as if it were not there.
	if (modified !== undefined && modified <= now && lastModified <= modified + FRACTION)
		return 'IfModifiedSince'
}

/** Refuses a read whose conditions do not hold: 412, or 304 when the client has the object already. */
export function assertReadable(conditions: Conditions, version: Readonly<ObjectVersion>, now: number): void {
	const failure = failingCondition(conditions, version, now)
	if (failure === 'IfMatch') throw preconditionFailed('If-Match')
	if (failure === 'IfUnmodifiedSince') throw preconditionFailed('If-Unmodified-Since')
	if (!failure) return
	// The client is told which object it is that it has.
	const headers = {
		etag: `"${version.etag}"`,
		'last-modified': new Date(version.lastModified).toUTCString(),
	}
	throw new AwsError('NotModified', 'Not Modified', 304, {}, headers)
}

/** Refuses a write whose conditions do not hold for the object that it would replace. */
export function assertReplaceable(
	{ IfMatch, IfNoneMatch }: Pick<Conditions, 'IfMatch' | 'IfNoneMatch'>,
	key: string,
	current: Readonly<ObjectVersion> | undefined,
): void {
	if (IfMatch !== undefined && IfNoneMatch !== undefined)
		throw unsupported('If-Match,If-None-Match', 'Multiple conditional request headers present in the request')
	if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw unsupportedValue('If-None-Match')
	if (IfMatch === '*') throw unsupportedValue('If-Match')
	const there = current && !current.deleteMarker ? current : undefined
	if (IfNoneMatch === '*' && there) throw preconditionFailed('If-None-Match')
	if (IfMatch === undefined) return
	if (!there) throw noSuchKey(key)
	if (!matches(IfMatch, there.etag)) throw preconditionFailed('If-Match')
}

/** `*`, or a list of ETags with or without quotes. */
function matches(header: string, etag: string): boolean {
	return header.split(',').some((part) => {
		const given = part.trim().replace(/^W\//, '')
		return given === '*' || given.replace(/^"|"$/g, '') === etag
	})
}

function unsupportedValue(header: string): AwsError {
	return unsupported(header, `We don't accept the provided value of ${header} header for this API`)
}

function unsupported(header: string, additionalMessage: string): AwsError {
	const message = 'A header you provided implies functionality that is not implemented'
	return new AwsError('NotImplemented', message, 501, { Header: header, additionalMessage })
}
