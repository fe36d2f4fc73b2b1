import type { Json } from './json.ts'

/** Longest text that an entry keeps of one value. */
const TEXT_KEPT = 4096
/** Characters that an entry keeps of one request or answer, about; CloudTrail's limit is the same. */
const RECORD_KEPT = 100_000
/** Names that hold secrets or payloads, in any service. */
const SECRET =
	/^(secretaccesskey|sessiontoken|secrettoken|oauthtoken|clienttoken|password|secret|authorization|ssecustomerkey|copysourcessecustomerkey)$/i

/** What one record may still take, in characters. */
interface Room {
	left: number
}

function record(value: unknown, name: string, depth: number, room: Room): Json | undefined {
	if (room.left <= 0) return '…'
	room.left -= name.length + 8
	if (value === undefined || typeof value === 'function') return
	if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
	if (SECRET.test(name)) return '«secret»'
	if (typeof value === 'string') {
		const kept = value.length <= TEXT_KEPT ? value : `${value.slice(0, TEXT_KEPT)}…`
		room.left -= kept.length
		return kept
	}
	if (value instanceof Date) return value.toISOString()
	if (value instanceof Uint8Array) return `«${value.byteLength} bytes»`
	if (typeof value === 'bigint') return String(value)
	if (depth > 20) return '…'
	if (Array.isArray(value)) {
		const items: Array<Json> = []
		for (const item of value.slice(0, 1000)) {
			items.push(record(item, '', depth + 1, room) ?? null)
			if (room.left <= 0) break
		}
		return items
	}
	const members: Array<[name: string, Json]> = []
	for (const [key, child] of Object.entries(value as object)) {
		const kept = record(child, key, depth + 1, room)
		if (kept !== undefined) members.push([key, kept])
		if (room.left <= 0) break
	}
	return Object.fromEntries(members)
}

/** An input as the journal keeps it: plain JSON without payloads and secrets. */
export function redactRequest(input: object): Json {
	return record(input, '', 0, { left: RECORD_KEPT }) ?? null
}

/** An output as the journal keeps it, by the same rules. */
export function summarizeResponse(output: unknown): Json | undefined {
	return record(output, '', 0, { left: RECORD_KEPT })
}
