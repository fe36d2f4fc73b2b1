import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { type Bucket, buckets, multipartUploads, type ObjectVersion, objectVersions } from '../collections.ts'
import { emitObjectEvent } from '../events.ts'
import { isLocked } from '../lock/object-lock.ts'
import { addDeleteMarker, removeVersion, versionsOf } from '../objects/versions.ts'
import { abortsAt, type Due, duesOf, midnightAfter } from './lifecycle-rules.ts'
import { type LifecycleRule, settingOf } from './settings.ts'

// Lifecycle rules in virtual time: each write asks for the midnight at which
// something of its key is due, and that midnight looks at the whole bucket.

const SUBJECT = 'lifecycle|'

function rulesOf(call: Call, bucket: string): ReadonlyArray<LifecycleRule> {
	return settingOf(call.world, bucket, 'lifecycle')?.rules ?? []
}

/** Asks for the next moment at which a rule does something with a key that was written. */
export function scheduleExpiry(call: Call, bucket: Readonly<Bucket>, { key }: { key: string }): void {
	const rules = rulesOf(call, bucket.name)
	if (rules.length === 0) return
	schedule(
		call,
		bucket,
		duesOf(rules, versionsOf(call, bucket.name, key)).map(({ at }) => at),
	)
}

/** The same for an upload in parts that was begun. */
export function scheduleAbort(
	call: Call,
	bucket: Readonly<Bucket>,
	upload: { key: string; initiatedAt: number },
): void {
	const at = abortsAt(rulesOf(call, bucket.name), upload)
	if (at !== undefined) schedule(call, bucket, [at])
}

/** Asks for the next moment at which a rule does something anywhere in a bucket. */
export function scheduleBucket(call: Call, bucket: Readonly<Bucket>): void {
	const rules = rulesOf(call, bucket.name)
	const dues = keysOf(call, bucket.name).flatMap((versions) => duesOf(rules, versions).map(({ at }) => at))
	const aborts = uploadsOf(call, bucket.name).flatMap(([, upload]) => abortsAt(rules, upload) ?? [])
	schedule(call, bucket, [...dues, ...aborts])
}

function schedule(call: Call, { name, account, region }: Readonly<Bucket>, moments: Array<number>): void {
	if (moments.length === 0) return
	// What is overdue already waits for the next midnight, when S3 looks again.
	const first = moments.reduce((least, at) => Math.min(least, at))
	call.schedule(Math.max(first, midnightAfter(call.now, 0)), SUBJECT + name, { account, region })
}

/** Does what is due in a bucket. */
export function runLifecycle(subject: string, call: Call): void {
	const name = subject.slice(SUBJECT.length)
	if (!subject.startsWith(SUBJECT) || !call.world.get(buckets, WORLD_SCOPE, name)) return
	const rules = rulesOf(call, name)
	for (const versions of keysOf(call, name)) {
		const due = duesOf(rules, versions).filter(({ at }) => at <= call.now)
		const done = new Set<ObjectVersion>()
		for (const one of due) {
			if (done.has(one.version)) continue
			done.add(one.version)
			carryOut(call, name, one)
		}
	}
	for (const [id, upload] of uploadsOf(call, name)) {
		const at = abortsAt(rules, upload)
		if (at !== undefined && at <= call.now) call.world.delete(multipartUploads, WORLD_SCOPE, id)
	}
	const bucket = call.world.get(buckets, WORLD_SCOPE, name)
	if (bucket) scheduleBucket(call, bucket)
}

function carryOut(call: Call, name: string, { action, version }: Due): void {
	const bucket = call.world.get(buckets, WORLD_SCOPE, name)
	if (!bucket) return
	const reason = 'Lifecycle Expiration'
	if (action === 'expire' && bucket.versioning) {
		const marker = addDeleteMarker(call, bucket, version.key)
		const more = { reason, 'deletion-type': 'Delete Marker Created' }
		emitObjectEvent(call, bucket, 'Object Deleted', marker, more)
		return
	}
	// A lock outlasts the rule, which comes back to it another night.
	if (isLocked(version, call.now)) return
	removeVersion(call, version)
	emitObjectEvent(call, bucket, 'Object Deleted', version, {
		reason,
		'deletion-type': 'Permanently Deleted',
	})
}

/** Every key of a bucket with its versions, newest first. */
function keysOf(call: Call, bucket: string): Array<Array<Readonly<ObjectVersion>>> {
	const all = call.world.list(objectVersions, WORLD_SCOPE, { prefix: `${bucket}/` })
	return [...Map.groupBy(all, ({ key }) => key).values()]
}

function uploadsOf(call: Call, bucket: string) {
	return call.world.entries(multipartUploads, WORLD_SCOPE, { prefix: `${bucket}/` })
}

/** `x-amz-expiration`: when the current version of a key will expire, and by which rule. */
export function expirationHeader(call: Call, version: Readonly<ObjectVersion>): { Expiration?: string } {
	const rules = rulesOf(call, version.bucket)
	if (rules.length === 0) return {}
	const [first] = duesOf(rules, [version]).toSorted((a, b) => a.at - b.at)
	if (first?.action !== 'expire') return {}
	const date = new Date(first.at).toUTCString()
	return { Expiration: `expiry-date="${date}", rule-id="${encodeURIComponent(first.ruleId)}"` }
}
