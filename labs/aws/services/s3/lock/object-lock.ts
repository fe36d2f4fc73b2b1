import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { s3Access } from '../access/access.ts'
import type { Bucket, ObjectLock, ObjectVersion } from '../collections.ts'
import { settingOf } from '../configuration/settings.ts'
import { invalidArgument, invalidRequest } from '../s3-error.ts'

// Object Lock: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
// Refusals as LocalStack's tests have them from AWS, `tests/aws/services/s3`. Time is the world's virtual time.

type LockRequest = Pick<
	PutObjectCommandInput,
	'ObjectLockMode' | 'ObjectLockRetainUntilDate' | 'ObjectLockLegalHoldStatus'
>

const MODES: ReadonlyArray<string> = ['GOVERNANCE', 'COMPLIANCE']
const DAY = 24 * 3600_000

export function assertLockEnabled(call: Call, bucket: string): void {
	if (!settingOf(call.world, bucket, 'objectLock')) throw missingConfiguration()
}

export function missingConfiguration(): AwsError {
	return invalidRequest('Bucket is missing Object Lock Configuration')
}

/** What locks a new version: what its headers say, or the bucket's default. */
export function lockOfUpload(
	call: Call,
	{ name }: Readonly<Bucket>,
	input: LockRequest,
): ObjectLock | undefined {
	const configuration = settingOf(call.world, name, 'objectLock')
	const { ObjectLockMode: mode, ObjectLockRetainUntilDate: date, ObjectLockLegalHoldStatus: hold } = input
	const asks = mode !== undefined || date !== undefined || hold !== undefined
	if (!configuration) {
		if (asks) throw missingConfiguration()
		return
	}
	const retention =
		mode === undefined && date === undefined ? byDefault(call, configuration) : given(call, mode, date)
	const lock = { ...retention, ...(hold && { hold }) }
	return Object.keys(lock).length > 0 ? lock : undefined
}

function byDefault(
	{ now }: Call,
	{ mode, days = 0, years = 0 }: { mode?: ObjectLock['mode']; days?: number; years?: number },
) {
	if (!mode) return {}
	const until = new Date(now + days * DAY)
	until.setUTCFullYear(until.getUTCFullYear() + years)
	return { mode, until: until.getTime() }
}

function given({ now }: Call, mode: string | undefined, date: Date | undefined) {
	if (mode !== undefined && !MODES.includes(mode))
		throw invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', mode)
	if (mode === undefined || date === undefined) {
		const missing = mode === undefined ? 'x-amz-object-lock-mode' : 'x-amz-object-lock-retain-until-date'
		const message = 'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied'
		throw new AwsError('InvalidArgument', message, 400, { ArgumentName: missing })
	}
	assertInFuture(now, date, 'x-amz-object-lock-retain-until-date')
	return { mode: mode as ObjectLock['mode'], until: date.getTime() }
}

export function assertInFuture(now: number, date: Date, argument: string): void {
	if (date.getTime() > now) return
	throw invalidArgument('The retain until date must be in the future!', argument, date.toISOString())
}

/** Whether a version is kept from being removed at a moment; `bypass` sets governance aside. */
export function isLocked({ lock }: Readonly<ObjectVersion>, now: number, bypass = false): boolean {
	if (!lock) return false
	const { mode, until = 0, hold } = lock
	return hold === 'ON' || (until > now && (mode === 'COMPLIANCE' || !bypass))
}

export function lockedRefusal(): AwsError {
	return new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', 403)
}

/** Whether the caller asks to set governance aside, and may. Throws AwsError where there is none to set aside. */
export function mayBypass(
	call: Call,
	{
		Bucket = '',
		Key = '',
		BypassGovernanceRetention,
	}: { Bucket?: string; Key?: string; BypassGovernanceRetention?: boolean },
): boolean {
	if (!BypassGovernanceRetention) return false
	return call.decide(s3Access(call, 'BypassGovernanceRetention', Bucket, Key)).allowed
}

/** Refuses the header that sets governance aside on a bucket without locks. */
export function assertBypassMakesSense(call: Call, bucket: string, bypass: boolean | undefined): void {
	if (bypass === undefined || settingOf(call.world, bucket, 'objectLock')) return
	const message = 'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.'
	throw new AwsError('InvalidArgument', message, 400, { ArgumentName: 'x-amz-bypass-governance-retention' })
}

/** A lock as reads answer it. */
export function describeLock({ lock }: Readonly<ObjectVersion>): object {
	if (!lock) return {}
	return {
		...(lock.mode && { ObjectLockMode: lock.mode }),
		...(lock.until !== undefined && { ObjectLockRetainUntilDate: new Date(lock.until) }),
		...(lock.hold && { ObjectLockLegalHoldStatus: lock.hold }),
	}
}
