import { expect, test } from 'vitest'
import { DID, DID_URL, makeSample, STATUS_INDEX, visitorOf } from '#test/certificates/sample-certificate.ts'
import { generateKeyRing } from './key-ring.server.ts'
import { verifyCredential } from './verify.ts'

const PASSED = { state: 'passed' }

test('a certificate as issued is valid at every step', async () => {
	const sample = await makeSample()
	const found = await verifyCredential(sample.credential, visitorOf(sample))
	expect(found).toEqual({
		verdict: 'valid',
		steps: { issuer: PASSED, signature: PASSED, status: PASSED, dates: PASSED },
	})
})

test('order of keys and white space do not matter', async () => {
	const sample = await makeSample()
	const reordered = Object.fromEntries(Object.entries(sample.credential).toReversed())
	expect((await verifyCredential(reordered, visitorOf(sample))).verdict).toBe('valid')
})

test('a revoked certificate is refused at the status step, though its signature holds', async () => {
	const sample = await makeSample({ revoked: [STATUS_INDEX] })
	const { verdict, steps } = await verifyCredential(sample.credential, visitorOf(sample))
	expect(verdict).toBe('refused')
	expect(steps.signature).toEqual(PASSED)
	expect(steps.status).toEqual({ state: 'failed', reason: 'revoked' })
})

test('someone else’s revocation changes nothing', async () => {
	const sample = await makeSample({ revoked: [STATUS_INDEX - 1, STATUS_INDEX + 1, 0, 131_071] })
	expect((await verifyCredential(sample.credential, visitorOf(sample))).verdict).toBe('valid')
})

test('a status list whose bits were changed is refused', async () => {
	const honest = await makeSample({ revoked: [STATUS_INDEX] })
	const innocent = await makeSample({ keys: honest.keys, issuedAt: new Date('2026-11-23T10:00:01Z') })
	const statusList = {
		...honest.statusList,
		credentialSubject: innocent.statusList.credentialSubject,
	} as typeof honest.statusList
	const { steps } = await verifyCredential(honest.credential, visitorOf({ ...honest, statusList }))
	expect(steps.status).toEqual({ state: 'failed', reason: 'altered-list' })
})

test('a status list past its own date proves nothing any more', async () => {
	const sample = await makeSample()
	const later = visitorOf(sample, { now: new Date('2026-11-26T10:00:00Z') })
	const { verdict, steps } = await verifyCredential(sample.credential, later)
	expect(verdict).toBe('inconclusive')
	expect(steps.status).toEqual({ state: 'unknown', reason: 'stale-list' })
})

test('off line, nothing is claimed', async () => {
	const sample = await makeSample()
	const offline = visitorOf(sample, { fetchJson: () => Promise.reject(new TypeError('Failed to fetch')) })
	const { verdict, steps } = await verifyCredential(sample.credential, offline)
	expect(verdict).toBe('inconclusive')
	expect(steps.issuer).toEqual({ state: 'unknown', reason: 'unreachable' })
	expect(steps.signature).toEqual({ state: 'unknown', reason: 'skipped' })
})

test('a status list that cannot be had leaves the verdict open', async () => {
	const sample = await makeSample()
	const fetchJson = async (url: string) => {
		if (url !== DID_URL) throw new TypeError('Failed to fetch')
		return sample.didDocument
	}
	const { verdict, steps } = await verifyCredential(sample.credential, visitorOf(sample, { fetchJson }))
	expect(verdict).toBe('inconclusive')
	expect(steps.status).toEqual({ state: 'unknown', reason: 'unreachable' })
})

test('an expired certificate is refused by its dates', async () => {
	const sample = await makeSample({ issuedAt: new Date('2029-11-22T10:00:00Z') })
	const late = visitorOf(sample, { now: new Date('2029-11-23T10:00:01Z') })
	const { verdict, steps } = await verifyCredential(sample.credential, late)
	expect(verdict).toBe('refused')
	expect(steps.dates).toEqual({ state: 'failed', reason: 'expired' })
})

test('a clock a little behind the issuer’s is forgiven, a day behind is not', async () => {
	const sample = await makeSample()
	const behind = visitorOf(sample, { now: new Date('2026-11-23T09:57:00Z') })
	expect((await verifyCredential(sample.credential, behind)).verdict).toBe('valid')
	const dayBehind = visitorOf(sample, { now: new Date('2026-11-22T10:00:00Z') })
	const { steps } = await verifyCredential(sample.credential, dayBehind)
	expect(steps.dates).toEqual({ state: 'failed', reason: 'not-yet-valid' })
})

test('a certificate signed by anyone else is refused, however well it is signed', async () => {
	const sample = await makeSample()
	const elsewhere = visitorOf(sample, { trustedIssuer: 'did:web:autre.example' })
	const { verdict, steps } = await verifyCredential(sample.credential, elsewhere)
	expect(verdict).toBe('refused')
	expect(steps.issuer).toEqual({ state: 'failed', reason: 'foreign-issuer' })
})

test('a forger’s own key under our name is refused', async () => {
	const sample = await makeSample()
	const forged = await makeSample({ keys: await generateKeyRing(new Date('2026-01-01')) })
	const { verdict, steps } = await verifyCredential(forged.credential, visitorOf(sample))
	expect(verdict).toBe('refused')
	expect(steps.signature).toEqual({ state: 'failed', reason: 'altered' })
})

test('a retired key still vouches for what it signed, and for nothing later', async () => {
	const sample = await makeSample()
	const retire = (revoked: string) => ({
		...sample.didDocument,
		verificationMethod: sample.didDocument.verificationMethod.map((key) => ({ ...key, revoked })),
	})
	const after = visitorOf({ ...sample, didDocument: retire('2026-12-01T00:00:00Z') })
	expect((await verifyCredential(sample.credential, after)).verdict).toBe('valid')
	const before = visitorOf({ ...sample, didDocument: retire('2026-11-01T00:00:00Z') })
	const { steps } = await verifyCredential(sample.credential, before)
	expect(steps.signature).toEqual({ state: 'failed', reason: 'retired-key' })
})

test('a key that did.json does not list for assertions is refused', async () => {
	const sample = await makeSample()
	const didDocument = { ...sample.didDocument, assertionMethod: [`${DID}#cle-2020-1`] }
	const { steps } = await verifyCredential(sample.credential, visitorOf({ ...sample, didDocument }))
	expect(steps.signature).toEqual({ state: 'failed', reason: 'unknown-key' })
})

test('without one of its two proofs a certificate counts as altered', async () => {
	const sample = await makeSample()
	for (const proof of sample.credential.proof) {
		const stripped = { ...sample.credential, proof: [proof] }
		const { steps } = await verifyCredential(stripped, visitorOf(sample))
		expect(steps.signature).toEqual({ state: 'failed', reason: 'altered' })
	}
})

test('what is no certificate is refused as such', async () => {
	const sample = await makeSample()
	for (const nonsense of [null, 12, 'texte', [], {}, { proof: [] }]) {
		const { verdict, steps } = await verifyCredential(nonsense, visitorOf(sample))
		expect(verdict).toBe('refused')
		expect(steps.signature).toEqual({ state: 'failed', reason: 'not-a-certificate' })
	}
})
