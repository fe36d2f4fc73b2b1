import { invalidInput } from './codebuild-error.ts'

/** Items on a page of a list that does not let its caller choose. */
const PAGE = 100

/** One page of a list, in its order or turned round; the token is opaque to callers. */
export function pageOf<T>(
	all: ReadonlyArray<T>,
	{
		sortOrder,
		nextToken,
		maxResults = PAGE,
	}: { sortOrder?: string; nextToken?: string; maxResults?: number },
): { page: Array<T>; nextToken?: string } {
	const ordered = sortOrder === 'DESCENDING' ? all.toReversed() : all
	const start = nextToken === undefined ? 0 : readToken(nextToken)
	const end = start + maxResults
	const page = ordered.slice(start, end)
	return end < all.length ? { page, nextToken: Buffer.from(`after:${end}`).toString('base64') } : { page }
}

function readToken(token: string): number {
	const [, position] = /^after:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? []
	// The wording is ours.
	if (position === undefined) throw invalidInput('Invalid pagination token')
	return Number(position)
}

/** A list under its member; the model allows no empty one. */
export function filled(member: string, list: ReadonlyArray<unknown>) {
	return list.length > 0 ? { [member]: list } : {}
}

/** The names of what was not found, under their member. */
export function missing(member: string, asked: ReadonlyArray<string>, found: ReadonlyArray<unknown>) {
	return filled(
		member,
		asked.filter((_, index) => !found[index]),
	)
}
