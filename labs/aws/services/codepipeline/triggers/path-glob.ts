import { RE2JS } from 're2js'

// Patterns of branches, tags and file paths, as user guide, syntax-glob, has
// them: `*` stays between two slashes, `**` does not; `?`, `{a,b}` and `[a-z]`.

/** Patterns seen lately, compiled: one event is held against the same ones for each of its files. */
const compiled = new Map<string, RE2JS>()
const COMPILED_AT_MOST = 1_000

/** Whether a whole name fits a pattern. Linear in the length of the name, whatever the pattern. */
export function matchesPath(pattern: string, name: string): boolean {
	return compile(pattern).matches(name)
}

function compile(pattern: string): RE2JS {
	const known = compiled.get(pattern)
	if (known) return known
	if (compiled.size >= COMPILED_AT_MOST) compiled.clear()
	const regex = RE2JS.compile(toRegex(pattern))
	compiled.set(pattern, regex)
	return regex
}

function toRegex(pattern: string): string {
	let regex = ''
	let alternatives = 0
	for (let at = 0; at < pattern.length; at++) {
		const character = pattern[at] as string
		const set = character === '[' ? /^\[[!^]?[^\]/]+\]/.exec(pattern.slice(at)) : null
		if (character === '\\' && at + 1 < pattern.length) regex += RE2JS.quote(pattern[++at] as string)
		else if (set) {
			regex += setToRegex(set[0])
			at += set[0].length - 1
		} else if (character === '*' && pattern[at + 1] === '*') {
			regex += '.*'
			at++
		} else if (character === '*') regex += '[^/]*'
		else if (character === '?') regex += '[^/]'
		else if (character === '{' && pattern.indexOf('}', at) > at) {
			regex += '(?:'
			alternatives++
		} else if (character === '}' && alternatives > 0) {
			regex += ')'
			alternatives--
		} else if (character === ',' && alternatives > 0) regex += '|'
		else regex += RE2JS.quote(character)
	}
	return `(?s:${regex})`
}

/** A set never takes a slash, and what is special inside one in RE2 is not here. */
function setToRegex(set: string): string {
	const inner = set.slice(1, -1)
	const negated = /^[!^]/.test(inner)
	const members = (negated ? inner.slice(1) : inner).replace(/[\\[\]^&~|]/g, '\\$&')
	return negated ? `[^/${members}]` : `[${members}]`
}
