import { invalidParameter } from './logs-error.ts'

/** One page of a list; the token is opaque to callers. */
export function pageOf<T>(
	all: ReadonlyArray<T>,
	{ limit = 50, nextToken }: { limit?: number; nextToken?: string },
): { page: Array<T>; nextToken?: string } {
	const start = nextToken === undefined ? 0 : readToken(nextToken, /^after:(\d+)$/)[0]
	const end = (start ?? 0) + limit
	const page = all.slice(start, end)
	return end < all.length ? { page, nextToken: token(`after:${end}`) } : { page }
}

export function token(text: string): string {
	return Buffer.from(text).toString('base64url')
}

/** The numbers in a token of that form. Throws AwsError for one that was not given out. */
export function readToken(given: string, form: RegExp): Array<number> {
	const match = form.exec(Buffer.from(given, 'base64url').toString())
	if (!match) throw invalidParameter('The specified nextToken is invalid.')
	return match.slice(1).map(Number)
}
