import { Cron } from 'croner'

// The Cron of a DeploymentWindow: Quartz's six fields and an optional year,
// seconds first, days of the week from 1 (SUN) to 7 (SAT):
// https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html

const MINUTE = 60_000
const DAY_OF_WEEK = 5

/** When deployments are allowed. All moments are epoch milliseconds. */
export interface Window {
	isOpen(at: number): boolean
	/** When it opens next; undefined when it never does again. */
	opensAfter(at: number): number | undefined
}

/** Thrown for an expression or a time zone that cannot be read. */
export class WindowSyntaxError extends Error {
	override readonly name = 'WindowSyntaxError'
}

/** Reads a window; its grain is the minute, whatever the field of seconds says. */
export function readWindow(expression: string, timeZone = 'UTC'): Window {
	const cron = readCron(toCroner(expression), timeZone)
	return {
		isOpen: (at) => cron.match(new Date(Math.floor(at / MINUTE) * MINUTE)),
		opensAfter: (at) => cron.nextRun(new Date(at))?.getTime(),
	}
}

function readCron(expression: string, timezone: string): Cron {
	try {
		const cron = new Cron(expression, { timezone, paused: true })
		// The time zone is looked up at the first use only.
		cron.nextRun(new Date(0))
		return cron
	} catch (error) {
		throw new WindowSyntaxError(error instanceof Error ? error.message : String(error))
	}
}

function toCroner(expression: string): string {
	const fields = expression.trim().split(/\s+/)
	if (fields.length < 6 || fields.length > 7) {
		throw new WindowSyntaxError(
			`expected 6 or 7 fields (seconds first, then an optional year), found ${fields.length}`,
		)
	}
	const [seconds = '', , , dayOfMonth = '', , dayOfWeek = ''] = fields
	if (seconds !== '*' && seconds !== '0') {
		throw new WindowSyntaxError(`the field of seconds is * or 0, not ${seconds}`)
	}
	if (![dayOfMonth, dayOfWeek].some((field) => field === '?' || field === '*')) {
		throw new WindowSyntaxError('either the day of the month or the day of the week must be ?')
	}
	return fields.with(0, '0').with(DAY_OF_WEEK, fromSunday(dayOfWeek)).join(' ')
}

/** Quartz counts days from 1, croner from 0; a number after `#` or `/` is none of a day. */
function fromSunday(field: string): string {
	return field.replace(/(?<![#/\d])[1-7](?!\d)/g, (day) => String(Number(day) - 1))
}
