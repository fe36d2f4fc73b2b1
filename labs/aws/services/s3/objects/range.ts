import { AwsError } from '../../../aws-error.ts'

/** Both ends included. */
export interface ByteRange {
	start: number
	end: number
}

/**
 * The one range of a `Range` header. A header that is malformed, or that names
 * several ranges, is as if it were not there (RFC 9110, 14.2; S3 serves one).
 */
export function byteRange(header: string | undefined, size: number): ByteRange | undefined {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
	if (!match || (match[1] === '' && match[2] === '')) return
	const [first, last] = [match[1] ?? '', match[2] ?? '']
	const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
	const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
	if (first !== '' && last !== '' && Number(last) < Number(first)) return
	if (start < size && start <= end) return { start, end }
	throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
		RangeRequested: header,
		ActualObjectSize: size,
	})
}
