import { formatDate, formatDateTime } from './french-date.ts'

/** A date, with its time unless `dayOnly`, as French readers write it and as machines read it. */
export function DateTime({ date, dayOnly }: { date: Date | string; dayOnly?: boolean }) {
	const instant = new Date(date)
	const text = dayOnly ? formatDate(instant) : formatDateTime(instant)
	return <time dateTime={instant.toISOString()}>{text}</time>
}
