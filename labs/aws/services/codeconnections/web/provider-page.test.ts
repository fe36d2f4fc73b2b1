import { GetConnectionCommand } from '@aws-sdk/client-codestar-connections'
import { expect, test } from 'vitest'
import { openConnections } from '../connections.fixture.ts'

type Connections = Awaited<ReturnType<typeof openConnections>>

/** The link of a new connection, and how a browser opens what is below it. */
async function openLink() {
	const world = await openConnections()
	const Arn = await world.connect()
	const { Url = '' } = await world.own('GetInstallationUrl', { Arn })
	return { ...world, Arn, url: new URL(Url) }
}

async function browse({ emulator }: Connections, method: string, url: string, form: object = {}) {
	const body = Buffer.from(new URLSearchParams({ ...form }).toString())
	const headers = { host: 'localhost:4566', 'content-type': 'application/x-www-form-urlencoded' }
	const answer = await emulator.fetch({
		method,
		url,
		headers,
		body: method === 'GET' ? Buffer.alloc(0) : body,
	})
	return { ...answer, text: Buffer.from(answer.body).toString() }
}

async function statusOf({ client }: Connections, ConnectionArn: string) {
	const { Connection } = await client.send(new GetConnectionCommand({ ConnectionArn }))
	return Connection?.ConnectionStatus
}

test('whoever has the link of a connection lets AWS in, by a form without a script', async () => {
	const world = await openLink()
	const { Arn, url } = world
	const shown = await browse(world, 'GET', url.pathname + url.search)
	expect(shown.status).toBe(200)
	expect(shown.text).toContain('<html lang="fr">')
	expect(shown.text).toContain('Autoriser AWS Connector for GitHub ?')
	expect(shown.text).not.toContain('<script')
	expect(shown.headers['referrer-policy']).toBe('no-referrer')
	expect(await statusOf(world, Arn)).toBe('PENDING')
	const posted = await browse(world, 'POST', url.pathname, { arn: Arn })
	expect([posted.status, posted.headers.location]).toEqual([303, url.pathname + url.search])
	expect(await statusOf(world, Arn)).toBe('AVAILABLE')
	expect((await browse(world, 'GET', url.pathname + url.search)).text).toContain('Accès accordé')
})

test('a link that nobody was given, or of another provider, opens nothing', async () => {
	const world = await openLink()
	const { Arn, url } = world
	const forged = url.pathname.replace(/.(?=\/-\/)/, (last) => (last === 'A' ? 'B' : 'A'))
	for (const path of [forged, url.pathname.replace('github.com', 'gitlab.com')]) {
		for (const method of ['GET', 'POST']) {
			const answer = await browse(world, method, `${path}?arn=${Arn}`, { arn: Arn })
			expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('Adresse inconnue')])
		}
	}
	const gitlab = await world.connect('gitlab', 'GitLab')
	const other = await browse(world, 'POST', url.pathname, { arn: gitlab })
	expect([other.status, other.text]).toEqual([404, expect.stringContaining('Page introuvable')])
	expect(await statusOf(world, gitlab)).toBe('PENDING')
	expect(await statusOf(world, Arn)).toBe('PENDING')
})

test('a large body is not read for a link that nobody was given', async () => {
	const { emulator, url } = await openLink()
	const head = { method: 'POST', headers: { host: 'localhost', 'content-length': '1000000' } }
	const known = await emulator.admit({ ...head, url: url.pathname })
	expect(known).toEqual({ limit: 64 * 1024 * 1024 })
	const unknown = await emulator.admit({ ...head, url: url.pathname.replace('github.com', 'gitlab.com') })
	expect(unknown).toMatchObject({ refusal: { status: 404 } })
})

test('repositories are made on the front page; a name that is none is told beside its field', async () => {
	const world = await openLink()
	const front = world.url.pathname.replace('/-/authorize', '')
	const made = await browse(world, 'POST', `${front}/-/repositories`, { name: 'atelier/boutique' })
	const place = `${front}/-/repositories/atelier/boutique`
	expect([made.status, made.headers.location]).toEqual([303, place])
	expect((await browse(world, 'GET', front)).text).toContain(`<a href="${place}">atelier/boutique</a>`)
	expect((await browse(world, 'GET', place)).text).toContain(`${front}/atelier/boutique.git</code>`)
	expect((await browse(world, 'GET', `${place}x`)).status).toBe(404)
	const refused = await browse(world, 'POST', `${front}/-/repositories`, {
		name: '<script>alert(1)</script>',
	})
	expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('aria-invalid="true"')])
	const twice = await browse(world, 'POST', `${front}/-/repositories`, { name: 'atelier/boutique' })
	expect([twice.status, twice.text]).toEqual([400, expect.stringContaining('existe déjà')])
	expect((await browse(world, 'GET', `${front}/autre`)).status).toBe(404)
})

test('a pull request is opened, merged and closed by forms, and what cannot be is told', async () => {
	const world = await openLink()
	await world.own('CreateProviderRepository', { FullRepositoryId: 'atelier/boutique' })
	await world.push({ 'a.txt': 'a' })
	await world.push({ 'b.txt': 'b' }, 'topic')
	const place = world.url.pathname.replace('/-/authorize', '/-/repositories/atelier/boutique')
	const send = (form: object) => browse(world, 'POST', place, form)
	const open = { do: 'open', title: 'Passer à <b>', source: 'topic', destination: 'main' }
	expect((await send({ ...open, title: '' })).text).toContain('Ce formulaire est incomplet.')
	const same = await send({ ...open, source: 'main' })
	expect([same.status, same.text]).toEqual([400, expect.stringContaining('Les deux branches sont la même.')])
	expect((await send(open)).status).toBe(303)
	expect((await browse(world, 'GET', place)).text).toContain(
		'Passer à &lt;b&gt;, de topic vers main, ouverte',
	)
	expect((await send({ do: 'merge', id: '1' })).status).toBe(303)
	expect((await browse(world, 'GET', place)).text).toContain('de topic vers main, fusionnée')
	for (const what of ['close', 'merge']) {
		const again = await send({ do: what, id: '1' })
		expect([again.status, again.text]).toEqual([400, expect.stringContaining('déjà fermée')])
	}
	await world.push({ 'c.txt': 'c' }, 'topic')
	await send(open)
	expect((await send({ do: 'close', id: '2' })).status).toBe(303)
	expect((await browse(world, 'GET', place)).text).toContain('de topic vers main, fermée')
})

test('what a connection is called is told as text', async () => {
	const world = await openConnections()
	const Arn = await world.connect('<img src=x>')
	const { Url = '' } = await world.own('GetInstallationUrl', { Arn })
	const { pathname, search } = new URL(Url)
	const { text } = await browse(world, 'GET', pathname + search)
	expect(text).toContain('&lt;img src=x&gt;')
	expect(text).not.toContain('<img')
})
