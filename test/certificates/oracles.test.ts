import { readFileSync } from 'node:fs'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import { cryptosuite as eddsaRdfc2022 } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { contexts as multikeyContexts } from '@digitalbazaar/multikey-context'
import * as vc from '@digitalbazaar/vc'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { expect, test, vi } from 'vitest'
import { loadContext } from '#app/certificates/contexts.ts'
import { importPublicKey, verifyProof } from '#app/certificates/data-integrity.ts'
import type { Proof } from '#app/certificates/signed-credential.ts'
import { statusListUrl } from '#app/certificates/urls.ts'
import { DID, makeSample, ORIGIN, STATUS_INDEX } from './sample-certificate.ts'

type Sample = Awaited<ReturnType<typeof makeSample>>

const suites = {
	'eddsa-rdfc-2022': new DataIntegrityProof({ cryptosuite: eddsaRdfc2022 }),
	'eddsa-jcs-2022': new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() }),
}
const duringValidity = new Date('2026-11-23T12:00:00Z')
// The reference library reads the clock when it holds a status list against its validity.
vi.useFakeTimers({ now: duringValidity, toFake: ['Date'] })

test('@digitalbazaar/vc accepts each of the two proofs alone', async () => {
	const sample = await makeSample()
	for (const proof of sample.credential.proof as Array<Proof>) {
		const result = await vc.verifyCredential({
			credential: { ...sample.credential, proof },
			suite: suites[proof.cryptosuite as keyof typeof suites],
			documentLoader: loaderOf(sample),
			checkStatus,
			now: duringValidity,
		})
		expect(result.error).toBeUndefined()
		expect(result.verified).toBe(true)
	}
})

test('@digitalbazaar/vc refuses each proof alone once the name is changed', async () => {
	const sample = await makeSample()
	for (const proof of sample.credential.proof as Array<Proof>) {
		const result = await vc.verifyCredential({
			credential: { ...sample.credential, name: 'Autre titre', proof },
			suite: suites[proof.cryptosuite as keyof typeof suites],
			documentLoader: loaderOf(sample),
			checkStatus,
			now: duringValidity,
		})
		expect(result.verified).toBe(false)
	}
})

test('the status bit of a revoked certificate reads as set by the reference library', async () => {
	const sample = await makeSample({ revoked: [STATUS_INDEX] })
	const result = await checkStatus({
		credential: sample.credential,
		documentLoader: loaderOf(sample),
		suite: Object.values(suites),
	})
	expect(result.error).toBeUndefined()
	// `verified` only says that the list could be checked: the bit is apart.
	expect(result.verified).toBe(true)
	expect(result.results?.map(({ status }) => status)).toEqual([true])
})

test('our verification accepts 1EdTech’s own test vector and refuses it changed', async () => {
	const vector = JSON.parse(
		readFileSync(new URL('../fixtures/openbadges/1edtech-vector.json', import.meta.url), 'utf8'),
	)
	const key = await importPublicKey(vector.publicKeyMultibase)
	const proof = { ...vector.proof, proofValue: vector.proofValue }
	expect(await verifyProof({ ...vector.credential, proof }, proof, key)).toBe(true)
	const changed = { ...vector.credential, name: 'Teamwork badge' }
	expect(await verifyProof({ ...changed, proof }, proof, key)).toBe(false)
})

test('a certificate satisfies the strict Open Badges 3.0 schema', async () => {
	const { credential } = await makeSample()
	const schema = JSON.parse(
		readFileSync(
			new URL('../fixtures/openbadges/ob3-achievementcredential.strict.schema.json', import.meta.url),
			'utf8',
		),
	)
	const ajv = new Ajv2019({ allErrors: true, strict: false })
	addFormats.default(ajv)
	const validate = ajv.compile(schema)
	expect(validate(credential), JSON.stringify(validate.errors)).toBe(true)
	expect(validate({ ...credential, credentialStatus: [credential.credentialStatus] })).toBe(false)
})

test('a certificate names no e-mail address and no score', async () => {
	const { credential } = await makeSample()
	const text = JSON.stringify(credential)
	expect(text).not.toContain('zoe@example.org')
	expect(text).not.toContain('812')
})

function loaderOf({ didDocument, statusList }: Sample) {
	const documents = new Map<string, unknown>([
		...multikeyContexts,
		[DID, didDocument],
		[statusListUrl(ORIGIN, 1), statusList],
		...didDocument.verificationMethod.map((key): [string, unknown] => [
			key.id,
			{ '@context': 'https://w3id.org/security/multikey/v1', ...key },
		]),
	])
	return async (url: string) => {
		if (!documents.has(url)) return loadContext(url)
		return { contextUrl: null, documentUrl: url, document: structuredClone(documents.get(url)) }
	}
}
