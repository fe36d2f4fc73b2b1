import { ECRClient, GetAuthorizationTokenCommand, PutImageTagMutabilityCommand } from '@aws-sdk/client-ecr'
import { expect, test } from 'vitest'
import { DAY, digestOf, manifestOf, openRegistry, SHOP } from '../registry.fixture.ts'

const NAME = SHOP.repositoryName
const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json'

interface Sent {
	body?: string
	headers?: Record<string, string>
}

/** A client of the registry's protocol, with a password that somebody asked for. */
async function openClient(client?: ECRClient) {
	const world = await openRegistry()
	const login = async (ecr: ECRClient) => {
		const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}))
		return `Basic ${authorizationData?.[0]?.authorizationToken}`
	}
	const authorization = await login(client ?? world.ecr)
	async function ask(
		method: string,
		url: string,
		{ body = '', headers = {} }: Sent = {},
		who = authorization,
	) {
		const answer = await world.emulator.fetch({
			...{ method, url, body: Buffer.from(body) },
			headers: { host: 'localhost:4566', ...(who && { authorization: who }), ...headers },
		})
		return { ...answer, text: Buffer.from(answer.body).toString() }
	}
	/** Uploads a layer as docker does: it asks for a place, sends it, and says what it is. */
	async function upload(text: string, who = authorization) {
		const begun = await ask('POST', `/v2/${NAME}/blobs/uploads/`, {}, who)
		if (begun.status !== 202) return begun
		const sent = await ask('PATCH', begun.headers.location ?? '', { body: text }, who)
		expect([sent.status, sent.headers.range]).toEqual([202, `0-${text.length - 1}`])
		return ask('PUT', `${sent.headers.location}?digest=${digestOf(text)}`, {}, who)
	}
	const put = (tag: string, text: string, who = authorization) =>
		ask(
			'PUT',
			`/v2/${NAME}/manifests/${tag}`,
			{ body: manifestOf(text), headers: { 'content-type': DOCKER } },
			who,
		)
	return { ...world, login, authorization, ask, upload, put }
}

test('an image is pushed and pulled by the registry’s own protocol', async () => {
	const { ask, upload, put, events } = await openClient()
	expect((await ask('GET', '/v2/')).status).toBe(200)
	expect((await ask('HEAD', `/v2/${NAME}/blobs/${digestOf('bonjour')}`)).status).toBe(404)
	for (const layer of ['{}', 'bonjour']) expect((await upload(layer)).status).toBe(201)
	expect((await upload('bonjour')).status).toBe(201)
	const digest = digestOf(manifestOf('bonjour'))
	for (const _ of [1, 2]) {
		const made = await put('v1', 'bonjour')
		expect([made.status, made.headers['docker-content-digest']]).toEqual([201, digest])
	}
	for (const reference of ['v1', digest]) {
		const pulled = await ask('GET', `/v2/${NAME}/manifests/${reference}`)
		expect([pulled.status, pulled.headers['content-type'], pulled.text]).toEqual([
			200,
			DOCKER,
			manifestOf('bonjour'),
		])
	}
	const layer = await ask('GET', `/v2/${NAME}/blobs/${digestOf('bonjour')}`)
	expect([layer.status, layer.text]).toEqual([200, 'bonjour'])
	const head = await ask('HEAD', `/v2/${NAME}/blobs/${digestOf('bonjour')}`)
	expect([head.status, head.headers['content-length']]).toEqual([200, '7'])
	expect(JSON.parse((await ask('GET', `/v2/${NAME}/tags/list`)).text)).toEqual({ name: NAME, tags: ['v1'] })
	expect(events()).toHaveLength(1)
})

test('who brings no password, a wrong one or an old one is asked for one', async () => {
	const { ask, authorization, pass, emulator } = await openClient()
	const wrong = `Basic ${Buffer.from('AWS:wrong').toString('base64')}`
	for (const who of ['', wrong]) {
		const asked = await ask('GET', '/v2/', {}, who)
		expect([asked.status, asked.headers['www-authenticate']]).toEqual([401, 'Basic realm="Amazon ECR"'])
	}
	const large = {
		method: 'PATCH',
		url: `/v2/${NAME}/blobs/uploads/1`,
		headers: { host: 'localhost:4566', 'content-length': '1000000' },
	}
	expect(await emulator.admit(large)).toMatchObject({ refusal: { status: 401 } })
	expect((await ask('GET', '/v2/', {}, authorization)).status).toBe(200)
	await pass(DAY / 2)
	expect((await ask('GET', '/v2/', {}, authorization)).status).toBe(401)
})

test('a website has paths of its own, whatever they begin with', async () => {
	const { ask } = await openClient()
	for (const host of ['localhost:4566', '127.0.0.1:4566', '111122223333.dkr.ecr.eu-west-3.amazonaws.com'])
		expect((await ask('GET', '/v2/', { headers: { host } }, '')).status).toBe(401)
	const site = await ask('GET', '/v2/', { headers: { host: 'shop.s3-website.eu-west-3.localhost:4566' } }, '')
	expect([site.status, site.text]).toEqual([404, expect.stringContaining('NoSuchBucket')])
})

test('a password speaks with the rights of who asked for it', async () => {
	const { login, user, upload } = await openClient()
	const ada = new ECRClient(await user('ada', { Action: 'ecr:GetAuthorizationToken' }))
	const refused = await upload('bonjour', await login(ada))
	expect(refused.status).toBe(403)
	expect(JSON.parse(refused.text).errors).toMatchObject([
		{ code: 'DENIED', message: expect.stringContaining('ecr:InitiateLayerUpload') },
	])
})

test('refusals come in the protocol’s own codes', async () => {
	const { ask, put, upload, ecr } = await openClient()
	const codeOf = async (answered: ReturnType<typeof ask>) => {
		const { status, text } = await answered
		return [status, JSON.parse(text).errors[0].code]
	}
	expect(await codeOf(ask('GET', '/v2/absent/tags/list'))).toEqual([404, 'NAME_UNKNOWN'])
	expect(await codeOf(ask('GET', `/v2/${NAME}/manifests/absent`))).toEqual([404, 'MANIFEST_UNKNOWN'])
	expect(await codeOf(ask('GET', `/v2/${NAME}/blobs/${digestOf('gone')}`))).toEqual([404, 'BLOB_UNKNOWN'])
	expect(await codeOf(ask('PUT', `/v2/${NAME}/manifests/v1`, { body: '{' }))).toEqual([
		400,
		'MANIFEST_INVALID',
	])
	expect(await codeOf(ask('PATCH', `/v2/${NAME}/blobs/uploads/00-11`, { body: 'a' }))).toEqual([
		404,
		'BLOB_UPLOAD_UNKNOWN',
	])
	expect(await codeOf(ask('DELETE', `/v2/${NAME}/manifests/v1`))).toEqual([405, 'UNSUPPORTED'])
	await upload('one')
	expect(await codeOf(put('v1', 'never sent'))).toEqual([404, 'BLOB_UNKNOWN'])
	await upload('{}')
	await put('v1', 'one')
	await ecr.send(new PutImageTagMutabilityCommand({ ...SHOP, imageTagMutability: 'IMMUTABLE' }))
	await upload('two')
	expect(await codeOf(put('v1', 'two'))).toEqual([400, 'TAG_INVALID'])
})
