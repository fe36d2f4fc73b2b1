import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { crc32c, crc64nvme } from './crc.ts'
import { badDigest } from './s3-error.ts'

/** The checksums that a client may send with an object, all in base64. */
export interface SentChecksums {
	ContentMD5?: string
	ChecksumCRC32?: string
	ChecksumCRC32C?: string
	ChecksumCRC64NVME?: string
	ChecksumSHA1?: string
	ChecksumSHA256?: string
}

function nodeCrc32(bytes: Uint8Array): string {
	const result = Buffer.alloc(4)
	result.writeUInt32BE(crc32(bytes))
	return result.toString('base64')
}

function hash(algorithm: string, bytes: Uint8Array): string {
	return createHash(algorithm).update(bytes).digest('base64')
}

const COMPUTE: ReadonlyArray<[keyof SentChecksums, (bytes: Uint8Array) => string]> = [
	['ChecksumCRC32', nodeCrc32],
	['ChecksumCRC32C', crc32c],
	['ChecksumCRC64NVME', crc64nvme],
	['ChecksumSHA1', (bytes) => hash('sha1', bytes)],
	['ChecksumSHA256', (bytes) => hash('sha256', bytes)],
]

/** Holds the checksums that came with bytes against the bytes; answers those to keep with the object. */
export function verifyChecksums(bytes: Uint8Array, sent: SentChecksums): Record<string, string> {
	if (sent.ContentMD5 && sent.ContentMD5 !== hash('md5', bytes)) throw badDigest()
	const kept: Record<string, string> = {}
	for (const [name, compute] of COMPUTE) {
		const given = sent[name]
		if (!given) continue
		if (given !== compute(bytes)) {
			const algorithm = name.slice('Checksum'.length)
			throw badDigest(`The ${algorithm} you specified did not match the calculated checksum.`)
		}
		kept[name] = given
	}
	return kept
}

/** Lower-case hexadecimal MD5: the ETag of an object that came in one piece. */
export function md5(bytes: Uint8Array): string {
	return createHash('md5').update(bytes).digest('hex')
}
