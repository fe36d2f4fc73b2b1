import type { MultipartUpload, ObjectVersion } from '../collections.ts'
import type { LifecycleFilter, LifecycleRule } from './settings.ts'

// What a lifecycle configuration says of one key, as a function of time.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html

const DAY = 86_400_000

/** What is to be done with a version at a time. */
export interface Due {
	/** Epoch milliseconds, a midnight of UTC. */
	at: number
	/** `expire` puts the current version away; `remove` removes a version for good. */
	action: 'expire' | 'remove'
	version: Readonly<ObjectVersion>
	ruleId: string
}

/** So many days after a moment, at the midnight that follows. */
export function midnightAfter(time: number, days: number): number {
	return (Math.floor(time / DAY) + days + 1) * DAY
}

/** What is due, now or later, with the versions of one key, newest first. */
export function duesOf(
	rules: ReadonlyArray<LifecycleRule>,
	versions: ReadonlyArray<Readonly<ObjectVersion>>,
): Array<Due> {
	return rules
		.filter(({ Status }) => Status === 'Enabled')
		.flatMap((rule) =>
			versions.flatMap((version, age) => {
				const due =
					age === 0 ? currentDue(rule, version, versions.length) : noncurrentDue(rule, versions, age)
				return due && appliesTo(rule, version) ? [{ ...due, version, ruleId: rule.ID }] : []
			}),
		)
}

type When = Pick<Due, 'at' | 'action'>

function currentDue(
	{ Expiration }: LifecycleRule,
	version: Readonly<ObjectVersion>,
	count: number,
): When | undefined {
	const { Days, Date: date, ExpiredObjectDeleteMarker } = Expiration ?? {}
	const at = Days === undefined ? date : midnightAfter(version.lastModified, Days)
	if (!version.deleteMarker) return at === undefined ? undefined : { at, action: 'expire' }
	// A marker that hides nothing any more is cleared away.
	if (count > 1) return
	if (ExpiredObjectDeleteMarker) return { at: midnightAfter(version.lastModified, 0), action: 'remove' }
	return at === undefined ? undefined : { at, action: 'remove' }
}

function noncurrentDue(
	{ NoncurrentVersionExpiration: expiration }: LifecycleRule,
	versions: ReadonlyArray<Readonly<ObjectVersion>>,
	age: number,
): When | undefined {
	const successor = versions[age - 1]
	if (expiration?.NoncurrentDays === undefined || !successor) return
	if (age <= (expiration.NewerNoncurrentVersions ?? 0)) return
	return { at: midnightAfter(successor.lastModified, expiration.NoncurrentDays), action: 'remove' }
}

/** When an upload in parts is to be aborted, by the first rule that says so. */
export function abortsAt(
	rules: ReadonlyArray<LifecycleRule>,
	{ key, initiatedAt }: Pick<MultipartUpload, 'key' | 'initiatedAt'>,
): number | undefined {
	const moments = rules.flatMap(({ Status, AbortIncompleteMultipartUpload, ...rule }) => {
		const days = AbortIncompleteMultipartUpload?.DaysAfterInitiation
		if (Status !== 'Enabled' || days === undefined || !key.startsWith(prefixOf(rule))) return []
		return [midnightAfter(initiatedAt, days)]
	})
	return moments.length > 0 ? Math.min(...moments) : undefined
}

function prefixOf({ Prefix, Filter }: Pick<LifecycleRule, 'Prefix' | 'Filter'>): string {
	return Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? ''
}

function appliesTo(rule: LifecycleRule, { key, size, deleteMarker, tags = {} }: Readonly<ObjectVersion>) {
	if (!key.startsWith(prefixOf(rule))) return false
	const conditions = { ...rule.Filter, ...rule.Filter?.And }
	const wanted = tagsOf(rule.Filter)
	if (deleteMarker) return wanted.length === 0
	const { ObjectSizeGreaterThan: above = -1, ObjectSizeLessThan: below = Number.POSITIVE_INFINITY } =
		conditions
	return size > above && size < below && wanted.every(({ Key, Value }) => tags[Key ?? ''] === (Value ?? ''))
}

function tagsOf(filter: LifecycleFilter | undefined) {
	return filter?.Tag ? [filter.Tag] : (filter?.And?.Tags ?? [])
}
