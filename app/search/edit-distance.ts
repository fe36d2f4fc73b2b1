/**
 * Whether `one` becomes `other` by at most `limit` letters added, left out, changed,
 * or swapped with the next.
 */
export function isWithin(limit: number, one: string, other: string): boolean {
	if (Math.abs(one.length - other.length) > limit) return false
	let before: Array<number> = []
	let above = Array.from({ length: other.length + 1 }, (_, column) => column)
	for (let row = 1; row <= one.length; row++) {
		const line = [row]
		for (let column = 1; column <= other.length; column++) {
			const same = one[row - 1] === other[column - 1]
			let least = Math.min(
				at(above, column) + 1,
				at(line, column - 1) + 1,
				at(above, column - 1) + (same ? 0 : 1),
			)
			const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
			if (row > 1 && column > 1 && swapped) least = Math.min(least, at(before, column - 2) + 1)
			line.push(least)
		}
		if (Math.min(...line) > limit) return false
		before = above
		above = line
	}
	return at(above, other.length) <= limit
}

function at(line: Array<number>, column: number): number {
	return line[column] ?? Number.POSITIVE_INFINITY
}
