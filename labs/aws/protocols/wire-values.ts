import { AwsError } from '../aws-error.ts'
import type { TimestampFormat } from '../model.ts'

/** A timestamp as a protocol writes it. `unixTimestamp` is seconds, with milliseconds after the point. */
export function formatTimestamp(date: Date, format: TimestampFormat): string | number {
	if (format === 'rfc822') return date.toUTCString()
	if (format === 'iso8601') return date.toISOString().replace('.000Z', 'Z')
	return date.getTime() / 1000
}

/** Reads a timestamp in any of the three forms. */
export function parseTimestamp(value: unknown): Date {
	const seconds = typeof value === 'number' ? value : Number(value)
	const date = Number.isFinite(seconds) && value !== '' ? new Date(seconds * 1000) : new Date(String(value))
	if (Number.isNaN(date.getTime())) throw malformed('Invalid timestamp')
	return date
}

/** Reads a number from text, as headers and forms carry it. */
export function parseNumber(text: string, integer: boolean): number {
	const number = Number(text)
	if (text.trim() === '' || !Number.isFinite(number) || (integer && !Number.isInteger(number))) {
		throw malformed(`'${text}' is not a valid ${integer ? 'integer' : 'number'}`)
	}
	return number
}

/** Reads bytes from base64; what is not base64 is refused, not guessed. */
export function parseBlob(text: string): Uint8Array {
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) {
		throw malformed('Invalid base64')
	}
	return new Uint8Array(Buffer.from(text, 'base64'))
}

/** AWS's answer to bytes that do not fit the shape they stand for. */
export function malformed(message: string): AwsError {
	return new AwsError('SerializationException', message)
}
