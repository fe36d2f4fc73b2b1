import { diffArrays } from 'diff'

/** Lines `start` to before `end` of a text, from 0. */
export interface Lines {
	start: number
	end: number
}

/** A part of three texts: where nobody, one side or both sides changed the base. */
export interface Hunk {
	base: Lines
	source: Lines
	destination: Lines
	/** Who changed it: `both` in the same way, or each in its own. */
	changed: 'nobody' | 'source' | 'destination' | 'both' | 'conflict'
}

/** Three texts by their lines, ends of lines included. */
export interface Texts {
	base: ReadonlyArray<string>
	source: ReadonlyArray<string>
	destination: ReadonlyArray<string>
}

/** Lines that two texts may differ by: what is beyond costs too much to compare. */
const EDITS_AT_MOST = 500

export function linesOf(text: string): Array<string> {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** The parts of a three-way merge, in order; undefined when the texts differ too much. */
export function mergeHunks(texts: Texts): Array<Hunk> | undefined {
	const source = changesOf(texts.base, texts.source)
	const destination = changesOf(texts.base, texts.destination)
	if (!source || !destination) return
	return join(texts, source, destination)
}

/** A stretch of the base and what one side made of it. */
interface Edit {
	base: Lines
	side: Lines
}

function changesOf(base: ReadonlyArray<string>, side: ReadonlyArray<string>): Array<Edit> | undefined {
	const parts = diffArrays([...base], [...side], { maxEditLength: EDITS_AT_MOST })
	if (!parts) return
	const edits: Array<Edit> = []
	let [inBase, inSide] = [0, 0]
	let open: Edit | undefined
	for (const { added, removed, count } of parts) {
		if (!added && !removed) {
			inBase += count
			inSide += count
			open = undefined
			continue
		}
		if (!open) {
			open = { base: { start: inBase, end: inBase }, side: { start: inSide, end: inSide } }
			edits.push(open)
		}
		if (removed) open.base.end = inBase += count
		else open.side.end = inSide += count
	}
	return edits
}

/** Puts the edits of both sides in one row; those that touch in the base are one hunk. */
function join(texts: Texts, source: ReadonlyArray<Edit>, destination: ReadonlyArray<Edit>): Array<Hunk> {
	const hunks: Array<Hunk> = []
	const at = { base: 0, source: 0, destination: 0 }
	let [next, other] = [0, 0]
	const until = (base: number): void => {
		const count = base - at.base
		if (count > 0) {
			const range = (start: number): Lines => ({ start, end: start + count })
			hunks.push({
				base: range(at.base),
				source: range(at.source),
				destination: range(at.destination),
				changed: 'nobody',
			})
		}
		at.base += count
		at.source += count
		at.destination += count
	}
	while (next < source.length || other < destination.length) {
		const start = Math.min(source[next]?.base.start ?? Infinity, destination[other]?.base.start ?? Infinity)
		until(start)
		let end = start
		const mine: Array<Edit> = []
		const theirs: Array<Edit> = []
		for (let grown = true; grown; ) {
			grown = false
			for (let edit = source[next]; edit && edit.base.start <= end; edit = source[++next]) {
				mine.push(edit)
				end = Math.max(end, edit.base.end)
				grown = true
			}
			for (let edit = destination[other]; edit && edit.base.start <= end; edit = destination[++other]) {
				theirs.push(edit)
				end = Math.max(end, edit.base.end)
				grown = true
			}
		}
		const hunk = {
			base: { start, end },
			source: { start: at.source, end: at.source + end - start + growthOf(mine) },
			destination: { start: at.destination, end: at.destination + end - start + growthOf(theirs) },
		}
		hunks.push({ ...hunk, changed: changedBy(texts, hunk, mine.length > 0, theirs.length > 0) })
		at.base = end
		at.source = hunk.source.end
		at.destination = hunk.destination.end
	}
	until(texts.base.length)
	return hunks
}

function growthOf(edits: ReadonlyArray<Edit>): number {
	return edits.reduce((sum, { base, side }) => sum + side.end - side.start - (base.end - base.start), 0)
}

function changedBy(
	texts: Texts,
	{ source, destination }: Pick<Hunk, 'source' | 'destination'>,
	mine: boolean,
	theirs: boolean,
): Hunk['changed'] {
	if (!theirs) return 'source'
	if (!mine) return 'destination'
	const [one, other] = [slice(texts.source, source), slice(texts.destination, destination)]
	return one === other ? 'both' : 'conflict'
}

/** The text of some lines. */
export function slice(lines: ReadonlyArray<string>, { start, end }: Lines): string {
	return lines.slice(start, end).join('')
}

/** The merged text; a conflict is decided for one side, and undefined when nobody decides it. */
export function mergedText(
	texts: Texts,
	hunks: ReadonlyArray<Hunk>,
	winner?: 'source' | 'destination',
): string | undefined {
	const parts: Array<string> = []
	for (const hunk of hunks) {
		const from = hunk.changed === 'conflict' ? winner : hunk.changed === 'source' ? 'source' : 'destination'
		if (!from) return
		parts.push(slice(texts[from], hunk[from]))
	}
	return parts.join('')
}
