import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { AwsError } from '../../aws-error.ts'
import type { Call, Hear } from '../../service.ts'
import { dueId, dueSteps, WORLD_SCOPE } from '../../world/kernel.ts'
import { emitApiCall } from './api-call-events.ts'
import { logging, type Trail, trails } from './collections.ts'
import { wants } from './event-selectors.ts'
import { bucketAccess, keyPrefix } from './trail-bucket.ts'
import { logRecords } from './trail-logs.ts'
import { type TrailRecord, trailRecords } from './trail-record.ts'
import { write } from './trails.ts'

/** CloudTrail delivers about every five minutes. */
const EVERY_MS = 5 * 60_000
/** Entries of the journal that one delivery looks at. */
const ENTRIES = 1_000

const compress = promisify(gzip)

/** Tells the bus, and has the trails that log where something happened deliver at the next five minutes: without events there is no delivery. */
export const hearEvents: Hear = (notice, call) => {
	if (isOurs(call)) return
	const active = call.world.list(logging, call.scope)
	if (active.length === 0) return
	if (notice.kind === 'call') emitApiCall(call, notice)
	for (const { name, region, isMultiRegion } of active) {
		if (!isMultiRegion && region !== call.scope.region) continue
		const at = (Math.floor(call.now / EVERY_MS) + 1) * EVERY_MS
		const scope = { account: call.scope.account, region }
		const step = { at, service: 'cloudtrail', subject: `deliver|${name}`, scope }
		if (!call.world.get(dueSteps, WORLD_SCOPE, dueId(step))) call.schedule(at, step.subject, scope)
	}
}

/** Deliveries are events, too, but none for their own sake. */
function isOurs({ principal }: Call): boolean {
	const by = principal.type === 'service' ? principal.service : undefined
	return (principal.type === 'role' ? principal.invokedBy : by) === 'cloudtrail.amazonaws.com'
}

/** Writes what happened since the last delivery to the trail's bucket, a file for each Region. */
export async function deliverTrail(call: Call, name: string): Promise<void> {
	const trail = call.world.get(trails, call.scope, name)
	if (!trail?.isLogging) return
	const entries = (await call.history(ENTRIES)).filter(({ at }) => at >= trail.deliveredTo && at < call.now)
	const records = entries.flatMap(trailRecords).filter((record) => isFor(call, trail, record))
	if (records.length === 0) {
		write(call, { ...trail, deliveredTo: call.now })
		return
	}
	const error = await deliver(call, trail, records)
	const logged = await logRecords(call, trail, records)
	const { deliveryError: _, logError: __, ...known } = trail
	write(call, {
		...known,
		...logged,
		deliveredTo: call.now,
		deliveredAt: call.now,
		...(error !== undefined && { deliveryError: error }),
	})
}

function isFor({ scope }: Call, trail: Readonly<Trail>, record: TrailRecord): boolean {
	return (
		record.recipientAccountId === scope.account &&
		(trail.isMultiRegion || record.awsRegion === trail.region) &&
		wants(trail, record.readOnly, record.eventSource)
	)
}

/** The code of S3's refusal, or undefined. What could not be delivered is lost, as in AWS once it has tried for long. */
async function deliver(
	call: Call,
	trail: Readonly<Trail>,
	records: ReadonlyArray<TrailRecord>,
): Promise<string | undefined> {
	const { account } = call.scope
	const day = new Date(call.now).toISOString().slice(0, 10).replaceAll('-', '/')
	const minute = new Date(call.now).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')
	for (const [region, own] of Map.groupBy(records, ({ awsRegion }) => awsRegion)) {
		const unique = call.ids.uuid().replaceAll('-', '').slice(0, 16)
		const file = `${account}_CloudTrail_${region}_${minute}Z_${unique}.json.gz`
		const Key = `${keyPrefix(trail, account)}CloudTrail/${region}/${day}/${file}`
		if (!call.decide(bucketAccess(call, trail, 'PutObject', Key)).allowed) return 'AccessDenied'
		try {
			await call.invoke(call.principal, 's3', 'PutObject', {
				Bucket: trail.bucket,
				Key,
				Body: await compress(JSON.stringify({ Records: own })),
				ContentType: 'application/json',
				ContentEncoding: 'gzip',
				...(trail.kmsKeyId !== undefined && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: trail.kmsKeyId }),
			})
		} catch (error) {
			if (error instanceof AwsError) return error.code
			throw error
		}
	}
}
