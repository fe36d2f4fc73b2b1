import type {
	GetObjectLegalHoldCommandInput,
	GetObjectLockConfigurationCommandInput,
	GetObjectRetentionCommandInput,
	PutObjectLegalHoldCommandInput,
	PutObjectLockConfigurationCommandInput,
	PutObjectRetentionCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { bucketAccess, objectAccess, requireBucket } from '../access/access.ts'
import type { ObjectLock, ObjectVersion } from '../collections.ts'
import { putSetting, settingOf } from '../configuration/settings.ts'
import { readableVersion, writableVersion } from '../objects/version-reads.ts'
import { replaceVersion } from '../objects/versions.ts'
import { malformedXml } from '../s3-error.ts'
import { assertInFuture, assertLockEnabled, isLocked, lockedRefusal, mayBypass } from './object-lock.ts'

export const putObjectLockConfiguration = operation<PutObjectLockConfigurationCommandInput, object>({
	access: bucketAccess('PutBucketObjectLockConfiguration'),
	run({ Bucket = '', ObjectLockConfiguration: given }, call) {
		const { versioning } = requireBucket(call, Bucket)
		if (given?.ObjectLockEnabled !== 'Enabled') throw malformedXml()
		const { Mode: mode, Days: days, Years: years } = given.Rule ? (given.Rule.DefaultRetention ?? {}) : {}
		const spans = [days, years].filter((span) => span !== undefined)
		const isWhole =
			(mode === 'GOVERNANCE' || mode === 'COMPLIANCE') &&
			spans.length === 1 &&
			spans.every((span) => span > 0)
		if (given.Rule && !isWhole) throw malformedXml()
		if (versioning !== 'Enabled') {
			const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
			throw new AwsError('InvalidBucketState', message, 409)
		}
		putSetting(call, Bucket, 'objectLock', given.Rule ? { mode, days, years } : {})
		return {}
	},
})

export const getObjectLockConfiguration = operation<GetObjectLockConfigurationCommandInput, object>({
	access: bucketAccess('GetBucketObjectLockConfiguration'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const lock = settingOf(call.world, Bucket, 'objectLock')
		if (!lock) {
			const message = 'Object Lock configuration does not exist for this bucket'
			throw new AwsError('ObjectLockConfigurationNotFoundError', message, 404, { BucketName: Bucket })
		}
		const { mode: Mode, days: Days, years: Years } = lock
		const Rule = Mode && { DefaultRetention: { Mode, ...(Days && { Days }), ...(Years && { Years }) } }
		return { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...(Rule && { Rule }) } }
	},
})

function neverLocked(): AwsError {
	const message = 'The specified object does not have a ObjectLock configuration'
	return new AwsError('NoSuchObjectLockConfiguration', message, 404)
}

export const getObjectRetention = operation<GetObjectRetentionCommandInput, object>({
	access: objectAccess('GetObjectRetention', 'GetObjectRetention'),
	run(input, call) {
		const { lock } = readableVersion(call, input)
		assertLockEnabled(call, input.Bucket ?? '')
		if (lock?.until === undefined) throw neverLocked()
		return { Retention: { Mode: lock.mode, RetainUntilDate: new Date(lock.until) } }
	},
})

export const putObjectRetention = operation<PutObjectRetentionCommandInput, object>({
	access: objectAccess('PutObjectRetention', 'PutObjectRetention'),
	run(input, call) {
		const version = writableVersion(call, 'PUT', input)
		assertLockEnabled(call, input.Bucket ?? '')
		const { Mode: mode, RetainUntilDate: date } = input.Retention ?? {}
		if ((mode === undefined) !== (date === undefined)) throw malformedXml()
		if (mode !== undefined && mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') throw malformedXml()
		if (date) assertInFuture(call.now, date, 'RetainUntilDate')
		const asked = mode && date && { mode, until: date.getTime() }
		if (weakens(call, version, asked || undefined, mayBypass(call, input))) throw lockedRefusal()
		relock(call, version, { hold: version.lock?.hold, ...asked })
		return {}
	},
})

/** Whether a retention would shorten or loosen one that still holds. A legal hold has no part in it. */
function weakens(
	{ now }: Call,
	version: Readonly<ObjectVersion>,
	asked: Pick<ObjectLock, 'mode' | 'until'> | undefined,
	bypass: boolean,
): boolean {
	const { mode, until = 0 } = version.lock ?? {}
	if (!isLocked({ ...version, lock: { mode, until } }, now, bypass)) return false
	return (asked?.until ?? 0) < until || (mode === 'COMPLIANCE' && asked?.mode !== 'COMPLIANCE')
}

export const getObjectLegalHold = operation<GetObjectLegalHoldCommandInput, object>({
	access: objectAccess('GetObjectLegalHold', 'GetObjectLegalHold'),
	run(input, call) {
		const { lock } = readableVersion(call, input)
		assertLockEnabled(call, input.Bucket ?? '')
		if (lock?.hold === undefined) throw neverLocked()
		return { LegalHold: { Status: lock.hold } }
	},
})

export const putObjectLegalHold = operation<PutObjectLegalHoldCommandInput, object>({
	access: objectAccess('PutObjectLegalHold', 'PutObjectLegalHold'),
	run(input, call) {
		const version = writableVersion(call, 'PUT', input)
		assertLockEnabled(call, input.Bucket ?? '')
		const { Status: hold } = input.LegalHold ?? {}
		if (hold !== 'ON' && hold !== 'OFF') throw malformedXml()
		relock(call, version, { ...version.lock, hold })
		return {}
	},
})

function relock(call: Call, version: Readonly<ObjectVersion>, lock: ObjectLock): void {
	replaceVersion(call, { ...version, lock })
}
