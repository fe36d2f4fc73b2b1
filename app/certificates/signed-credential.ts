import * as z from 'zod/mini'

// zod/mini: this schema also runs in the visitor's browser. It guards only what
// a verification reads before the signature is known to be good; everything
// else in the document is covered by the signature.

const proofSchema = z.looseObject({
	type: z.literal('DataIntegrityProof'),
	cryptosuite: z.string(),
	created: z.iso.datetime({ offset: true }),
	verificationMethod: z.string(),
	proofPurpose: z.literal('assertionMethod'),
	// Base58 decoders forgive stray white space; one signature has one spelling.
	proofValue: z.string().check(z.regex(/^z[1-9A-HJ-NP-Za-km-z]{64,90}$/)),
})

const statusEntrySchema = z.looseObject({
	type: z.literal('BitstringStatusListEntry'),
	statusPurpose: z.literal('revocation'),
	statusListIndex: z.string().check(z.regex(/^\d{1,9}$/)),
	statusListCredential: z.url(),
})

const signedDocument = {
	'@context': z.array(z.string()),
	type: z.array(z.string()),
	issuer: z.union([z.string(), z.looseObject({ id: z.string() })]),
	validFrom: z.iso.datetime({ offset: true }),
	validUntil: z.iso.datetime({ offset: true }),
	proof: z.array(proofSchema).check(z.minLength(1)),
}

/** A certificate, as far as its verification needs it. */
export const signedCredentialSchema = z.looseObject({
	...signedDocument,
	id: z.url(),
	credentialStatus: statusEntrySchema,
})

/** A published status list, likewise. */
export const signedStatusListSchema = z.looseObject({
	...signedDocument,
	credentialSubject: z.looseObject({
		type: z.literal('BitstringStatusList'),
		statusPurpose: z.literal('revocation'),
		encodedList: z.string().check(z.startsWith('u')),
	}),
})

/** What a verification reads of an issuer's DID document. */
export const didDocumentSchema = z.looseObject({
	id: z.string(),
	assertionMethod: z.array(z.string()),
	verificationMethod: z.array(
		z.looseObject({
			id: z.string(),
			type: z.literal('Multikey'),
			controller: z.string(),
			publicKeyMultibase: z.string(),
			revoked: z.optional(z.iso.datetime({ offset: true })),
		}),
	),
})

export type Proof = z.infer<typeof proofSchema>
export type SignedCredential = z.infer<typeof signedCredentialSchema>
export type DidDocument = z.infer<typeof didDocumentSchema>

/** The DID of whoever claims to have issued the document. */
export function issuerId(issuer: string | { id: string }) {
	return typeof issuer === 'string' ? issuer : issuer.id
}
