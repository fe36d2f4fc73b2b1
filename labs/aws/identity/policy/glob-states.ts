export const ANY = Symbol('any run of characters')
export const ONE = Symbol('any one character')

/** A compiled pattern: literal characters and wildcards. */
export type Glob = ReadonlyArray<string | typeof ANY | typeof ONE>

/** States that one word of a set holds. */
const WORD = 32

/** Positions in a pattern, a bit each. */
type States = Int32Array<ArrayBuffer>

/**
 * Whether a whole text fits a pattern, by following all the ways at once in
 * which it might (Baeza-Yates and Gonnet's shift-and): characters times pattern
 * over 32, whatever either is. Dearer than backing up where that is short.
 */
export function fitsByStates(glob: Glob, text: ReadonlyArray<string> | string): boolean {
	const tokens = glob.filter((token) => token !== ANY)
	const words = Math.floor(tokens.length / WORD) + 1
	const empty = (): States => new Int32Array(words)
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
	for (const states of moving.values())
		for (const [word, ones] of anyOne.entries()) states[word] = (states[word] ?? 0) | ones
	return run(text, { moving, anyOne, staying, words }, tokens.length)
}

interface Automaton {
	/** States that a character leads out of, those that any does included. */
	moving: ReadonlyMap<string, States>
	anyOne: States
	staying: States
	words: number
}

function run(
	text: ReadonlyArray<string> | string,
	{ moving, anyOne, staying, words }: Automaton,
	last: number,
): boolean {
	const states = new Int32Array(words)
	add(states, 0)
	for (let at = 0; at < text.length; at++) {
		const own = moving.get(text[at] as string) ?? anyOne
		let carried = 0
		for (let word = 0; word < words; word++) {
			const here = states[word] as number
			const moved = here & (own[word] as number)
			states[word] = (moved << 1) | carried | (here & (staying[word] as number))
			carried = moved >>> (WORD - 1)
		}
	}
	return has(states, last)
}

function add(states: States, state: number): void {
	const word = Math.floor(state / WORD)
	states[word] = (states[word] ?? 0) | (1 << (state % WORD))
}

function has(states: States, state: number): boolean {
	return ((states[Math.floor(state / WORD)] ?? 0) & (1 << (state % WORD))) !== 0
}
