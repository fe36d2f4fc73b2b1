import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import type { Collection } from '../../world/world.ts'

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

/**
 * One page of an index that is kept in order, from its entry after the token
 * on. What `find` answers undefined for is left out; a page costs what it shows.
 */
export function pageOfIndex<Entry, Item>(
	call: Call,
	index: Collection<Entry>,
	pipeline: string,
	{ nextToken, maxResults }: PageRequest,
	find: (entry: Readonly<Entry>) => Item | undefined,
	atMost = 100,
): { page: Array<Item>; nextToken?: string } {
	const prefix = `${pipeline}/`
	const wanted = maxResults ?? atMost
	const page: Array<Item> = []
	let after = nextToken === undefined ? undefined : Buffer.from(nextToken, 'base64url').toString()
	if (after !== undefined && call.world.get(index, call.scope, after) === undefined) throw invalidToken()
	let last = after
	for (;;) {
		const entries = call.world.entries(index, call.scope, { prefix, after, limit: wanted + 1 })
		for (const [id, entry] of entries) {
			const item = find(entry)
			if (item !== undefined && page.length === wanted) {
				return { page, nextToken: Buffer.from(last ?? '').toString('base64url') }
			}
			if (item !== undefined) page.push(item)
			last = id
		}
		if (entries.length <= wanted) return { page }
		after = last
	}
}

function invalidToken(): AwsError {
	// The model's documentation of the error.
	return new AwsError(
		'InvalidNextTokenException',
		'The next token was specified in an invalid format. Make sure that the next token you provide is the token returned by a previous call.',
	)
}

function positionAfter<T>(items: ReadonlyArray<T>, nameOf: (item: T) => string, token: string): number {
	const name = Buffer.from(token, 'base64url').toString()
	const index = items.findIndex((item) => nameOf(item) === name)
	if (index === -1) throw invalidToken()
	return index + 1
}
