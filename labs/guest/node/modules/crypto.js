const bytesOf = (data, encoding) =>
	typeof data === 'string' ? Buffer.from(data, encoding ?? 'utf8') : Buffer.from(data)

class Digest {
	#parts = []
	#finish
	constructor(finish) {
		this.#finish = finish
	}
	update(data, encoding) {
		this.#parts.push(bytesOf(data, encoding))
		return this
	}
	digest(encoding) {
		const hex = this.#finish(Buffer.concat(this.#parts).toString('base64'))
		const bytes = Buffer.from(hex, 'hex')
		return encoding ? bytes.toString(encoding) : bytes
	}
}

const randomBytes = (size) => Buffer.from(Array.from({ length: size }, () => Math.floor(Math.random() * 256)))

module.exports = {
	createHash: (algorithm) => new Digest((data) => host.hash(algorithm, data)),
	createHmac: (algorithm, key) =>
		new Digest((data) => host.hmac(algorithm, bytesOf(key).toString('base64'), data)),
	hash: (algorithm, data, encoding = 'hex') =>
		module.exports.createHash(algorithm).update(data).digest(encoding),
	randomBytes,
	randomInt(low, high) {
		const [from, to] = high === undefined ? [0, low] : [low, high]
		return from + Math.floor(Math.random() * (to - from))
	},
	randomUUID() {
		const bytes = randomBytes(16)
		bytes[6] = (bytes[6] & 0x0f) | 0x40
		bytes[8] = (bytes[8] & 0x3f) | 0x80
		return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
	},
	timingSafeEqual: (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0,
	getHashes: () => ['md5', 'sha1', 'sha256', 'sha384', 'sha512'],
	webcrypto: {
		getRandomValues(array) {
			randomBytes(array.byteLength).copy(Buffer.from(array.buffer, array.byteOffset, array.byteLength))
			return array
		},
		randomUUID: () => module.exports.randomUUID(),
	},
}
