/** What a keystroke does to the line being typed; pure, so that it can be tested without a terminal. */
export interface Line {
	text: string
	/** Position of the cursor in `text`. */
	cursor: number
	history: ReadonlyArray<string>
	/** Position in the history; its length means the line being typed. */
	recalled: number
	/** What was being typed before the history was recalled. */
	draft: string
}

export type Effect = { line: Line; run?: string; clear?: boolean; interrupt?: boolean; leave?: boolean }

const HISTORY = 200

export function emptyLine(history: ReadonlyArray<string> = []): Line {
	return { text: '', cursor: 0, history, recalled: history.length, draft: '' }
}

/** Applies what xterm.js says was typed: a key's sequence, or text that was pasted. */
export function type(line: Line, data: string): Effect {
	switch (data) {
		case '\r':
			return submit(line)
		case '\u007f':
			return { line: remove(line, line.cursor - 1) }
		case '\u001b[3~':
			return { line: remove(line, line.cursor) }
		case '\u001b[D':
			return { line: { ...line, cursor: Math.max(0, line.cursor - 1) } }
		case '\u001b[C':
			return { line: { ...line, cursor: Math.min(line.text.length, line.cursor + 1) } }
		case '\u0001':
		case '\u001b[H':
			return { line: { ...line, cursor: 0 } }
		case '\u0005':
		case '\u001b[F':
			return { line: { ...line, cursor: line.text.length } }
		case '\u000b':
			return { line: { ...line, text: line.text.slice(0, line.cursor) } }
		case '\u0015':
			return { line: { ...line, text: line.text.slice(line.cursor), cursor: 0 } }
		case '\u001b[A':
			return { line: recall(line, line.recalled - 1) }
		case '\u001b[B':
			return { line: recall(line, line.recalled + 1) }
		case '\u0003':
			return { line: emptyLine(line.history), interrupt: true }
		case '\u000c':
			return { line, clear: true }
		case '\u001b':
			return { line, leave: true }
		default:
			return insert(line, data)
	}
}

function submit(line: Line): Effect {
	const history =
		line.text.trim() === '' || line.history.at(-1) === line.text
			? line.history
			: [...line.history, line.text].slice(-HISTORY)
	return { line: emptyLine(history), run: line.text }
}

function remove(line: Line, at: number): Line {
	if (at < 0 || at >= line.text.length) return line
	return { ...line, text: line.text.slice(0, at) + line.text.slice(at + 1), cursor: at }
}

function recall(line: Line, at: number): Line {
	if (at < 0 || at > line.history.length) return line
	const draft = line.recalled === line.history.length ? line.text : line.draft
	const text = at === line.history.length ? draft : (line.history[at] ?? '')
	return { ...line, text, cursor: text.length, recalled: at, draft }
}

/** Text, also of several lines when it was pasted; other control sequences are ignored. */
function insert(line: Line, data: string): Effect {
	if (data.startsWith('\u001b')) return { line }
	const text = data.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '')
	return {
		line: {
			...line,
			text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor),
			cursor: line.cursor + text.length,
		},
	}
}
