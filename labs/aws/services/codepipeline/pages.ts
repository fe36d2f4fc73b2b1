import { AwsError } from '../../aws-error.ts'

export interface PageRequest {
	nextToken?: string
	maxResults?: number
}

/**
 * One page of a list. A token names the last item shown, so that what is added
 * meanwhile moves nothing; one that names no item is refused.
 */
export function pageOf<T>(
	items: ReadonlyArray<T>,
	nameOf: (item: T) => string,
	{ nextToken, maxResults }: PageRequest,
	atMost = 100,
): { page: Array<T>; nextToken?: string } {
	const start = nextToken === undefined ? 0 : positionAfter(items, nameOf, nextToken)
	const page = items.slice(start, start + (maxResults ?? atMost))
	const last = page.at(-1)
	const more = last !== undefined && start + page.length < items.length
	return { page, ...(more && { nextToken: Buffer.from(nameOf(last)).toString('base64url') }) }
}

function positionAfter<T>(items: ReadonlyArray<T>, nameOf: (item: T) => string, token: string): number {
	const name = Buffer.from(token, 'base64url').toString()
	const index = items.findIndex((item) => nameOf(item) === name)
	if (index === -1) throw new AwsError('InvalidNextTokenException', 'The next token is not valid')
	return index + 1
}
