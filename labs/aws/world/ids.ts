import { createHash } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Characters of an access key id that name its sandbox: 8 × 5 bits. */
const SANDBOX_CHARACTERS = 8
/** Sandbox numbers are below this, so that they fit an access key id. */
export const SANDBOX_NUMBERS = 2n ** 40n

/** Where a world's ids come from: the n-th draw of one seed, the same at every replay. */
export interface Entropy {
	seed: string
	draws: number
	/** The sandbox's number, decimal. */
	sandbox: string
}

function base32(bytes: Uint8Array, length: number): string {
	return Array.from({ length }, (_, index) => BASE32[(bytes[index] ?? 0) % 32]).join('')
}

function encodeSandbox(sandbox: bigint): string {
	let rest = sandbox
	let text = ''
	for (let index = 0; index < SANDBOX_CHARACTERS; index++) {
		text = BASE32[Number(rest % 32n)] + text
		rest /= 32n
	}
	return text
}

/** The number of the sandbox that issued an access key id, or undefined when none did. */
export function sandboxOfAccessKey(accessKeyId: string): bigint | undefined {
	if (!/^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)) return
	return sandboxOfLabel(sandboxLabel(accessKeyId))
}

/** How an address names the sandbox of an access key: the characters of the key that do, in lower case. */
function sandboxLabel(accessKeyId: string): string {
	return accessKeyId.slice(4, 4 + SANDBOX_CHARACTERS).toLowerCase()
}

/** The number of the sandbox that an address names, or undefined when it names none. */
export function sandboxOfLabel(label: string): bigint | undefined {
	if (label.length !== SANDBOX_CHARACTERS || !/^[a-z2-7]+$/i.test(label)) return
	let number = 0n
	for (const character of label.toUpperCase()) number = number * 32n + BigInt(BASE32.indexOf(character))
	return number
}

/** Ids in AWS's shapes, drawn from a world's seed. */
export class Ids {
	#entropy: Entropy

	constructor(entropy: Entropy) {
		this.#entropy = entropy
	}

	/** Where the next draw goes on from. */
	get entropy(): Entropy {
		return this.#entropy
	}

	#draw(): Uint8Array {
		const { seed, draws } = this.#entropy
		this.#entropy = { ...this.#entropy, draws: draws + 1 }
		return createHash('sha256').update(`${seed}:${draws}`).digest()
	}

	/** A number from 0 to below 1. */
	fraction(): number {
		return Buffer.from(this.#draw()).readUInt32BE(0) / 2 ** 32
	}

	/** A lower-case UUID, version 4 in form. */
	uuid(): string {
		const bytes = this.#draw().subarray(0, 16)
		bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
		bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
		const hex = Buffer.from(bytes).toString('hex')
		return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
	}

	/** `length` ≤ 64 lower-case hexadecimal digits. */
	hex(length: number): string {
		return Buffer.from(this.#draw()).toString('hex').slice(0, length)
	}

	/** `length` ≤ 32 characters of A–Z and 2–7. */
	base32(length: number): string {
		return base32(this.#draw(), length)
	}

	/** `length` ≤ 43 characters of A–Z, a–z, 0–9, - and _. */
	base64url(length: number): string {
		return Buffer.from(this.#draw()).toString('base64url').slice(0, length)
	}

	/** An id of IAM: its four-letter prefix (AIDA, AROA, ANPA…) and 17 characters. */
	iam(prefix: string): string {
		return prefix + base32(this.#draw(), 17)
	}

	/** An access key id that names its own sandbox, so that a signed call finds its world without an index. */
	accessKeyId(prefix: 'AKIA' | 'ASIA'): string {
		return prefix + encodeSandbox(BigInt(this.#entropy.sandbox)) + base32(this.#draw(), 8)
	}

	/** 40 characters of base64, as AWS's secrets are. */
	secretAccessKey(): string {
		return Buffer.from(this.#draw()).subarray(0, 30).toString('base64')
	}
}
