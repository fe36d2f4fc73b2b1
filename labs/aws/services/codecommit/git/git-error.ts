/** Git data that breaks the format or a bound; its message is told to the client as it is. */
export class GitError extends Error {
	override readonly name = 'GitError'
}
