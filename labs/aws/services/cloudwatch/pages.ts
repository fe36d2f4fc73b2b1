import { AwsError } from '../../aws-error.ts'

/** One page of a list; the token is opaque to callers. */
export function pageOf<T>(
	all: ReadonlyArray<T>,
	nextToken: string | undefined,
	size: number,
): { page: Array<T>; NextToken?: string } {
	const start = nextToken === undefined ? 0 : readToken(nextToken)
	const end = start + size
	const page = all.slice(start, end)
	return end < all.length ? { page, NextToken: Buffer.from(`after:${end}`).toString('base64') } : { page }
}

function readToken(token: string): number {
	const [, position] = /^after:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? []
	if (position === undefined) throw new AwsError('InvalidNextToken', 'Request parameter NextToken is invalid')
	return Number(position)
}
