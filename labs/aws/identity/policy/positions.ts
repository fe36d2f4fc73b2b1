// Where the statements of a policy stand in its text, as a simulation tells.

/** A place in a text; both count from 1. */
export interface Position {
	Line: number
	Column: number
}

export interface Span {
	start: Position
	end: Position
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/**
 * The spans of a policy's statements, in order. AWS begins one right after what opens or separates it, and ends it
 * after its brace (LocalStack's tests against AWS, `tests/aws/services/iam`). The text is known to be JSON.
 */
export function statementSpans(text: string): Array<Span> {
	const spans: Array<Span> = []
	const positionAt = positionsIn(text)
	let depth = 0
	let inStatements = false
	let inList = false
	let before = 0
	let start = 0
	for (const { 0: token, index } of text.matchAll(TOKEN)) {
		const after = index + token.length
		const level = inList ? 2 : 1
		if (depth === 1 && token === '"Statement"') inStatements = true
		if (token === '[' && inStatements && depth === 1) inList = true
		if (token === '{' && inStatements && depth === level) start = before
		if (token === '}' && inStatements && depth === level + 1)
			spans.push({ start: positionAt(start), end: positionAt(after) })
		if (depth === 1 && token === ',') inStatements = false
		if (token === '{' || token === '[') depth++
		if (token === '}' || token === ']') depth--
		if (!token.startsWith('"')) before = after
	}
	return spans
}

/** Tells where offsets are in a text; each at or after the one asked for before. */
function positionsIn(text: string): (offset: number) => Position {
	let Line = 1
	let lineStart = 0
	return (offset) => {
		for (
			let end = text.indexOf('\n', lineStart);
			end >= 0 && end < offset;
			end = text.indexOf('\n', lineStart)
		) {
			Line++
			lineStart = end + 1
		}
		return { Line, Column: offset - lineStart + 1 }
	}
}
