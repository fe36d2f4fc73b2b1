import { createPublicKey, hash, type JsonWebKey } from 'node:crypto'

// RSA keys as SSH and as PEM write them: RFC 4253 section 6.6 and RFC 8017.

const TYPE = 'ssh-rsa'
/** The least that CodeCommit takes. */
const BITS_AT_LEAST = 2048

/** An RSA public key that was read from either form. */
export interface SshPublicKey {
	jwk: JsonWebKey
	/** As SSH sends it: what `ssh-rsa` stands before, decoded. */
	blob: Buffer
}

/** The key in a text, `ssh-rsa AAAA…` or PEM; undefined when there is none, or when it is too short. */
export function readSshPublicKey(text: string): SshPublicKey | undefined {
	const jwk = text.trimStart().startsWith('-----BEGIN') ? fromPem(text) : fromSsh(text)
	if (!jwk?.n || !jwk.e) return
	const modulus = Buffer.from(jwk.n, 'base64url')
	const bits = modulus.byteLength * 8 - Math.clz32(modulus[0] ?? 0) + 24
	if (bits < BITS_AT_LEAST) return
	const parts = [Buffer.from(TYPE), integer(Buffer.from(jwk.e, 'base64url')), integer(modulus)]
	return { jwk, blob: Buffer.concat(parts.flatMap((part) => [lengthOf(part), part])) }
}

export function toPem({ jwk }: SshPublicKey): string {
	return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString()
}

export function toSsh({ blob }: SshPublicKey): string {
	return `${TYPE} ${blob.toString('base64')}`
}

/** MD5 of the key, in pairs of digits, as `ssh-keygen -l -E md5` shows it. */
export function fingerprintOf({ blob }: SshPublicKey): string {
	return hash('md5', blob).replace(/..(?!$)/g, '$&:')
}

function fromPem(text: string): JsonWebKey | undefined {
	try {
		const key = createPublicKey(text)
		return key.asymmetricKeyType === 'rsa' ? key.export({ format: 'jwk' }) : undefined
	} catch {
		return
	}
}

function fromSsh(text: string): JsonWebKey | undefined {
	const [type, base64 = ''] = text.trim().split(/\s+/)
	if (type !== TYPE || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return
	const [name, exponent, modulus, ...more] = partsOf(Buffer.from(base64, 'base64')) ?? []
	if (name?.toString() !== TYPE || !exponent || !modulus || more.length > 0) return
	return { kty: 'RSA', e: unsigned(exponent), n: unsigned(modulus) }
}

/** Parts that stand behind their lengths; undefined when they do not fill the bytes. */
function partsOf(bytes: Buffer): Array<Buffer> | undefined {
	const parts: Array<Buffer> = []
	let position = 0
	while (position + 4 <= bytes.byteLength) {
		const end = position + 4 + bytes.readUInt32BE(position)
		if (end > bytes.byteLength) return
		parts.push(bytes.subarray(position + 4, end))
		position = end
	}
	return position === bytes.byteLength ? parts : undefined
}

function lengthOf(part: Buffer): Buffer {
	const length = Buffer.alloc(4)
	length.writeUInt32BE(part.byteLength)
	return length
}

/** A number as SSH writes it: with a zero before a first bit that would be a sign. */
function integer(bytes: Buffer): Buffer {
	return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes
}

function unsigned(bytes: Buffer): string {
	return (bytes[0] === 0 ? bytes.subarray(1) : bytes).toString('base64url')
}
