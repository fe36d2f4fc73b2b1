import type { IssuerKey } from './key-ring.server.ts'

/**
 * The issuer's DID document. Retired keys stay listed, with `revoked`: what they
 * signed before that date must keep verifying.
 */
export function buildDidDocument(did: string, keys: ReadonlyArray<IssuerKey>) {
	return {
		'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
		id: did,
		verificationMethod: keys.map((key) => ({
			id: `${did}#${key.id}`,
			type: 'Multikey',
			controller: did,
			publicKeyMultibase: key.publicKeyMultibase,
			...(key.revoked && { revoked: key.revoked }),
		})),
		assertionMethod: keys.map((key) => `${did}#${key.id}`),
	}
}
