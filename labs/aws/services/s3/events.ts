import type { Call } from '../../service.ts'
import { emitEvent } from '../events/bus.ts'
import type { Bucket, ObjectVersion } from './collections.ts'
import { settingOf } from './configuration/settings.ts'

// S3's events on EventBridge:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
// `source-ip-address` is left out: the emulator does not look at addresses.

type EventType =
	| 'Object Created'
	| 'Object Deleted'
	| 'Object ACL Updated'
	| 'Object Tags Added'
	| 'Object Tags Deleted'

/** What there is to say of an object; a deletion says neither size nor ETag. */
type Subject = Pick<ObjectVersion, 'key' | 'versionId' | 'order'> &
	Partial<Pick<ObjectVersion, 'size' | 'etag'>>

/** Tells EventBridge what happened to an object, where the bucket is configured to. */
export function emitObjectEvent(
	call: Call,
	bucket: Readonly<Bucket>,
	type: EventType,
	{ key, versionId, order, size, etag }: Subject,
	more: Readonly<Record<string, string>> = {},
): void {
	if (!settingOf(call.world, bucket.name, 'notification')?.eventBridge) return
	const written = type === 'Object Created' || type === 'Object Deleted'
	const object = {
		key,
		...(type === 'Object Created' && size !== undefined && { size }),
		...(type !== 'Object Deleted' && etag && { etag }),
		...(versionId !== 'null' && { 'version-id': versionId }),
		...(written && { sequencer: order.toString(16).toUpperCase().padStart(18, '0') }),
	}
	const { principal } = call
	const requester = principal.type === 'service' ? principal.service : principal.account
	const detail = {
		version: '0',
		bucket: { name: bucket.name },
		object,
		'request-id': call.requestId,
		...(requester !== '' && { requester }),
		...more,
	}
	const event = {
		source: 'aws.s3',
		'detail-type': type,
		resources: [`arn:aws:s3:::${bucket.name}`],
		detail,
	}
	emitEvent(call, event, { account: bucket.account, region: bucket.region })
}
