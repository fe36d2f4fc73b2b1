import { crc32 } from 'node:zlib'
import type { Call } from '../../../service.ts'
import { digestOf, inSlices } from '../../../world/slices.ts'
import type { ObjectVersion } from '../collections.ts'
import { badDigest, invalidRequest, notEmulated } from '../s3-error.ts'
import { crc32c, crc64nvme } from './crc.ts'

/** The checksums that a client may send with an object, all in base64. */
export interface SentChecksums {
	ContentMD5?: string
	ChecksumCRC32?: string
	ChecksumCRC32C?: string
	ChecksumCRC64NVME?: string
	ChecksumSHA1?: string
	ChecksumSHA256?: string
}

export type ChecksumMember = Exclude<keyof SentChecksums, 'ContentMD5'>

async function nodeCrc32(bytes: Uint8Array): Promise<string> {
	let value = 0
	await inSlices(bytes, (slice) => {
		value = crc32(slice, value)
	})
	const result = Buffer.alloc(4)
	result.writeUInt32BE(value)
	return result.toString('base64')
}

const COMPUTE: Readonly<Record<ChecksumMember, (bytes: Uint8Array) => Promise<string>>> = {
	ChecksumCRC32: nodeCrc32,
	ChecksumCRC32C: crc32c,
	ChecksumCRC64NVME: crc64nvme,
	ChecksumSHA1: (bytes) => digestOf('sha1', bytes, 'base64'),
	ChecksumSHA256: (bytes) => digestOf('sha256', bytes, 'base64'),
}
const MEMBERS = Object.keys(COMPUTE) as Array<ChecksumMember>
/** Algorithms of the model that came later and that nobody's default is. */
const OTHERS = ['ChecksumSHA512', 'ChecksumMD5', 'ChecksumXXHASH64', 'ChecksumXXHASH3', 'ChecksumXXHASH128']

/** Bytes of each checksum before base64. */
const LENGTHS: Readonly<Record<ChecksumMember, number>> = {
	ChecksumCRC32: 4,
	ChecksumCRC32C: 4,
	ChecksumCRC64NVME: 8,
	ChecksumSHA1: 20,
	ChecksumSHA256: 32,
}

/** The member of an algorithm, e.g. `CRC32` → `ChecksumCRC32`. Throws AwsError when there is none. */
export function checksumMember(algorithm: string): ChecksumMember {
	const member = MEMBERS.find((known) => known === `Checksum${algorithm}`)
	if (member) return member
	throw invalidRequest(
		'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
	)
}

export function computeChecksum(member: ChecksumMember, bytes: Uint8Array): Promise<string> {
	return COMPUTE[member](bytes)
}

async function assertMd5(bytes: Uint8Array, given: string | undefined): Promise<void> {
	if (!given) return
	const CalculatedDigest = await digestOf('md5', bytes, 'base64')
	if (given === CalculatedDigest) return
	const ExpectedDigest = Buffer.from(given, 'base64').toString('hex')
	throw badDigest(undefined, { ExpectedDigest, CalculatedDigest })
}

/** Holds the checksums that came with bytes against the bytes; answers those to keep with the object. */
export async function verifyChecksums(
	bytes: Uint8Array,
	sent: SentChecksums,
): Promise<Record<string, string>> {
	await assertMd5(bytes, sent.ContentMD5)
	const given = MEMBERS.filter((member) => sent[member])
	const other = OTHERS.find((member) => (sent as Record<string, unknown>)[member] !== undefined)
	if (other) throw notEmulated(`checksum ${other.slice('Checksum'.length)}`)
	if (given.length > 1) {
		throw invalidRequest(
			'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
		)
	}
	const [member] = given
	if (!member) return {}
	const value = sent[member] ?? ''
	const algorithm = member.slice('Checksum'.length)
	if (Buffer.from(value, 'base64').byteLength !== LENGTHS[member])
		throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`)
	if (value !== (await computeChecksum(member, bytes)))
		throw badDigest(`The ${algorithm} you specified did not match the calculated checksum.`)
	return { [member]: value }
}

/**
 * The checksum that an answer shows: the one that was kept, of the object or of
 * one of its parts, or S3's own, which costs a look at the bytes.
 */
export async function checksumsToShow(
	call: Call,
	version: Readonly<ObjectVersion>,
	part?: number,
): Promise<Record<string, string>> {
	const ChecksumType = version.checksumType ?? 'FULL_OBJECT'
	if (part !== undefined) {
		return { ...version.parts?.find(({ number }) => number === part)?.checksums, ChecksumType }
	}
	if (Object.keys(version.checksums).length > 0) return { ...version.checksums, ChecksumType }
	return { ChecksumCRC64NVME: await crc64nvme(await call.blobs.get(version.sha256)), ChecksumType }
}

/** Lower-case hexadecimal MD5: the ETag of an object that came in one piece. */
export function md5(bytes: Uint8Array): Promise<string> {
	return digestOf('md5', bytes, 'hex')
}
