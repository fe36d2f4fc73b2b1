export const ANY = Symbol('any run of characters')
export const ONE = Symbol('any one character')

/** A compiled pattern: literal characters and wildcards. */
export type Glob = ReadonlyArray<string | typeof ANY | typeof ONE>

/** States that one word of a set holds. */
const WORD = 32

/** Positions in a pattern, a bit each. */
type States = Uint32Array<ArrayBuffer>

/**
 * Whether a whole text fits a pattern, by following all the ways at once in
 * which it might (Baeza-Yates and Gonnet's shift-and): characters times pattern
 * over 32, whatever either is. Dearer than backing up where that is short.
 */
export function fitsByStates(glob: Glob, text: ReadonlyArray<string> | string): boolean {
	const tokens = glob.filter((token) => token !== ANY)
	const words = Math.floor(tokens.length / WORD) + 1
	const empty = (): States => new Uint32Array(words)
	// State n: the first n tokens were found. In one before which there is a star, any character may be passed over.
	const staying = empty()
	const anyOne = empty()
	const moving = new Map<string, States>()
	let state = 0
	for (const token of glob) {
		if (token === ANY) {
			add(staying, state)
			continue
		}
		if (token === ONE) add(anyOne, state)
		else {
			const states = moving.get(token) ?? empty()
			add(states, state)
			moving.set(token, states)
		}
		state++
	}
	let now = empty()
	add(now, 0)
	for (const character of text) {
		const own = moving.get(character)
		const next = empty()
		let carried = 0
		for (let word = 0; word < words; word++) {
			const here = now[word] ?? 0
			const moved = here & ((own?.[word] ?? 0) | (anyOne[word] ?? 0))
			next[word] = (moved << 1) | carried | (here & (staying[word] ?? 0))
			carried = moved >>> (WORD - 1)
		}
		now = next
	}
	return has(now, tokens.length)
}

function add(states: States, state: number): void {
	const word = Math.floor(state / WORD)
	states[word] = (states[word] ?? 0) | (1 << (state % WORD))
}

function has(states: States, state: number): boolean {
	return ((states[Math.floor(state / WORD)] ?? 0) & (1 << (state % WORD))) !== 0
}
