/** Whether a mark stands in a text, or in its bytes, more often than a limit. */
export function occursMore(where: string | Buffer, mark: string, limit: number): boolean {
	let found = 0
	for (let at = where.indexOf(mark); at >= 0; at = where.indexOf(mark, at + 1))
		if (++found > limit) return true
	return false
}
