import { AwsError } from '../../aws-error.ts'
import { invalidArgument } from './s3-error.ts'

/** Rows of one answer, at most. */
const ROWS = 1000
const INTEGER = 2 ** 31 - 1

interface RollUp {
	prefix: string
	delimiter: string | undefined
	/** The key, or the common prefix, at which the page before ended. */
	after: string
	limit: number
}

interface Page<T> {
	rows: Array<T>
	prefixes: Array<string>
	truncated: boolean
	/** What the page ends with: a row, or a common prefix. */
	last?: T | string
}

/**
 * One page of rows that are sorted by key and come after a marker: keys that
 * share what stands before the delimiter are rolled up, and count as one.
 */
export function rollUp<T extends { key: string }>(
	rows: Iterable<T>,
	{ prefix, delimiter, after, limit }: RollUp,
): Page<T> {
	const page: Page<T> = { rows: [], prefixes: [], truncated: false }
	for (const row of rows) {
		if (!row.key.startsWith(prefix)) continue
		const common = commonPrefix(row.key, prefix, delimiter)
		// A prefix that an earlier page named, or that its marker lies in, is done with.
		if (common !== undefined && (page.prefixes.includes(common) || after.startsWith(common))) continue
		if (page.rows.length + page.prefixes.length >= limit) return { ...page, truncated: limit > 0 }
		if (common === undefined) page.rows.push(row)
		else page.prefixes.push(common)
		page.last = common ?? row
	}
	return page
}

/** What a key is rolled up to: its start up to the delimiter after the prefix; undefined when it stands alone. */
export function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
	const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1
	return delimiter && cut >= 0 ? key.slice(0, cut + delimiter.length) : undefined
}

/** How many rows an answer holds; more than S3 gives is taken as what it gives. */
export function pageSize(asked = ROWS, argument = 'max-keys'): number {
	assertCount(asked, argument)
	return Math.min(asked, ROWS)
}

/** Refuses what is not a number of something. */
export function assertCount(asked: number, argument: string): void {
	if (asked >= 0 && asked <= INTEGER) return
	const message =
		asked < 0
			? `Argument ${argument} must be an integer between 0 and ${INTEGER}`
			: `Provided ${argument} not an integer or within integer range`
	throw invalidArgument(message, argument, String(asked))
}

/** Keys and prefixes as the client asked to have them: percent-encoded, or as they are. */
export function encoder(encodingType: string | undefined): (text: string) => string {
	if (encodingType === undefined) return (text) => text
	if (encodingType === 'url') return formEncoded
	const fields = { ArgumentName: 'encoding-type', ArgumentValue: encodingType }
	throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request', 400, fields)
}

/** As a form is encoded: a space is a plus. Slashes stand. */
function formEncoded(text: string): string {
	return new URLSearchParams([['', text]]).toString().slice(1).replaceAll('%2F', '/')
}
