import { expect, test, vi } from 'vitest'
import { getUser } from '#app/accounts/guards.server.ts'
import type { CertificateContext } from '#app/certificates/certificate-context.server.ts'
import { issueCertificate } from '#app/certificates/issue.server.ts'
import { makeContext, makeLearner, makePassedAttempt } from '#test/certificates/certificate-factory.ts'
import { ORIGIN } from '#test/certificates/sample-certificate.ts'
import { testDatabase } from '#test/setup/database.ts'
import { action, middleware } from './certificate.tsx'
import { loader as jsonLoader } from './certificate-json.ts'
import { loader as evidenceLoader } from './evidence.ts'
import { loader as statusListLoader } from './status-list.ts'

const held = vi.hoisted(() => ({ context: undefined as CertificateContext | undefined }))
vi.mock('#app/certificates/certificate-context.server.ts', () => ({
	certificateContext: async () => held.context,
}))
vi.mock('#app/accounts/guards.server.ts', () => ({ getUser: vi.fn(async () => null) }))

const context = await makeContext(await testDatabase())
held.context = context

test('the page’s address answers JSON to who asks for it, and the page to everyone else', async () => {
	const { id } = await issued()
	for (const type of [
		'application/vc+ld+json',
		'application/vc',
		'application/ld+json',
		'application/json',
	]) {
		const response = await visit(id, type)
		expect(response.headers.get('Content-Type')).toBe(type)
		expect(response.headers.get('Vary')).toBe('Accept')
		expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
		expect(await response.json()).toMatchObject({ id: `${ORIGIN}/certificats/${id}` })
	}
	for (const accept of [
		'*/*',
		'text/html,application/xhtml+xml,*/*;q=0.8',
		'text/html, application/json;q=0.5',
	]) {
		expect(await (await visit(id, accept)).text()).toBe('the page')
	}
})

test('.json serves the same bytes, kept out of search engines', async () => {
	const { id } = await issued()
	const { credential } = await context.db.certificate.findUniqueOrThrow({ where: { id } })
	const response = await jsonLoader(argsFor(id, request(id)))
	expect(await response.text()).toBe(credential)
	expect(response.headers.get('X-Robots-Tag')).toBe('noindex')
	expect(response.headers.get('Referrer-Policy')).toBe('no-referrer')
	await expect(jsonLoader(argsFor('inconnu', request('inconnu')))).rejects.toMatchObject({ status: 404 })
})

test('the evidence is served with the bytes that were signed', async () => {
	const { id } = await issued()
	const { evidence } = await context.db.certificate.findUniqueOrThrow({ where: { id } })
	const response = await evidenceLoader(argsFor(id, request(id)))
	expect(await response.text()).toBe(evidence)
})

test('a status list that the reader already has is not sent again', async () => {
	await issued()
	const first = await statusListLoader({ request: request('1'), params: { n: '1' } } as never)
	const etag = first.headers.get('ETag') ?? ''
	const again = await statusListLoader({
		request: request('1', { 'If-None-Match': etag }),
		params: { n: '1' },
	} as never)
	expect([first.status, again.status]).toEqual([200, 304])
	for (const n of ['0', '2', '1e0', '-1', 'abc']) {
		const refused = statusListLoader({ request: request(n), params: { n } } as never)
		await expect(refused).rejects.toMatchObject({ status: 404 })
	}
})

test('nobody but the holder changes the visibility: the others find no such certificate', async () => {
	const { id, userId } = await issued()
	const stranger = await makeLearner(context)
	await expect(change(id, null, 'public')).rejects.toMatchObject({ status: 404 })
	await expect(change(id, stranger.id, 'public')).rejects.toMatchObject({ status: 404 })
	await expect(change(id, userId, 'partout')).rejects.toMatchObject({ status: 400 })
	expect(await context.db.certificate.findUnique({ where: { id } })).toMatchObject({ visibility: 'unlisted' })
	expect(await change(id, userId, 'public')).toEqual({ saved: true })
	expect(await context.db.certificate.findUnique({ where: { id } })).toMatchObject({ visibility: 'public' })
})

async function issued() {
	const user = await makeLearner(context)
	const attempt = await makePassedAttempt(context, user)
	return { ...(await issueCertificate(context, { attemptId: attempt.id })), userId: user.id }
}

function request(id: string, headers: Record<string, string> = {}) {
	return new Request(`${ORIGIN}/certificats/${id}`, { headers })
}

function argsFor(id: string, request: Request) {
	return { request, params: { id } } as never
}

async function visit(id: string, accept: string) {
	const [negotiate] = middleware
	const next = async () => new Response('the page')
	return (await negotiate?.(argsFor(id, request(id, { Accept: accept })), next)) as Response
}

async function change(id: string, userId: string | null, visibility: string) {
	vi.mocked(getUser).mockResolvedValueOnce(
		userId === null ? null : ({ id: userId } as Awaited<ReturnType<typeof getUser>>),
	)
	const body = new URLSearchParams({ visibility })
	return action(argsFor(id, new Request(`${ORIGIN}/certificats/${id}`, { method: 'POST', body })))
}
