import { statSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeContext, makeLearner, makePassedAttempt } from '#test/certificates/certificate-factory.ts'
import { testDatabase } from '#test/setup/database.ts'
import { ensureDemoCertificate } from './demo-certificate.server.ts'
import { findCertificate } from './find-certificate.server.ts'
import { issueCertificate } from './issue.server.ts'
import { loadKeyRing, openKeyRing } from './key-ring.server.ts'
import { revokeCertificate } from './revoke.server.ts'
import { publishStatusList } from './status-list.server.ts'
import { verifyCredential } from './verify.ts'
import { setVisibility } from './visibility.server.ts'

const db = await testDatabase()

test('issuing twice, and ten times at once, gives one certificate and one audit event', async () => {
	const context = await makeContext(db)
	const attempt = await makePassedAttempt(context, await makeLearner(context))
	const ids = await Promise.all(
		Array.from({ length: 10 }, () => issueCertificate(context, { attemptId: attempt.id })),
	)
	const again = await issueCertificate(context, { attemptId: attempt.id })
	expect(new Set([...ids, again].map(({ id }) => id)).size).toBe(1)
	expect(await context.db.certificate.count({ where: { attemptId: attempt.id } })).toBe(1)
	const audit = { subject: `certificate:${again.id}`, action: 'certificate.issued' }
	expect(await context.db.auditEvent.count({ where: audit })).toBe(1)
})

test('an attempt that did not pass gets no certificate', async () => {
	const context = await makeContext(db)
	const attempt = await makePassedAttempt(context, await makeLearner(context))
	await context.db.examAttempt.update({ where: { id: attempt.id }, data: { passed: false } })
	await expect(issueCertificate(context, { attemptId: attempt.id })).rejects.toThrow('did not pass')
	await expect(issueCertificate(context, { attemptId: 'inconnue' })).rejects.toThrow('did not pass')
})

test('what is stored is byte for byte what was signed, and verifies until it is revoked', async () => {
	const context = await makeContext(db)
	const attempt = await makePassedAttempt(context, await makeLearner(context))
	const { id } = await issueCertificate(context, { attemptId: attempt.id })
	const { credential } = await findCertificate(context, id)
	const before = await verifyCredential(JSON.parse(credential), await visitorOf(context))
	expect(before.verdict).toBe('valid')

	expect(await revokeCertificate(context, { id, reason: 'error', actorId: 'admin' })).toBe(true)
	const after = await verifyCredential(JSON.parse(credential), await visitorOf(context))
	expect(after.verdict).toBe('refused')
	expect(after.steps.status).toEqual({ state: 'failed', reason: 'revoked' })
})

test('the evidence is what the signed digest covers', async () => {
	const context = await makeContext(db)
	const attempt = await makePassedAttempt(context, await makeLearner(context))
	const { id } = await issueCertificate(context, { attemptId: attempt.id })
	const { credential, evidence } = await findCertificate(context, id)
	const digest = await crypto.subtle.digest('SHA-384', new TextEncoder().encode(evidence))
	expect(JSON.parse(credential).evidence[0].digestSRI).toBe(
		`sha384-${Buffer.from(digest).toString('base64')}`,
	)
	expect(JSON.parse(evidence)).toMatchObject({ scaledScore: 880, passMark: 700, assurance: 'non surveillé' })
})

test('revoking twice keeps the first reason; an unknown certificate is not revoked', async () => {
	const context = await makeContext(db)
	const attempt = await makePassedAttempt(context, await makeLearner(context))
	const { id } = await issueCertificate(context, { attemptId: attempt.id })
	await revokeCertificate(context, { id, reason: 'fraud', actorId: 'admin' })
	await revokeCertificate(context, { id, reason: 'holder', actorId: 'admin' })
	expect((await findCertificate(context, id)).statusEntry.revokedReason).toBe('fraud')
	const audit = { subject: `certificate:${id}`, action: 'certificate.revoked' }
	expect(await context.db.auditEvent.count({ where: audit })).toBe(1)
	expect(await revokeCertificate(context, { id: 'inconnu', reason: 'error', actorId: 'admin' })).toBe(false)
})

test('only the holder changes the visibility', async () => {
	const context = await makeContext(db)
	const holder = await makeLearner(context)
	const stranger = await makeLearner(context)
	const attempt = await makePassedAttempt(context, holder)
	const { id } = await issueCertificate(context, { attemptId: attempt.id })
	expect(await setVisibility(context, { id, userId: stranger.id, visibility: 'public' })).toBe(false)
	expect((await findCertificate(context, id)).visibility).toBe('unlisted')
	expect(await setVisibility(context, { id, userId: holder.id, visibility: 'public' })).toBe(true)
	expect((await findCertificate(context, id)).visibility).toBe('public')
})

test('an erased certificate is gone, an unknown one was never there, and the bit stays taken', async () => {
	const context = await makeContext(db)
	const holder = await makeLearner(context)
	const attempt = await makePassedAttempt(context, holder)
	const { id } = await issueCertificate(context, { attemptId: attempt.id })
	const { statusIndex } = await context.db.certificate.findUniqueOrThrow({ where: { id } })
	await context.db.user.delete({ where: { id: holder.id } })
	await expect(findCertificate(context, id)).rejects.toMatchObject({ status: 410 })
	await expect(findCertificate(context, 'inconnu')).rejects.toMatchObject({ status: 404 })
	expect(await context.db.statusEntry.count({ where: { index: statusIndex } })).toBe(1)
})

test('the status list is signed once until a bit changes, and again half a day later', async () => {
	let time = new Date('2026-11-23T10:00:00Z')
	const context = { ...(await makeContext(db)), now: () => time }
	const attempt = await makePassedAttempt(context, await makeLearner(context))
	const { id } = await issueCertificate(context, { attemptId: attempt.id })
	const first = await publishStatusList(context, 1)
	expect((await publishStatusList(context, 1))?.etag).toBe(first?.etag)
	await revokeCertificate(context, { id, reason: 'error', actorId: 'admin' })
	const second = await publishStatusList(context, 1)
	expect(second?.etag).not.toBe(first?.etag)
	time = new Date('2026-11-23T23:00:00Z')
	const third = await publishStatusList(context, 1)
	expect(third?.etag).not.toBe(second?.etag)
	expect(JSON.parse(third?.body ?? '').validUntil).toBe('2026-11-25T23:00:00Z')
	expect(await publishStatusList(context, 999)).toBe(null)
})

test('the demonstration certificate says what it is, and is issued once', async () => {
	const context = await makeContext(db)
	const { id: userId } = await makeLearner(context)
	const address = await ensureDemoCertificate(context, { userId })
	expect(await ensureDemoCertificate(context, { userId })).toBe(address)
	const { credential } = await findCertificate(context, address.split('/').at(-1) ?? '')
	expect(JSON.parse(credential).name).toBe('Spécialiste AWS CodePipeline (démonstration)')
	expect((await verifyCredential(JSON.parse(credential), await visitorOf(context))).verdict).toBe('valid')
})

test('the issuer’s key is generated once, readable by its owner alone', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'filiere-keys-'))
	const file = join(folder, 'certificate-keys.json')
	const now = new Date('2026-11-23T10:00:00Z')
	const rings = await Promise.all(Array.from({ length: 4 }, () => loadKeyRing(file, now)))
	expect(new Set(rings.map(([key]) => key?.secretKeyMultibase)).size).toBe(1)
	expect(statSync(file).mode & 0o777).toBe(0o600)
	expect(await openKeyRing(file, '', now)).toEqual(rings[0])
	expect(await openKeyRing(JSON.stringify(rings[0]), '', now)).toEqual(rings[0])
	await expect(openKeyRing('[]', '', now)).rejects.toThrow('exactly one key must be able to sign')
})

async function visitorOf(context: Awaited<ReturnType<typeof makeContext>>) {
	const list = await publishStatusList(context, 1)
	const { buildDidDocument } = await import('./did-document.server.ts')
	const { did, origin, keys } = context.issuer
	const files = new Map<string, unknown>([
		[`${origin}/.well-known/did.json`, buildDidDocument(did, keys)],
		[`${origin}/statuts/1`, JSON.parse(list?.body ?? 'null')],
	])
	return { trustedIssuer: did, now: context.now(), fetchJson: async (url: string) => files.get(url) }
}
