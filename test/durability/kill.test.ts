import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import { freePorts, startServer } from './server.ts'
import { Visitor } from './visitor.ts'

const LAB = '/ateliers/mon-premier-pipeline'

/** A server that dies once, and a learner who is signed in on it. */
async function openSite() {
	const dataDir = mkdtempSync(join(tmpdir(), 'filiere-kill-'))
	onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
	const ports = await freePorts()
	let server = await startServer(dataDir, ports)
	onTestFinished(() => server.kill())
	const learner = new Visitor(server.origin)
	const email = demoAccounts.find(({ role }) => role === 'learner')?.email ?? ''
	expect((await learner.post('/connexion', { email, password: DEMO_PASSWORD })).status).toBe(302)
	return {
		learner,
		async crash() {
			await server.kill()
			server = await startServer(dataDir, ports)
		},
	}
}

test('a server killed in the middle of a lab has lost no acknowledged call and no file', {
	timeout: 90_000,
}, async () => {
	const { learner, crash } = await openSite()
	const type = async (line: string) =>
		(await (await learner.postJson(`${LAB}/terminal`, { line })).json()) as object
	await learner.post(LAB, { intent: 'start' })
	const put = await type('echo un > preuve.txt && aws s3 cp preuve.txt s3://filiere-source-111111111111/')
	expect(put).toMatchObject({ exitCode: 0 })
	await crash()
	const read = await type(
		'cat preuve.txt && aws s3 cp s3://filiere-source-111111111111/preuve.txt -r.txt && cat -- -r.txt',
	)
	expect(read).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^un\n[\s\S]*un\n$/) })
})

test('a server killed in the middle of an exam gives the same attempt with its answers', {
	timeout: 90_000,
}, async () => {
	const { learner, crash } = await openSite()
	const started = await learner.post('/examen', { honour: 'on' })
	const question = started.headers.get('location') ?? ''
	expect(question).toMatch(/^\/examen\/[\w-]+\/question\/1$/)
	const page = await (await learner.get(question)).text()
	const choice = /<input[^>]*name="answer"[^>]*>/.exec(page)?.[0] ?? ''
	const answer = /value="([^"]+)"/.exec(choice)?.[1] ?? ''
	expect((await learner.post(question, { seq: '1', answer, goTo: '2' })).status).toBe(302)
	await crash()
	const resumed = await (await learner.get(question)).text()
	const kept = new RegExp(`<input[^>]*value="${answer}"[^>]*>`).exec(resumed)?.[0]
	expect(kept).toContain('checked')
})
