import type { StateValue } from '../collections.ts'

export type Treatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching'

/** Whether a period breaches the threshold; undefined where it has no data. The newest first. */
export type Breaches = ReadonlyArray<boolean | undefined>

/** Periods beyond those that count which an alarm looks at for data; AWS's example is of three and five. */
export const FURTHER_PERIODS = 2

/**
 * The state that periods give, as AWS describes it; undefined keeps the state that there is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * @param breaches Periods of the evaluation range, the newest first.
 * @param evaluated How many of them count (N).
 * @param needed How many of those must breach (M).
 */
export function stateOf(
	breaches: Breaches,
	evaluated: number,
	needed: number,
	treatment: Treatment,
): StateValue | undefined {
	const real = breaches.filter((one) => one !== undefined)
	if (real.length >= evaluated)
		return real.slice(0, evaluated).filter(Boolean).length >= needed ? 'ALARM' : 'OK'
	const breaching = real.filter(Boolean).length
	const missing = evaluated - real.length
	if (treatment === 'breaching') return breaching + missing >= needed ? 'ALARM' : 'OK'
	if (treatment === 'notBreaching') return breaching >= needed ? 'ALARM' : 'OK'
	if (real.length === 0) return treatment === 'missing' ? 'INSUFFICIENT_DATA' : undefined
	if (breaching >= needed) return 'ALARM'
	if (breaching < real.length) return 'OK'
	// All that there is breaches, but it is too little: only when it is old enough is that an alarm.
	const isOldEnough = breaches.lastIndexOf(true) + 1 >= needed
	return treatment === 'missing' && isOldEnough ? 'ALARM' : undefined
}
