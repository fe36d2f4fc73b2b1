import type { Json } from './json.ts'

/** Longest text that an entry keeps of one value. */
const TEXT_KEPT = 4096
/** Names that hold secrets or payloads, in any service. */
const SECRET =
	/^(secretaccesskey|sessiontoken|secrettoken|oauthtoken|clienttoken|password|servicepassword|secret|authorization|ssecustomerkey|copysourcessecustomerkey)$/i

type Names = Pick<ReadonlySet<string>, 'has'>
const NONE: Names = new Set<string>()

function record(value: unknown, name: string, depth: number, secrets: Names): Json | undefined {
	if (value === undefined || typeof value === 'function') return
	if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
	if (SECRET.test(name) || secrets.has(name)) return '«secret»'
	if (typeof value === 'string') return value.length <= TEXT_KEPT ? value : `${value.slice(0, TEXT_KEPT)}…`
	if (value instanceof Date) return value.toISOString()
	if (value instanceof Uint8Array) return `«${value.byteLength} bytes»`
	if (typeof value === 'bigint') return String(value)
	if (depth > 20) return '…'
	if (Array.isArray(value))
		return value.slice(0, 1000).map((item) => record(item, '', depth + 1, secrets) ?? null)
	const entries = Object.entries(value as object).map(([key, child]) => [
		key,
		record(child, key, depth + 1, secrets),
	])
	return Object.fromEntries(entries.filter(([, child]) => child !== undefined))
}

/** An input as the journal keeps it: plain JSON without payloads and secrets, nor what its service calls so. */
export function redactRequest(input: object, secrets = NONE): Json {
	return record(input, '', 0, secrets) ?? null
}

/** An output as the journal keeps it, by the same rules. */
export function summarizeResponse(output: unknown, secrets = NONE): Json | undefined {
	return record(output, '', 0, secrets)
}
