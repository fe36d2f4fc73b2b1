/** Lists and objects inside each other that a JSON text may have where a service goes through its values; the limit is ours. */
export const DEPTH_AT_MOST = 100

/** Whether a JSON text nests deeper than that, without reading it: what does, no recursion over it would survive. */
export function nestsTooDeep(text: string): boolean {
	let depth = 0
	let isText = false
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at)
		if (isText) {
			if (code === 0x5c) at++
			else if (code === 0x22) isText = false
		} else if (code === 0x22) isText = true
		else if (code === 0x5b || code === 0x7b) {
			if (++depth > DEPTH_AT_MOST) return true
		} else if (code === 0x5d || code === 0x7d) depth--
	}
	return false
}
