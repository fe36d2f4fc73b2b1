import { ANY, fitsByStates, type Glob, ONE } from './glob-states.ts'

/** Steps of a comparison, past as many as the text has characters, after which it goes another way about it. */
const MORE_STEPS = 2_000

/** The value of a policy variable, or undefined when the request has none. */
export type Resolve = (key: string) => string | undefined

/** A policy variable, as of Version 2012-10-17: `${key}` or `${key, 'default'}`. */
const VARIABLE = /\$\{\s*([^},\s]+)\s*(?:,\s*'([^']*)'\s*)?\}/g

/**
 * Compiles a pattern with `*`, `?` and policy variables. Undefined when it
 * names a variable that has no value: such a pattern matches nothing. What a
 * variable stands for is literal, so a tag `*` opens nothing.
 */
export function compileGlob(pattern: string, resolve?: Resolve): Glob | undefined {
	if (!resolve || !pattern.includes('${')) return wildcards(pattern)
	const glob: Array<Glob[number]> = []
	let end = 0
	for (const match of pattern.matchAll(VARIABLE)) {
		const value = variableValue(match, resolve)
		if (value === undefined) return
		glob.push(...wildcards(pattern.slice(end, match.index)), ...value)
		end = match.index + match[0].length
	}
	glob.push(...wildcards(pattern.slice(end)))
	return glob
}

/** A text with its policy variables filled in and no wildcards; undefined when one has no value. */
export function fillVariables(text: string, resolve?: Resolve): string | undefined {
	if (!resolve || !text.includes('${')) return text
	let missing = false
	const filled = text.replace(VARIABLE, (...match) => {
		const value = variableValue(match, resolve)
		missing ||= value === undefined
		return value ?? ''
	})
	return missing ? undefined : filled
}

function variableValue(match: ReadonlyArray<string | undefined>, resolve: Resolve): string | undefined {
	const [, key = '', fallback] = match
	if (key === '*' || key === '?' || key === '$') return key
	return resolve(key) ?? fallback
}

/** Patterns seen lately, compiled: a world's policies are read again and again. */
const compiled = new Map<string, Glob>()
const COMPILED_AT_MOST = 5_000

function wildcards(pattern: string): Glob {
	const known = compiled.get(pattern)
	if (known) return known
	if (compiled.size >= COMPILED_AT_MOST) compiled.clear()
	const glob = compile(pattern)
	compiled.set(pattern, glob)
	return glob
}

function compile(pattern: string): Glob {
	return Array.from(pattern, (character) => (character === '*' ? ANY : character === '?' ? ONE : character))
}

/** Whether a whole text fits a compiled pattern. Backs up to the last `*`, which is seldom asked for more than a few times. */
export function matchesGlob(glob: Glob, text: string): boolean {
	// Most texts have no surrogate pairs, and are then read where they stand.
	const characters = /[\ud800-\udfff]/.test(text) ? Array.from(text) : text
	let at = 0
	let position = 0
	let lastAny = -1
	let retryFrom = 0
	let steps = characters.length + MORE_STEPS
	while (position < characters.length) {
		if (--steps < 0) return fitsByStates(glob, characters)
		const token = glob[at]
		if (token === ANY) {
			lastAny = at++
			retryFrom = position
		} else if (token === ONE || token === characters[position]) {
			at++
			position++
		} else if (lastAny >= 0) {
			at = lastAny + 1
			position = ++retryFrom
		} else return false
	}
	while (glob[at] === ANY) at++
	return at === glob.length
}

/** Whether a text fits a pattern of `*` and `?`. */
export function matchesPattern(pattern: string, text: string): boolean {
	if (!/[*?]/.test(pattern)) return pattern === text
	return matchesGlob(wildcards(pattern), text)
}

/**
 * Whether an ARN fits a pattern, part by part: a wildcard does not reach over a
 * colon before the resource. A pattern of fewer parts stands for any rest.
 */
export function matchesArn(pattern: string, arn: string, resolve?: Resolve): boolean {
	if (pattern === '*') return true
	const patternParts = arnParts(pattern)
	const parts = arnParts(arn)
	if (parts.length < patternParts.length) return false
	return patternParts.every((part, index) => {
		if (part === '*' || (part === parts[index] && !part.includes('${'))) return true
		const glob = compileGlob(part, resolve)
		return glob !== undefined && matchesGlob(glob, parts[index] ?? '')
	})
}

/** The six parts of an ARN or of a pattern; colons inside `${…}` do not count. */
function arnParts(text: string): Array<string> {
	const parts = text.split(text.includes('${') ? /:(?![^{]*\})/ : ':')
	return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}
