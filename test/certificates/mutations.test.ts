import { expect, test } from 'vitest'
import { verifyCredential } from '#app/certificates/verify.ts'
import { type Json, singleMutations } from './mutations.ts'
import { makeSample, visitorOf } from './sample-certificate.ts'

test('every single change of a certificate is refused', async () => {
	const sample = await makeSample()
	const visitor = visitorOf(sample)
	const mutations = singleMutations(sample.credential as unknown as Json)
	expect(mutations.length).toBeGreaterThan(100)
	const accepted: Array<string> = []
	for (const { what, document } of mutations) {
		const { verdict } = await verifyCredential(document, visitor)
		if (verdict !== 'refused') accepted.push(`${what} → ${verdict}`)
	}
	expect(accepted).toEqual([])
})

test('every single change of the status list leaves no certificate valid', async () => {
	const sample = await makeSample()
	const mutations = singleMutations(sample.statusList as Json)
	expect(mutations.length).toBeGreaterThan(50)
	const accepted: Array<string> = []
	for (const { what, document } of mutations) {
		const visitor = visitorOf({ ...sample, statusList: document as typeof sample.statusList })
		const { verdict } = await verifyCredential(sample.credential, visitor)
		if (verdict === 'valid') accepted.push(what)
	}
	expect(accepted).toEqual([])
})
