import { expect, test } from 'vitest'
import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { issueCertificate } from '#app/certificates/issue.server.ts'
import * as certificate from '#app/routes/certificates/certificate.tsx'
import { makePassedAttempt } from '#test/certificates/certificate-factory.ts'
import { testDatabase } from '#test/setup/database.ts'
import { form, learner, visitor } from './person.ts'

const db = await testDatabase()
const context = await certificateContext()
const ana = await learner('ana')
const bob = await learner('bob')
const attempt = await makePassedAttempt(context, ana)
const { id } = await issueCertificate(context, { attemptId: attempt.id })
const PATH = `/certificats/${id}`

test('anyone with the address reads the certificate; only the holder gets its controls', async () => {
	for (const [person, owned] of [
		[ana, true],
		[bob, false],
		[visitor(), false],
	] as const) {
		const { status, data } = await person.call(certificate.loader, PATH, { id })
		expect([status, data.owned]).toEqual([200, owned])
		expect(JSON.stringify(data)).not.toContain(ana.email)
		expect(JSON.stringify(data)).not.toContain(ana.id)
	}
})

test('only the holder lists it publicly or withdraws it', async () => {
	const publish = form({ visibility: 'public' })
	for (const person of [bob, visitor()]) {
		expect(await person.call(certificate.action, PATH, { id }, publish)).toMatchObject({ status: 404 })
	}
	expect(await visibility()).toBe('unlisted')
	await ana.call(certificate.action, PATH, { id }, publish)
	expect(await visibility()).toBe('public')
	const withdraw = form({ visibility: 'unlisted' })
	for (const person of [bob, visitor()]) {
		expect(await person.call(certificate.action, PATH, { id }, withdraw)).toMatchObject({ status: 404 })
	}
	expect(await visibility()).toBe('public')
})

async function visibility() {
	return (await db.certificate.findUniqueOrThrow({ where: { id } })).visibility
}
