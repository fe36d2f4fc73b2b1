import type { KeyObject } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import { Pacer } from '../../world/pacer.ts'
import { digestOf, joined } from '../../world/slices.ts'
import { hmac, scopeText, sha256Hex, signingKey } from './canonical-request.ts'
import { mismatch } from './refusals.ts'
import type { Signature } from './signature.ts'
import { isSame } from './verify.ts'

// A body in signed or unsigned chunks, with checksums behind it:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html

const FORMS = new Set([
	'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
	'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
	'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
])
/** Bytes that every chunk has but the last. */
const CHUNK_BYTES = 8_192
const EMPTY_HASH = sha256Hex('')

export interface DecodedBody {
	bytes: Uint8Array
	/** Headers that came behind the body, by lower-case name. */
	trailers: Record<string, string>
}

/** Whether the declared payload hash says that the body is chunked. */
export function isChunked(contentSha256: string | undefined): contentSha256 is string {
	return contentSha256?.startsWith('STREAMING-') ?? false
}

/**
 * Takes the chunks apart. Where they are signed and `secret` is given, each is
 * checked against the one before. Throws AwsError.
 */
export async function decodeChunked(
	body: Uint8Array,
	form: string,
	decodedLength: string | undefined,
	signature: Signature | undefined,
	secret: string | undefined,
): Promise<DecodedBody> {
	if (!FORMS.has(form)) {
		const message = `The value of x-amz-content-sha256 header is invalid.`
		throw new AwsError('InvalidArgument', message, 400, {
			ArgumentName: 'x-amz-content-sha256',
			ArgumentValue: form,
		})
	}
	const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
	const chain =
		form.startsWith('STREAMING-AWS4') && signature && secret ? new Chain(signature, secret) : undefined
	const chunks: Array<Uint8Array> = []
	const pacer = new Pacer()
	let position = 0
	for (;;) {
		await pacer.pause()
		const end = buffer.indexOf('\r\n', position, 'latin1')
		if (end < 0) throw incompleteBody()
		const [sizeText = '', extension = ''] = buffer.toString('latin1', position, end).split(';')
		if (!/^[0-9a-fA-F]{1,8}$/.test(sizeText)) throw incompleteBody()
		const size = Number.parseInt(sizeText, 16)
		const chunk = buffer.subarray(end + 2, end + 2 + size)
		if (chunk.byteLength !== size) throw incompleteBody()
		await chain?.checkChunk(chunk, extension.replace('chunk-signature=', ''))
		position = end + 2 + size
		if (size === 0) break
		const before = chunks.at(-1)
		if (before && before.byteLength < CHUNK_BYTES) throw chunkTooSmall(chunks.length + 1, before.byteLength)
		if (buffer[position] !== 13 || buffer[position + 1] !== 10) throw incompleteBody()
		position += 2
		chunks.push(chunk)
	}
	const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : await joined(chunks)
	if (decodedLength !== undefined && Number(decodedLength) !== bytes.byteLength) throw incompleteBody()
	const trailers = readTrailers(buffer.subarray(position))
	if (form.endsWith('-TRAILER')) chain?.checkTrailers(trailers)
	delete trailers['x-amz-trailer-signature']
	return { bytes, trailers }
}

/** Signatures that each cover the one before, from the request's own. */
class Chain {
	readonly #signature: Signature
	readonly #key: KeyObject
	#previous: string

	constructor(signature: Signature, secret: string) {
		this.#signature = signature
		this.#key = signingKey(secret, signature.scope)
		this.#previous = signature.value
	}

	async checkChunk(chunk: Uint8Array, given: string): Promise<void> {
		const hash = await digestOf('sha256', chunk, 'hex')
		this.#check('AWS4-HMAC-SHA256-PAYLOAD', [EMPTY_HASH, hash], given)
	}

	checkTrailers(trailers: Readonly<Record<string, string>>): void {
		const text = Object.entries(trailers)
			.filter(([name]) => name !== 'x-amz-trailer-signature')
			.map(([name, value]) => `${name}:${value}\n`)
			.join('')
		this.#check('AWS4-HMAC-SHA256-TRAILER', [sha256Hex(text)], trailers['x-amz-trailer-signature'] ?? '')
	}

	#check(algorithm: string, hashes: ReadonlyArray<string>, given: string): void {
		const { dateTime, scope, accessKeyId } = this.#signature
		const text = [algorithm, dateTime, scopeText(scope), this.#previous, ...hashes].join('\n')
		const expected = hmac(this.#key, text)
		if (!isSame(given, expected)) {
			throw mismatch('s3', { AWSAccessKeyId: accessKeyId, StringToSign: text, SignatureProvided: given })
		}
		this.#previous = given
	}
}

function readTrailers(bytes: Buffer): Record<string, string> {
	const lines = bytes.toString('latin1').split(/\r?\n/).filter(Boolean)
	return Object.fromEntries(
		lines.map((line) => {
			const colon = line.indexOf(':')
			if (colon < 1) throw incompleteBody()
			return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
		}),
	)
}

/** As reported of S3: https://github.com/aws/aws-sdk-cpp/issues/2727 */
function chunkTooSmall(Chunk: number, BadChunkSize: number): AwsError {
	const message = 'Only the last chunk is allowed to have a size less than 8192 bytes'
	return new AwsError('InvalidChunkSizeError', message, 403, { Chunk, BadChunkSize })
}

function incompleteBody(): AwsError {
	const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header'
	return new AwsError('IncompleteBody', message, 400)
}
