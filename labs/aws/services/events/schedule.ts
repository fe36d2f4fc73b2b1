import { readWindow, WindowSyntaxError } from './window.ts'

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** When a rule is due next after a moment, epoch milliseconds; undefined when it never is again. */
export type Schedule = (after: number) => number | undefined

/** Reads `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`, in UTC; undefined for what is neither. */
export function readSchedule(expression: string): Schedule | undefined {
	const [, count, unit = ''] = /^rate\(([1-9]\d{0,5}) (minute|hour|day)s?\)$/.exec(expression) ?? []
	if (count !== undefined) {
		// One minute, five minutes: the number decides.
		if ((count === '1') === expression.endsWith('s)')) return
		const period = Number(count) * (UNITS[unit] ?? 0)
		return (after) => after + period
	}
	const [, fields = ''] = /^cron\(([^()]+)\)$/.exec(expression) ?? []
	return readCron(fields)
}

function readCron(fields: string): Schedule | undefined {
	const parts = fields.split(' ')
	if (parts.length !== 6 || (parts[2] === '?') === (parts[4] === '?')) return
	try {
		const window = readWindow(`0 ${fields}`)
		return (after) => window.opensAfter(after)
	} catch (error) {
		if (error instanceof WindowSyntaxError) return
		throw error
	}
}
