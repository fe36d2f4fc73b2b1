/** Documents of one page, in the order of their ids; the marker of the next is the id that this one ends with. */
export function pageOf<T>(
	entries: ReadonlyArray<[id: string, document: T]>,
	marker: string | undefined,
	atMost = 50,
): { page: Array<T>; next?: string } {
	const after = marker === undefined ? undefined : Buffer.from(marker, 'base64').toString()
	const rest = after === undefined ? entries : entries.filter(([id]) => id > after)
	const page = rest.slice(0, Math.min(atMost, 50))
	const last = page.at(-1)?.[0]
	const next =
		page.length < rest.length && last !== undefined ? Buffer.from(last).toString('base64') : undefined
	return { page: page.map(([, document]) => document), ...(next !== undefined && { next }) }
}
