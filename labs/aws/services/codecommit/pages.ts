import { refuse } from './codecommit-error.ts'

/** One page of a list; the token is opaque to callers. Throws InvalidContinuationTokenException. */
export function pageOf<T>(
	all: ReadonlyArray<T>,
	token: string | undefined,
	size: number,
): { page: Array<T>; next?: string } {
	const start = token === undefined ? 0 : readToken(token)
	const end = start + size
	const page = all.slice(start, end)
	return end < all.length ? { page, next: Buffer.from(`after:${end}`).toString('base64') } : { page }
}

/** How many a page has: what was asked for, within bounds. Throws InvalidMaxResultsException. */
export function pageSize(asked: number | undefined, most: number): number {
	if (asked === undefined) return most
	if (!Number.isInteger(asked) || asked < 1) throw refuse('InvalidMaxResultsException')
	return Math.min(asked, most)
}

function readToken(token: string): number {
	const [, position] = /^after:(\d{1,9})$/.exec(Buffer.from(token, 'base64').toString()) ?? []
	if (position === undefined) throw refuse('InvalidContinuationTokenException')
	return Number(position)
}
