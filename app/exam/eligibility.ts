import type { Policy } from './blueprint.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const MINUTE_MS = 60 * 1000

export interface PastAttempt {
	startedAt: Date
	/** Null while it is in progress. */
	finishedAt: Date | null
	passed: boolean | null
}

export type Eligibility =
	| { allowed: true }
	| { allowed: false; reason: 'passed' | 'cool_down' | 'yearly_limit'; until: Date }

/** Nobody is certified at an address that they have not confirmed as theirs. */
export interface Unconfirmed {
	allowed: false
	reason: 'unconfirmed'
}

export type Refusal = (Eligibility & { allowed: false }) | Unconfirmed

/**
 * Whether a learner may start an attempt now: none while a pass is valid, a wait
 * after each finished attempt, a number a year. The demo waits minutes and counts none.
 */
export function eligibility(
	attempts: Array<PastAttempt>,
	policy: Policy,
	now: Date,
	demo: boolean,
): Eligibility {
	const finished = attempts.filter((attempt) => attempt.finishedAt !== null)
	const refusals: Array<Eligibility & { allowed: false }> = []

	const lastPass = latest(finished.filter(({ passed }) => passed).map(finishedTime))
	if (lastPass !== undefined) {
		refusals.push({ allowed: false, reason: 'passed', until: addMonths(lastPass, policy.validityMonths) })
	}
	const lastFinish = latest(finished.map(finishedTime))
	if (lastFinish !== undefined) {
		const wait = demo ? policy.demoCoolDownMinutes * MINUTE_MS : policy.coolDownDays * DAY_MS
		refusals.push({ allowed: false, reason: 'cool_down', until: new Date(lastFinish + wait) })
	}
	const yearAgo = addMonths(now.getTime(), -12)
	const starts = finished.map(({ startedAt }) => startedAt).filter((start) => start > yearAgo)
	if (!demo && starts.length >= policy.maxAttemptsPerYear) {
		const freed = starts.toSorted((a, b) => b.getTime() - a.getTime())[policy.maxAttemptsPerYear - 1]
		refusals.push({ allowed: false, reason: 'yearly_limit', until: addMonths((freed as Date).getTime(), 12) })
	}
	return (
		refusals
			.filter(({ until }) => until > now)
			.toSorted((a, b) => b.until.getTime() - a.until.getTime())[0] ?? { allowed: true }
	)
}

function finishedTime({ finishedAt }: PastAttempt): number {
	return (finishedAt as Date).getTime()
}

function latest(times: Array<number>): number | undefined {
	return times.length === 0 ? undefined : Math.max(...times)
}

function addMonths(time: number, months: number): Date {
	const date = new Date(time)
	date.setUTCMonth(date.getUTCMonth() + months)
	return date
}
