import type { Shape, TimestampFormat } from '../model.ts'
import { formatTimestamp, parseTimestamp } from './timestamps.ts'

// Single values as text: forms, headers, addresses and XML write them alike.

/** A value from its text, or undefined when the text does not fit the shape. */
export function readScalar(shape: Shape, text: string): unknown {
	switch (shape.type) {
		case 'boolean':
			return text === 'true' ? true : text === 'false' ? false : undefined
		case 'byte':
		case 'short':
		case 'integer':
		case 'long':
			return /^[+-]?\d{1,19}$/.test(text) ? Number(text) : undefined
		case 'float':
		case 'double':
		case 'bigdecimal':
			return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
		case 'timestamp':
			return parseTimestamp(text)
		case 'blob':
			return isBase64(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined
		default:
			return text
	}
}

function isBase64(text: string): boolean {
	return /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)
}

/** A value as text; `timestamps` is the form of those whose shape names none. */
export function writeScalar(shape: Shape, value: unknown, timestamps: TimestampFormat): string {
	if (value instanceof Date) return String(formatTimestamp(value, shape.timestampFormat ?? timestamps))
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
	return String(value)
}
