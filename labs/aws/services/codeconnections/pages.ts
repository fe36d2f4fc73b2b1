import { AwsError } from '../../aws-error.ts'

interface PageRequest {
	MaxResults?: number
	NextToken?: string
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_ListConnections.html */
const PAGE = 100

/** One page of a list; the token is opaque to callers. */
export function pageOf<T>(all: ReadonlyArray<T>, { MaxResults, NextToken }: PageRequest) {
	const start = NextToken === undefined ? 0 : readToken(NextToken)
	const end = start + (MaxResults || PAGE)
	const page = all.slice(start, end)
	if (end >= all.length) return { page }
	return { page, NextToken: Buffer.from(`after:${end}`).toString('base64') }
}

function readToken(token: string): number {
	const [, position] = /^after:(\d{1,6})$/.exec(Buffer.from(token, 'base64').toString()) ?? []
	// The code and the wording are ours: the lists' own errors have none for it.
	if (position === undefined) throw new AwsError('ValidationException', 'The NextToken is not valid')
	return Number(position)
}
