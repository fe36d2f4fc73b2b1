import type { UploadPartCopyCommandInput } from '@aws-sdk/client-s3'
import { operation } from '../../../service.ts'
import { requireBucket } from '../access/access.ts'
import { openDataKey } from '../configuration/data-keys.ts'
import { describeEncryption } from '../configuration/encryption.ts'
import { copySourceAccess, parseCopySource, readCopySource } from '../objects/copy-source.ts'
import type { ByteRange } from '../objects/range.ts'
import { invalidArgument, invalidRequest } from '../s3-error.ts'
import { keepPart, partAccess, requireUpload } from './multipart.ts'

export const uploadPartCopy = operation<UploadPartCopyCommandInput, object>({
	access: (input, call) => [
		copySourceAccess(parseCopySource(input.CopySource), call),
		partAccess(input, call),
	],
	async run(input, call) {
		const upload = requireUpload(call, input)
		const from = readCopySource(call, input)
		await openDataKey(call, requireBucket(call, from.bucket), from)
		const { start, end } = sourceRange(input.CopySourceRange, from.size)
		const bytes = (await call.blobs.get(from.sha256)).subarray(start, end + 1)
		const part = await keepPart(call, upload, input.PartNumber ?? 0, bytes, {})
		return {
			CopyPartResult: {
				ETag: `"${part.etag}"`,
				LastModified: new Date(part.lastModified),
				...part.checksums,
			},
			...(from.versionId !== 'null' && { CopySourceVersionId: from.versionId }),
			...describeEncryption(upload),
		}
	},
})

/** The bytes to copy: both ends named, and within the source. */
function sourceRange(header: string | undefined, size: number): ByteRange {
	if (header === undefined) return { start: 0, end: size - 1 }
	const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
	const range = { start: Number(first), end: Number(last) }
	if (first === '' || range.end < range.start) {
		const message =
			'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
		throw invalidArgument(message, 'x-amz-copy-source-range', header)
	}
	if (range.start >= size)
		throw invalidRequest('The specified copy range is invalid for the source object size')
	if (range.end < size) return range
	const message = `Range specified is not valid for source object of size: ${size}`
	throw invalidArgument(message, 'x-amz-copy-source-range', header)
}
