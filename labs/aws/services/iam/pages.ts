import { validationError } from './iam-error.ts'

export interface PageRequest {
	Marker?: string
	MaxItems?: number
}

export interface Page<T> {
	items: Array<T>
	IsTruncated: boolean
	Marker?: string
}

const DEFAULT_ITEMS = 100

/** One page of a list; the marker is the place to go on from, opaque to callers. */
export function pageOf<T>(all: ReadonlyArray<T>, { Marker, MaxItems = DEFAULT_ITEMS }: PageRequest): Page<T> {
	const start = Marker === undefined ? 0 : readMarker(Marker)
	const end = start + MaxItems
	const items = all.slice(start, end)
	if (end >= all.length) return { items, IsTruncated: false }
	return { items, IsTruncated: true, Marker: Buffer.from(`after:${end}`).toString('base64') }
}

function readMarker(marker: string): number {
	const [, position] = /^after:(\d+)$/.exec(Buffer.from(marker, 'base64').toString()) ?? []
	if (position === undefined) throw validationError('Invalid Marker.')
	return Number(position)
}
