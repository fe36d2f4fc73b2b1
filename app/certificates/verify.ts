import { readStatusBit } from './bitstring.ts'
import { importPublicKey, UnsupportedCryptoError, verifyProof } from './data-integrity.ts'
import { didDocumentUrl } from './did-web.ts'
import {
	type DidDocument,
	didDocumentSchema,
	issuerId,
	type SignedCredential,
	signedCredentialSchema,
	signedStatusListSchema,
} from './signed-credential.ts'

// The whole verification of a certificate, by whoever holds the file: it runs in
// the visitor's browser and asks the issuer only for two public files.

export type StepName = 'issuer' | 'signature' | 'status' | 'dates'

export type StepOutcome =
	| { state: 'passed' }
	/** The certificate is refused. */
	| { state: 'failed'; reason: FailureReason }
	/** Could not be found out; never a success. */
	| { state: 'unknown'; reason: 'unreachable' | 'unsupported-browser' | 'stale-list' | 'skipped' }

export type FailureReason =
	| 'not-a-certificate'
	| 'foreign-issuer'
	| 'unknown-key'
	| 'retired-key'
	| 'altered'
	| 'revoked'
	| 'foreign-list'
	| 'altered-list'
	| 'not-yet-valid'
	| 'expired'

export type Verification = {
	verdict: 'valid' | 'refused' | 'inconclusive'
	steps: Record<StepName, StepOutcome>
}

export type VerificationContext = {
	/** The one DID whose certificates are accepted: anyone can sign with their own. */
	trustedIssuer: string
	/** Fetches and parses a JSON document; throws when it cannot be had. */
	fetchJson(url: string): Promise<unknown>
	now: Date
}

type SecuredDocument = Pick<SignedCredential, '@context' | 'issuer' | 'validFrom' | 'validUntil' | 'proof'>

/** How far a visitor's clock may lag behind the issuer's. */
const CLOCK_SKEW_MS = 5 * 60_000

const PASSED: StepOutcome = { state: 'passed' }
const SKIPPED: StepOutcome = { state: 'unknown', reason: 'skipped' }
const UNREACHABLE: StepOutcome = { state: 'unknown', reason: 'unreachable' }

/** Checks issuer, signature, status and dates of a parsed certificate. */
export async function verifyCredential(
	document: unknown,
	context: VerificationContext,
): Promise<Verification> {
	const parsed = signedCredentialSchema.safeParse(document)
	if (!parsed.success) return conclude({ signature: failed('not-a-certificate') })
	const credential = parsed.data
	const issuer = await resolveIssuer(credential, context)
	if (!issuer.did) return conclude({ issuer: issuer.outcome })
	const signature = await checkSignature(document as SecuredDocument, issuer.did)
	if (signature.state !== 'passed') return conclude({ issuer: PASSED, signature })
	return conclude({
		issuer: PASSED,
		signature,
		status: await checkStatus(credential, issuer.did, context),
		dates: checkDates(credential, context.now),
	})
}

function conclude(found: Partial<Record<StepName, StepOutcome>>): Verification {
	const steps = { issuer: SKIPPED, signature: SKIPPED, status: SKIPPED, dates: SKIPPED, ...found }
	const states = Object.values(steps).map((step) => step.state)
	if (states.includes('failed')) return { verdict: 'refused', steps }
	return { verdict: states.every((state) => state === 'passed') ? 'valid' : 'inconclusive', steps }
}

function failed(reason: FailureReason): StepOutcome {
	return { state: 'failed', reason }
}

async function resolveIssuer(
	credential: SignedCredential,
	{ trustedIssuer, fetchJson }: VerificationContext,
) {
	const url = didDocumentUrl(trustedIssuer)
	if (issuerId(credential.issuer) !== trustedIssuer || !url) {
		return { did: null, outcome: failed('foreign-issuer') }
	}
	const fetched = await fetchJson(url).catch(() => null)
	const did = didDocumentSchema.safeParse(fetched)
	if (!did.success || did.data.id !== trustedIssuer) {
		return { did: null, outcome: UNREACHABLE }
	}
	return { did: did.data }
}

/** Both proofs must be there and hold: a set of which one fails has been touched. */
async function checkSignature(document: SecuredDocument, did: DidDocument): Promise<StepOutcome> {
	const suites = document.proof.map((proof) => proof.cryptosuite).toSorted()
	if (suites.join() !== 'eddsa-jcs-2022,eddsa-rdfc-2022') return failed('altered')
	for (const proof of document.proof) {
		const method = did.verificationMethod.find((key) => key.id === proof.verificationMethod)
		if (!method || method.controller !== did.id || !did.assertionMethod.includes(method.id)) {
			return failed('unknown-key')
		}
		if (method.revoked && Date.parse(proof.created) >= Date.parse(method.revoked))
			return failed('retired-key')
		try {
			const key = await importPublicKey(method.publicKeyMultibase)
			if (!(await verifyProof(document, proof, key))) return failed('altered')
		} catch (error) {
			if (error instanceof UnsupportedCryptoError) return { state: 'unknown', reason: 'unsupported-browser' }
			// JCS or RDFC could not canonicalize it: not what the issuer signed.
			return failed('altered')
		}
	}
	return PASSED
}

async function checkStatus(
	credential: SignedCredential,
	did: DidDocument,
	context: VerificationContext,
): Promise<StepOutcome> {
	const entry = credential.credentialStatus
	const fetched = await context.fetchJson(entry.statusListCredential).catch(() => null)
	if (fetched === null) return UNREACHABLE
	const list = signedStatusListSchema.safeParse(fetched)
	if (!list.success) return failed('altered-list')
	if (issuerId(list.data.issuer) !== did.id || list.data.id !== entry.statusListCredential) {
		return failed('foreign-list')
	}
	const signature = await checkSignature(fetched as SecuredDocument, did)
	if (signature.state !== 'passed') return signature.state === 'failed' ? failed('altered-list') : signature
	if (checkDates(list.data, context.now).state !== 'passed') {
		return { state: 'unknown', reason: 'stale-list' }
	}
	try {
		const revoked = await readStatusBit(
			list.data.credentialSubject.encodedList,
			Number(entry.statusListIndex),
		)
		return revoked ? failed('revoked') : PASSED
	} catch {
		return failed('altered-list')
	}
}

function checkDates(
	{ validFrom, validUntil }: SecuredDocument | { validFrom: string; validUntil: string },
	now: Date,
) {
	if (now.getTime() + CLOCK_SKEW_MS < Date.parse(validFrom)) return failed('not-yet-valid')
	if (now > new Date(validUntil)) return failed('expired')
	return PASSED
}
