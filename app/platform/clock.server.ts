/** The server's time: the only one that counts for deadlines, sessions and dates of issue. */
export function now(): Date {
	return new Date()
}
