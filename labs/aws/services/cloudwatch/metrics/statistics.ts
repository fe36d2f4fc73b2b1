import { AwsError } from '../../../aws-error.ts'
import { invalidValue } from '../cloudwatch-error.ts'
import { joined, type Slot } from '../metric-data.ts'

/** Reads one statistic of what a period holds; undefined where that is not known any more. */
export type Statistic = (slot: Readonly<Slot>) => number | undefined

const SIMPLE: Readonly<Record<string, Statistic>> = {
	Average: ({ sum, count }) => sum / count,
	Maximum: ({ max }) => max,
	Minimum: ({ min }) => min,
	SampleCount: ({ count }) => count,
	Sum: ({ sum }) => sum,
}

/** The statistic of a name: the five simple ones and percentiles (`p95`). Throws AwsError. */
export function readStatistic(name: string, parameter = 'Stat'): Statistic {
	const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined
	if (simple) return simple
	const [, share] = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name) ?? []
	if (share !== undefined) return (slot) => percentile(slot, Number(share))
	if (/^(tm|wm|tc|ts|pr|TM|WM|TC|TS|PR|IQM|iqm)/.test(name))
		throw new AwsError(
			'NotImplemented',
			`The statistic ${name} is not emulated: the simple ones and percentiles are`,
			501,
		)
	throw invalidValue(`The value ${name} for parameter ${parameter} is not supported.`)
}

function percentile({ values }: Readonly<Slot>, share: number): number | undefined {
	if (!values) return
	const sorted = [...values].sort(([a], [b]) => a - b)
	const total = sorted.reduce((sum, [, count]) => sum + count, 0)
	let seen = 0
	for (const [value, count] of sorted) {
		seen += count
		if (seen >= (share / 100) * total) return value
	}
}

/** Periods that follow one another from a time on, in milliseconds. */
export interface Grid {
	from: number
	periodMs: number
	count: number
}

/** The slots of each period as one; those of periods without data are left out. By the period's number. */
export function byPeriod(
	slots: ReadonlyArray<Readonly<Slot>>,
	{ from, periodMs, count }: Grid,
): Map<number, Slot> {
	const found = new Map<number, Slot>()
	for (const slot of slots) {
		const index = Math.floor((slot.at - from) / periodMs)
		if (index < 0 || index >= count) continue
		const there = found.get(index)
		found.set(index, there ? joined(there, slot) : { ...slot, at: from + index * periodMs })
	}
	return found
}
