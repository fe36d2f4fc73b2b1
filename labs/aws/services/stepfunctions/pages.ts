import { AwsError } from '../../aws-error.ts'

interface Paging {
	maxResults?: number
	nextToken?: string
}

/** One page of documents in the order given; the token of the next tells the id that this one ends with. */
export function pageOf<T>(
	entries: ReadonlyArray<[id: string, document: T]>,
	{ maxResults, nextToken }: Paging,
): { page: Array<T>; nextToken?: string } {
	const after = nextToken === undefined ? undefined : Buffer.from(nextToken, 'base64').toString()
	const start = after === undefined ? 0 : entries.findIndex(([id]) => id === after) + 1
	if (after !== undefined && start === 0) throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`)
	const page = entries.slice(start, start + (maxResults || 100))
	const last = page.at(-1)?.[0]
	const hasMore = start + page.length < entries.length && last !== undefined
	return {
		page: page.map(([, document]) => document),
		...(hasMore && { nextToken: Buffer.from(last).toString('base64') }),
	}
}
