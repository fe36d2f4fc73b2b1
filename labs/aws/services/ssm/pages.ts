import { AwsError } from '../../aws-error.ts'

/** One page of a list; the token is opaque to callers. */
export function pageOf<T>(
	all: ReadonlyArray<T>,
	{ MaxResults, NextToken }: { MaxResults?: number; NextToken?: string },
	byDefault: number,
): { page: Array<T>; NextToken?: string } {
	const start = NextToken === undefined ? 0 : readToken(NextToken)
	const end = start + (MaxResults ?? byDefault)
	const page = all.slice(start, end)
	return end < all.length ? { page, NextToken: Buffer.from(`after:${end}`).toString('base64') } : { page }
}

function readToken(token: string): number {
	const [, position] = /^after:(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? []
	if (position === undefined) throw new AwsError('InvalidNextToken', 'The specified token is not valid.')
	return Number(position)
}
