import { AwsError } from '../../../aws-error.ts'
import type { ObjectPart, ObjectVersion } from '../collections.ts'
import type { ByteRange } from './range.ts'

/** The bytes of one part; an object that came whole is its own part 1. */
export function rangeOfPart(version: Readonly<ObjectVersion>, number: number): ByteRange {
	const parts = version.parts ?? [{ number: 1, size: version.size }]
	const index = parts.findIndex((part) => part.number === number)
	const part = parts[index]
	if (!part) {
		throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
			ActualPartCount: parts.length,
			PartNumberRequested: number,
		})
	}
	const start = parts.slice(0, index).reduce((sum, { size }) => sum + size, 0)
	return { start, end: start + part.size - 1 }
}

interface PageOfParts {
	parts: ReadonlyArray<ObjectPart>
	truncated: boolean
	/** Number of the last part of the page, 0 when it is empty. */
	last: number
}

/** The parts after a marker, which is a part's number. */
export function pageOfParts(parts: ReadonlyArray<ObjectPart>, after: number, limit: number): PageOfParts {
	const rest = parts.filter(({ number }) => number > after)
	const page = rest.slice(0, limit)
	return { parts: page, truncated: rest.length > page.length, last: page.at(-1)?.number ?? 0 }
}
