import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { ContentError } from './content-error.ts'

/** Validated YAML, and the lines of the file where its parts stand. */
export type YamlContent<T> = { value: T; lineOf(path: Array<PropertyKey>): number }

/**
 * Parses YAML text and validates it. `firstLine` is the line of the file where
 * the text begins. Throws ContentError with the line of the first problem.
 */
export function readYaml<T extends z.ZodType>(
	schema: T,
	text: string,
	file: string,
	firstLine = 1,
): YamlContent<z.infer<T>> {
	const lines = new LineCounter()
	const document = parseDocument(text, { lineCounter: lines })
	const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1

	const [syntax] = document.errors
	if (syntax)
		throw new ContentError(file, `invalid YAML, ${syntax.message.split('\n')[0]}`, lineAt(syntax.pos[0]))

	function lineOf(path: Array<PropertyKey>): number {
		const at = nearestOffset(document, path)
		return at === undefined ? firstLine : lineAt(at)
	}
	const result = schema.safeParse(document.toJS() ?? {})
	if (result.success) return { value: result.data, lineOf }

	const [issue] = result.error.issues
	if (!issue) throw new ContentError(file, 'invalid content')
	const where = issue.path.length > 0 ? `"${issue.path.join('.')}": ` : ''
	throw new ContentError(file, `${where}${issue.message}; see content/README.md`, lineOf(issue.path))
}

/** A missing key has no place of its own: the nearest thing around it that has one. */
function nearestOffset(
	document: ReturnType<typeof parseDocument>,
	path: Array<PropertyKey>,
): number | undefined {
	for (let depth = path.length; depth > 0; depth--) {
		const node = document.getIn(path.slice(0, depth), true)
		if (isNode(node) && node.range) return node.range[0]
	}
	return undefined
}
