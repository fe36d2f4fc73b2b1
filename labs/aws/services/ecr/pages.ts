import { invalidParameter } from './ecr-error.ts'

interface PageRequest {
	maxResults?: number
	nextToken?: string
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
const PAGE = 100

/** One page of a list; the token is opaque to callers. */
export function pageOf<T>(all: ReadonlyArray<T>, { maxResults = PAGE, nextToken }: PageRequest) {
	const start = nextToken === undefined ? 0 : readToken(nextToken)
	const end = start + maxResults
	const page = all.slice(start, end)
	if (end >= all.length) return { page }
	return { page, nextToken: Buffer.from(`after:${end}`).toString('base64') }
}

function readToken(token: string): number {
	const [, position] = /^after:(\d{1,9})$/.exec(Buffer.from(token, 'base64').toString()) ?? []
	// The wording of the constraint is ours.
	if (position === undefined) throw invalidParameter('nextToken', 'must be a token of this list')
	return Number(position)
}
