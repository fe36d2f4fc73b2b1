/** Something in `content/` that the site cannot publish: where it stands and what to do about it. */
export class ContentError extends Error {
	override name = 'ContentError'
	readonly file: string
	readonly line: number | undefined

	constructor(file: string, problem: string, line?: number) {
		super(`${file}${line ? `:${line}` : ''}: ${problem}`)
		this.file = file
		this.line = line
	}
}
