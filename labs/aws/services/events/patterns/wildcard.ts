/** A text with stars compiled into a test; throws Error with what is wrong, in AWS's words. */
export function compileWildcard(pattern: string): (text: string) => boolean {
	const parts = splitAtStars(pattern)
	const [first = '', ...rest] = parts
	const last = rest.pop()
	if (last === undefined) return (text) => text === first
	return (text) => {
		if (text.length < first.length + last.length) return false
		if (!text.startsWith(first) || !text.endsWith(last)) return false
		let from = first.length
		const until = text.length - last.length
		for (const part of rest) {
			const found = text.indexOf(part, from)
			if (found < 0 || found + part.length > until) return false
			from = found + part.length
		}
		return true
	}
}

/** The plain texts between stars; `\*` and `\\` are the only escapes. */
function splitAtStars(pattern: string): Array<string> {
	const parts = ['']
	for (let at = 0; at < pattern.length; at++) {
		const character = pattern[at] ?? ''
		if (character === '\\') {
			const escaped = pattern[at + 1]
			if (escaped !== '*' && escaped !== '\\') throw new Error(`Invalid escape character at pos ${at}`)
			parts[parts.length - 1] += escaped
			at++
		} else if (character === '*') {
			if (pattern[at + 1] === '*') throw new Error(`Consecutive wildcard characters at pos ${at}`)
			parts.push('')
		} else parts[parts.length - 1] += character
	}
	return parts
}
