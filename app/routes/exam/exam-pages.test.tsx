import { randomUUID } from 'node:crypto'
import { renderToString } from 'react-dom/server'
import { createRoutesStub } from 'react-router'
import { expect, test, vi } from 'vitest'
import type { CurrentUser } from '#app/accounts/current-user.ts'
import { getUser } from '#app/accounts/guards.server.ts'
import { examContent } from '#app/exam/bank.server.ts'
import { examContext } from '#app/exam/exam-context.server.ts'
import { startAttempt } from '#app/exam/start-attempt.server.ts'
import { testDatabase } from '#test/setup/database.ts'
import { action as answerAction } from './answer.ts'
import QuestionPage, { loader } from './question.tsx'
import { loader as resultLoader } from './result.tsx'
import { loader as reviewLoader } from './review.tsx'

vi.mock('#app/accounts/guards.server.ts', () => ({ getUser: vi.fn() }))

const db = await testDatabase()

async function signIn(): Promise<CurrentUser> {
	const id = randomUUID()
	const user = { id, name: 'Zoé', email: `${id}@example.org`, role: 'learner' as const, emailVerified: true }
	await db.user.create({ data: user })
	vi.mocked(getUser).mockResolvedValue(user)
	return user
}

async function begin() {
	const started = await startAttempt(examContext(), (await signIn()).id)
	if (!('attemptId' in started)) throw new Error('refused')
	return started.attemptId
}

function args(attemptId: string, n: number | string, init?: RequestInit) {
	const request = new Request(`http://localhost/examen/${attemptId}/question/${n}`, init)
	return { request, params: { attemptId, n: String(n) } } as never
}

function post(attemptId: string, body: unknown) {
	return args(attemptId, 1, { method: 'POST', body: JSON.stringify(body) })
}

test('the page of a question holds its text and options, and nothing that tells the answer', async () => {
	const attemptId = await begin()
	const secrets = examContent().bank.flatMap(({ options }) =>
		options.map(({ rationale }) => rationale.slice(0, 40)),
	)
	for (let n = 1; n <= 16; n++) {
		const { data } = await loader(args(attemptId, n))
		const Stub = createRoutesStub([
			{ id: 'question', path: '/', Component: QuestionPage as never, loader: () => data },
		])
		const hydrationData = { loaderData: { question: data } }
		const html = renderToString(<Stub initialEntries={['/']} hydrationData={hydrationData} />)
			.replaceAll('<!-- -->', '')
			// Its digits may happen to look like the id of an item.
			.replaceAll(attemptId, '')
		expect(html).toContain(`Question ${n} sur 16`)
		for (const { id } of data.question.options) expect(html).toContain(id)
		expect(html).not.toMatch(/correct="|rationale|"correct"|d[1-8]-\d{3}/)
		expect(secrets.filter((secret) => html.includes(secret))).toEqual([])
	}
})

test('another learner gets 404 from every page of an attempt', async () => {
	const attemptId = await begin()
	await signIn()
	for (const load of [loader, reviewLoader, resultLoader]) {
		await expect(load(args(attemptId, 1))).rejects.toMatchObject({ status: 404 })
	}
	const refused = await answerAction(post(attemptId, { position: 1, seq: 1, answer: [], flagged: false }))
	expect(refused.status).toBe(404)
})

test('a visitor is sent to sign in, then back', async () => {
	const attemptId = await begin()
	vi.mocked(getUser).mockResolvedValue(null)
	const gone = await loader(args(attemptId, 3)).catch((response: Response) => response)
	expect((gone as Response).headers.get('Location')).toBe(
		`/connexion?retour=${encodeURIComponent(`/examen/${attemptId}/question/3`)}`,
	)
	const answered = await answerAction(post(attemptId, { position: 1, seq: 1, answer: [], flagged: false }))
	expect(answered.status).toBe(401)
})

test('a malformed answer is refused with a message', async () => {
	const attemptId = await begin()
	const response = await answerAction(post(attemptId, { position: 'un' }))
	expect(response.status).toBe(400)
	expect(await response.json()).toMatchObject({ status: 'invalid' })
})

test('the result is shown only once the attempt is over', async () => {
	const attemptId = await begin()
	await expect(resultLoader(args(attemptId, 1))).rejects.toMatchObject({ status: 302 })
})

test('a question number that does not exist is 404', async () => {
	const attemptId = await begin()
	await expect(loader(args(attemptId, 17))).rejects.toMatchObject({ status: 404 })
	await expect(loader(args(attemptId, 'x'))).rejects.toMatchObject({ status: 404 })
})
