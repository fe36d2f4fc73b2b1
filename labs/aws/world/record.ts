import type { Json } from './json.ts'

/** Longest text that an entry keeps of one value. */
const TEXT_KEPT = 4096
/** Characters that an entry keeps of one request or answer, about; CloudTrail's limit is the same. */
const RECORD_KEPT = 100_000
/** Names that hold secrets or payloads, in any service. */
const SECRET =
	/^(secretaccesskey|sessiontoken|secrettoken|oauthtoken|clienttoken|password|servicepassword|secret|authorization|ssecustomerkey|copysourcessecustomerkey)$/i

/** What one record may still take, in characters, and members that it keeps no value of. */
interface Room {
	left: number
	secrets: Pick<ReadonlySet<string>, 'has'>
}

const NONE: Room['secrets'] = new Set<string>()

function record(value: unknown, name: string, depth: number, room: Room): Json | undefined {
	if (room.left <= 0) return '…'
	room.left -= name.length + 8
	if (value === undefined || typeof value === 'function') return
	if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
	if (SECRET.test(name) || room.secrets.has(name)) return '«secret»'
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

/** An input as the journal keeps it: plain JSON without payloads and secrets, nor what its service calls so. */
export function redactRequest(input: object, secrets = NONE): Json {
	return record(input, '', 0, { left: RECORD_KEPT, secrets }) ?? null
}

/** An output as the journal keeps it, by the same rules. */
export function summarizeResponse(output: unknown, secrets = NONE): Json | undefined {
	return record(output, '', 0, { left: RECORD_KEPT, secrets })
}
