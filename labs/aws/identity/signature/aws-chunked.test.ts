import { expect, test } from 'vitest'
import { decodeChunked } from './aws-chunked.ts'
import type { Signature } from './signature.ts'

// The worked examples of AWS's own pages, named in aws-chunked.ts.
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const PLAIN = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
const PLAIN_SEED = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'
const PLAIN_CHUNKS = [
	'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
	'0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
	'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
]
const TRAILED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'
const TRAILED_SEED = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'
const TRAILED_CHUNKS = [
	'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
	'1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
	'2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
]
const TRAILER =
	'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n'

function signed(value: string): Signature {
	return {
		accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
		scope: { date: '20130524', region: 'us-east-1', service: 's3' },
		signedHeaders: ['host'],
		value,
		dateTime: '20130524T000000Z',
	}
}

function chunked(signatures: ReadonlyArray<string>, trailer = '', letter = 'a'): Uint8Array {
	const sizes = [65_536, 1024, 0]
	const chunks = sizes.map(
		(size, index) =>
			`${size.toString(16)};chunk-signature=${signatures[index]}\r\n${letter.repeat(size)}${size ? '\r\n' : ''}`,
	)
	return Buffer.from(`${chunks.join('')}${trailer}\r\n`)
}

test('signed chunks are checked one after the other', async () => {
	const { bytes, trailers } = await decodeChunked(
		chunked(PLAIN_CHUNKS),
		PLAIN,
		'66560',
		signed(PLAIN_SEED),
		SECRET,
	)
	expect(Buffer.from(bytes).toString()).toBe('a'.repeat(66_560))
	expect(trailers).toEqual({})
})

test('a chunk that was changed is refused', async () => {
	const decode = () =>
		decodeChunked(chunked(PLAIN_CHUNKS, '', 'b'), PLAIN, '66560', signed(PLAIN_SEED), SECRET)
	await expect(decode()).rejects.toEqual(
		expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 }),
	)
})

test('signed trailers come out as headers, and are refused once changed', async () => {
	const decode = (trailer: string) =>
		decodeChunked(chunked(TRAILED_CHUNKS, trailer), TRAILED, '66560', signed(TRAILED_SEED), SECRET)
	expect((await decode(TRAILER)).trailers).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' })
	const mismatch = expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 })
	await expect(decode(TRAILER.replace('sOO8', 'sOO9'))).rejects.toEqual(mismatch)
	await expect(decode('x-amz-checksum-crc32c:sOO8/Q==\r\n')).rejects.toEqual(mismatch)
})

test.each([
	['no line', 'abc'],
	['a size that is no number', 'xyz\r\nabc\r\n0\r\n\r\n'],
	['a chunk cut short', 'ff\r\nabc'],
	['no end behind a chunk', '3\r\nabcdef0\r\n\r\n'],
	['no last chunk', '3\r\nabc\r\n'],
	['another length than declared', '2\r\nab\r\n0\r\n\r\n'],
	['a trailer without a name', '3\r\nabc\r\n0\r\n:x\r\n\r\n'],
])('a chunked body with %s is refused', async (_, text) => {
	const decode = () =>
		decodeChunked(Buffer.from(text), 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', '3', undefined, undefined)
	await expect(decode()).rejects.toEqual(expect.objectContaining({ code: 'IncompleteBody', status: 400 }))
})

test('a form of chunks that does not exist is refused', async () => {
	const decode = () => decodeChunked(Buffer.from('0\r\n\r\n'), 'STREAMING-X', '0', undefined, undefined)
	await expect(decode()).rejects.toEqual(expect.objectContaining({ code: 'InvalidArgument', status: 400 }))
})

test('a chunk before the last that is too small is refused', async () => {
	const body = Buffer.from('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n')
	const decoded = decodeChunked(body, 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', '5', undefined, undefined)
	await expect(decoded).rejects.toMatchObject({
		code: 'InvalidChunkSizeError',
		status: 403,
		message: 'Only the last chunk is allowed to have a size less than 8192 bytes',
		fields: { Chunk: 2, BadChunkSize: 3 },
	})
})
