import { decode as decodeBase58 } from 'base58-universal'
import canonicalize from 'canonicalize'
import type { Proof } from './signed-credential.ts'

// W3C Data Integrity EdDSA Cryptosuites 1.0, checking only. Written apart from
// the stack that signs (sign.server.ts), so that each proves the other right;
// runs wherever WebCrypto knows Ed25519: browsers of 2025 and Node.

/** This browser cannot check Ed25519 signatures: nothing is known of the document. */
export class UnsupportedCryptoError extends Error {
	override name = 'UnsupportedCryptoError'
}

const ED25519_PUBLIC_KEY = [0xed, 0x01]

type SecuredDocument = { '@context': Array<string>; proof: unknown }
type Canonicalize = (value: object) => Promise<string>

/** Imports a `z6Mk…` multikey. Throws UnsupportedCryptoError where WebCrypto lacks Ed25519. */
export async function importPublicKey(publicKeyMultibase: string) {
	const bytes = decodeBase58(publicKeyMultibase.slice(1))
	if (bytes?.length !== 34 || ED25519_PUBLIC_KEY.some((byte, index) => bytes[index] !== byte)) {
		throw new Error('Not an Ed25519 multikey')
	}
	if (!globalThis.crypto?.subtle) throw new UnsupportedCryptoError('No WebCrypto here')
	try {
		return await crypto.subtle.importKey('raw', bytes.slice(2), 'Ed25519', false, ['verify'])
	} catch (cause) {
		throw new UnsupportedCryptoError('WebCrypto without Ed25519', { cause })
	}
}

/** Whether `proof` was made over exactly this document by the owner of `key`. */
export async function verifyProof(document: SecuredDocument, proof: Proof, key: CryptoKey) {
	const { proof: _, ...unsecured } = document
	const { proofValue, ...options } = proof
	const signature = decodeBase58(proofValue.slice(1))
	if (signature?.length !== 64) return false
	const hashes = await hashesBySuite(unsecured, options)
	return hashes !== null && crypto.subtle.verify('Ed25519', key, signature, hashes)
}

async function hashesBySuite(document: Omit<SecuredDocument, 'proof'>, options: Omit<Proof, 'proofValue'>) {
	switch (options.cryptosuite) {
		case 'eddsa-jcs-2022':
			// §3.3.2: the proof carries the document's context, and must agree with it.
			if (canonicalize(options['@context']) !== canonicalize(document['@context'])) return null
			return concatenatedHashes(document, options, jcs)
		case 'eddsa-rdfc-2022': {
			const { rdfc } = await import('./rdfc.ts')
			return concatenatedHashes(document, { '@context': document['@context'], ...options }, rdfc)
		}
		default:
			return null
	}
}

async function jcs(value: object) {
	return canonicalize(value) ?? ''
}

async function concatenatedHashes(document: object, options: object, canonical: Canonicalize) {
	const [optionsHash, documentHash] = await Promise.all([
		canonical(options).then(sha256),
		canonical(document).then(sha256),
	])
	const both = new Uint8Array(64)
	both.set(optionsHash, 0)
	both.set(documentHash, 32)
	return both
}

async function sha256(text: string) {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
