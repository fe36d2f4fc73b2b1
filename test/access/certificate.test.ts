import { expect, test } from 'vitest'
import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { issueCertificate } from '#app/certificates/issue.server.ts'
import * as certificate from '#app/routes/certificates/certificate.tsx'
import * as revocation from '#app/routes/certificates/revocation.tsx'
import { makePassedAttempt } from '#test/certificates/certificate-factory.ts'
import { testDatabase } from '#test/setup/database.ts'
import { admin, form, learner, visitor } from './person.ts'

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

test('only an administrator revokes it, for a reason of the list, once and for good', async () => {
	const path = `${PATH}/revocation`
	const fraud = form({ reason: 'fraud' })
	for (const handler of [revocation.loader, revocation.action]) {
		const init = handler === revocation.action ? fraud : undefined
		for (const person of [ana, bob])
			expect(await person.call(handler, path, { id }, init)).toMatchObject({ status: 403 })
		expect((await visitor().call(handler, path, { id }, init)).location).toMatch(/^\/connexion/)
	}
	expect(await revoked()).toBeNull()

	const zoe = await admin('zoe')
	expect((await zoe.call(certificate.loader, PATH, { id })).data.revocable).toBe(true)
	expect(await zoe.call(revocation.action, path, { id }, form({ reason: 'spite' }))).toMatchObject({
		status: 400,
		data: { message: expect.stringContaining('Aucune raison') },
	})
	expect(
		await zoe.call(revocation.action, `/certificats/inconnu/revocation`, { id: 'inconnu' }, fraud),
	).toMatchObject({
		status: 404,
	})
	expect(await revoked()).toBeNull()

	expect((await zoe.call(revocation.action, path, { id }, fraud)).location).toBe(PATH)
	expect(await revoked()).toBe('fraud')
	await zoe.call(revocation.action, path, { id }, form({ reason: 'error' }))
	expect(await revoked()).toBe('fraud')
	const { data } = await visitor().call(certificate.loader, PATH, { id })
	expect(data).toMatchObject({ revocable: false, certificate: { revocation: { reason: 'fraude établie' } } })
	expect(
		await db.auditEvent.findMany({ where: { subject: `certificate:${id}`, action: 'certificate.revoked' } }),
	).toMatchObject([{ actorId: zoe.id, detail: { reason: 'fraud' } }])
})

async function revoked() {
	const { statusEntry } = await db.certificate.findUniqueOrThrow({
		where: { id },
		select: { statusEntry: true },
	})
	return statusEntry.revokedReason
}

async function visibility() {
	return (await db.certificate.findUniqueOrThrow({ where: { id } })).visibility
}
