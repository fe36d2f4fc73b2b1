/** A request as it came, with nothing decoded. */
export interface HttpRequest {
	method: string
	/** Path and query string, still percent-encoded. */
	url: string
	/** By lower-case name; values sent more than once are joined by a comma. */
	headers: Readonly<Record<string, string>>
	body: Uint8Array
}

export interface HttpResponse {
	status: number
	headers: Record<string, string>
	body: Uint8Array
}

/** A request, taken apart as far as every protocol needs it. */
export interface ParsedRequest {
	method: string
	/** Percent-encoded, without the query string. */
	path: string
	/** Decoded names and values, in the order they came. */
	query: ReadonlyArray<readonly [name: string, value: string]>
	headers: Readonly<Record<string, string>>
	body: Uint8Array
}

export const EMPTY = new Uint8Array(0)

/** Splits a form or query string; text that is not valid percent-encoding stays as it is. */
export function parseQuery(text: string, plusIsSpace = false): Array<[string, string]> {
	if (text === '') return []
	return text
		.split('&')
		.filter((part) => part !== '')
		.map((part): [string, string] => {
			const equals = part.indexOf('=')
			const name = equals < 0 ? part : part.slice(0, equals)
			const value = equals < 0 ? '' : part.slice(equals + 1)
			return plusIsSpace
				? [percentDecode(name.replaceAll('+', ' ')), percentDecode(value.replaceAll('+', ' '))]
				: [percentDecode(name), percentDecode(value)]
		})
}

/** Undoes percent-encoding; answers the text itself when it is malformed. */
export function percentDecode(text: string): string {
	if (!text.includes('%')) return text
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}

export function utf8(text: string): Uint8Array {
	return Buffer.from(text, 'utf8')
}

/** A query string with its question mark, or nothing; a value of `null` is a name alone. */
export function percentEncodeQuery(query: Readonly<Record<string, string | Array<string> | null>>): string {
	const parts = Object.entries(query).flatMap(([name, value]) =>
		[value].flat().map((text) => {
			const encoded = encodeURIComponent(name)
			return text === null ? encoded : `${encoded}=${encodeURIComponent(text)}`
		}),
	)
	return parts.length > 0 ? `?${parts.join('&')}` : ''
}
