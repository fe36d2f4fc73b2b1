import type { TimestampFormat } from '../model.ts'

/** A moment as text or number on the wire. */
export function formatTimestamp(date: Date, format: TimestampFormat): string | number {
	if (format === 'unixTimestamp') return date.getTime() / 1000
	if (format === 'rfc822') return date.toUTCString()
	return date.toISOString()
}

const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/
const RFC_822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|UTC|[+-]\d{4})$/

/** Reads a moment in any of AWS's three forms, as AWS does; undefined when it is none of them. */
export function parseTimestamp(value: unknown): Date | undefined {
	if (typeof value === 'number') return validDate(value * 1000)
	if (typeof value !== 'string') return
	if (/^-?\d+(\.\d+)?$/.test(value)) return validDate(Number(value) * 1000)
	if (!ISO_8601.test(value) && !RFC_822.test(value)) return
	const zoned = ISO_8601.test(value) && !/(Z|[+-]\d\d:?\d\d)$/.test(value) && value.includes('T')
	return validDate(Date.parse(zoned ? `${value}Z` : value))
}

function validDate(milliseconds: number): Date | undefined {
	const date = new Date(Math.round(milliseconds))
	return Number.isNaN(date.getTime()) ? undefined : date
}
