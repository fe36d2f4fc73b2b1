import { AwsError } from '../../aws-error.ts'

interface PageRequest {
	Limit?: number
	Marker?: string
}

/** One page of a list, as KMS answers it; the marker is opaque to callers. */
export function pageOf<T>(all: ReadonlyArray<T>, { Limit, Marker }: PageRequest, byDefault: number) {
	const start = Marker === undefined ? 0 : readMarker(Marker)
	const end = start + (Limit ?? byDefault)
	const page = all.slice(start, end)
	if (end >= all.length) return { page, Truncated: false }
	return { page, Truncated: true, NextMarker: Buffer.from(`after:${end}`).toString('base64') }
}

function readMarker(marker: string): number {
	const [, position] = /^after:(\d+)$/.exec(Buffer.from(marker, 'base64').toString()) ?? []
	if (position === undefined) throw new AwsError('InvalidMarkerException', 'Could not deserialize marker')
	return Number(position)
}
