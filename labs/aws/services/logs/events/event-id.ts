import type { Position } from './chunks.ts'

/** An event as 56 digits, which sort as events do. */
export function eventId({ at, stream, chunk, index }: Position): string {
	const [time, ...rest] = [digits(at, 15), digits(stream, 14), digits(chunk, 13), digits(index, 13)]
	return `3${time}${rest.join('')}`
}

const digits = (number: number, count: number) => String(number).padStart(count, '0')

/** The event that an id was made of. */
export function positionOf(id: string): Position {
	const part = (from: number, to: number) => Number(id.slice(from, to))
	return { at: part(1, 16), stream: part(16, 30), chunk: part(30, 43), index: part(43, 56) }
}
