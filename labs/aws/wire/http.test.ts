import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { connect } from '../emulator.fixture.ts'
import { createEmulator } from '../emulator.ts'
import { services } from '../services.ts'
import { createEmulatorServer, jsonAnswer } from './http.ts'

const closing: Array<() => void> = []
afterEach(() => {
	for (const close of closing.splice(0)) close()
})

/** A listening server over an emulator that knows no key. */
async function listen(onError: (error: unknown) => void = () => {}): Promise<number> {
	const findSandbox = async () => undefined
	const emulator = createEmulator({ services, realNow: Date.now, findSandbox, onError })
	const server = createEmulatorServer(emulator, {
		ownRoute: async ({ method, path }) =>
			method === 'POST' && path === '/_emulator/reset' ? jsonAnswer(200, { status: 'reset' }) : undefined,
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	closing.push(() => {
		server.closeAllConnections()
		server.close()
	})
	return (server.address() as AddressInfo).port
}

/** Sends a request as it is told and answers its status, headers and text. */
async function send(port: number, options: RequestOptions, body?: string | Uint8Array) {
	const sent = httpRequest({ host: '127.0.0.1', port, agent: false, ...options })
	const answered = once(sent, 'response') as Promise<[IncomingMessage]>
	const continued = options.headers && 'expect' in options.headers ? once(sent, 'continue') : undefined
	if (continued) {
		sent.flushHeaders()
		await continued
	}
	sent.end(body)
	const [response] = await answered
	let text = ''
	for await (const chunk of response) text += chunk
	return { status: response.statusCode, headers: response.headers, text }
}

test('the server tells that it is well, and knows its own routes', async () => {
	const port = await listen()
	expect(await send(port, { path: '/_emulator/health' })).toMatchObject({
		status: 200,
		text: '{"status":"ok"}',
	})
	expect(await send(port, { path: '/_emulator/reset', method: 'POST' })).toMatchObject({ status: 200 })
	expect(await send(port, { path: '/_emulator/nope' })).toMatchObject({ status: 404 })
})

test('requests without a signature are refused in the words of each protocol', async () => {
	const port = await listen()
	const target = { 'x-amz-target': 'CodePipeline_20150709.ListPipelines' }
	const json = await send(port, { method: 'POST', headers: target }, '{}')
	expect(json.status).toBe(400)
	expect(JSON.parse(json.text)).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
	expect(json.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
	const query = await send(
		port,
		{ method: 'POST', headers: { host: 'sts.localhost' } },
		'Action=GetCallerIdentity',
	)
	expect(query.status).toBe(403)
	expect(query.text).toContain('<Code>MissingAuthenticationToken</Code>')
	const s3 = await send(port, { path: '/bucket/key' })
	expect(s3.status).toBe(403)
	expect(s3.text).toContain('<Code>AccessDenied</Code>')
	expect(await send(port, { path: '/bucket/key', method: 'HEAD' })).toMatchObject({ status: 403, text: '' })
})

test('a client that waits for 100 Continue gets it', async () => {
	const port = await listen()
	const headers = { expect: '100-continue', 'content-length': '3' }
	expect(await send(port, { path: '/bucket/key', method: 'PUT', headers }, 'abc')).toMatchObject({
		status: 403,
	})
})

/** Announces a body, or sends one in chunks for a length of 0, of which only the beginning comes; answers what came back, and whether the connection was closed. */
async function begin(port: number, options: RequestOptions, announced: number) {
	const length = announced > 0 ? { 'content-length': String(announced) } : { 'transfer-encoding': 'chunked' }
	const headers = { ...length, ...options.headers }
	const sent = httpRequest({ host: '127.0.0.1', port, agent: false, ...options, headers })
	sent.on('error', () => {})
	const answered = once(sent, 'response') as Promise<[IncomingMessage]>
	sent.write(Buffer.alloc(1024))
	const [response] = await answered
	let text = ''
	for await (const chunk of response) text += chunk
	sent.destroy()
	return { status: response.statusCode, connection: response.headers.connection, text }
}

const MIB = 1024 * 1024
const signedBy = (key: string, service: string) => ({
	authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260105/eu-west-3/${service}/aws4_request, SignedHeaders=host, Signature=00`,
})

test('a large body of somebody without a key, or with one that is unknown, is not waited for', async () => {
	const port = await listen()
	const put = { method: 'PUT', path: '/bucket/key' }
	expect(await begin(port, put, 60 * MIB)).toMatchObject({
		status: 403,
		connection: 'close',
		text: expect.stringContaining('<Code>AccessDenied</Code>'),
	})
	const unknown = { ...put, headers: signedBy('AKIAAAAAAAAAAAAAAAAA', 's3') }
	expect(await begin(port, unknown, 60 * MIB)).toMatchObject({
		status: 403,
		connection: 'close',
		text: expect.stringContaining('<Code>InvalidAccessKeyId</Code>'),
	})
	// Without a length, in chunks.
	expect(await begin(port, put, 0)).toMatchObject({ status: 403 })
})

test('a body that is longer than its call takes is refused by what it announces', async () => {
	const { emulator, credentials } = await connect()
	const server = createEmulatorServer(emulator)
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	closing.push(() => server.close())
	const { port } = server.address() as AddressInfo
	const put = { method: 'PUT', path: '/bucket/key', headers: signedBy(credentials.accessKeyId, 's3') }
	expect(await begin(port, put, 64 * MIB + 1)).toMatchObject({
		status: 400,
		connection: 'close',
		text: expect.stringContaining('<Code>EntityTooLarge</Code>'),
	})
	const call = { method: 'POST', path: '/', headers: signedBy(credentials.accessKeyId, 'codepipeline') }
	expect(await begin(port, call, MIB + 1)).toMatchObject({ status: 413, connection: 'close' })
})

test('the emulator neither sees cookies nor sets any, and tells none back', async () => {
	const port = await listen()
	const cookie = 'filiere.session_token=secret'
	const headers = { ...signedBy('AKIAAAAAAAAAAAAAAAAA', 's3'), cookie }
	const answer = await send(port, { path: '/bucket/key?a=b', headers })
	expect(answer.status).toBeGreaterThanOrEqual(400)
	expect(JSON.stringify(answer)).not.toContain('secret')
	expect(answer.headers['set-cookie']).toBeUndefined()
})

test('what is served on the emulator’s own host runs in a sandbox of the browser’s, and serves no worker', async () => {
	const port = await listen()
	const answer = await send(port, { path: '/bucket/page.html' })
	expect(answer.headers['content-security-policy']).toBe(
		'sandbox allow-forms allow-modals allow-popups allow-scripts',
	)
	const own = await send(port, { path: '/page.html', headers: { host: 'bucket.localhost' } })
	expect(own.headers['content-security-policy']).toBeUndefined()
	const worker = { path: '/bucket/worker.js', headers: { 'service-worker': 'script' } }
	expect((await send(port, worker)).status).toBe(403)
})

test('a payload for an address that no webhook has is not waited for', async () => {
	const port = await listen(() => {
		throw new Error('nothing is to go wrong')
	})
	const path = '/_emulator/webhooks/ASIA'
	const unknown = {
		status: 404,
		text: '{"code":"WebhookNotFoundException","message":"No webhook has this address"}',
	}
	expect(await begin(port, { method: 'POST', path }, 20 * MIB)).toMatchObject(unknown)
	expect(await send(port, { method: 'POST', path }, '{}')).toMatchObject(unknown)
})

test('a service that is not emulated is refused in the form its client reads', async () => {
	const port = await listen()
	const authorization =
		'AWS4-HMAC-SHA256 Credential=A/20261123/eu-west-3/dynamodb/aws4_request, SignedHeaders=host, Signature=0'
	const headers = { authorization, 'x-amz-target': 'DynamoDB_20120810.ListTables' }
	const answer = await send(port, { method: 'POST', headers }, '{}')
	expect(answer.status).toBe(501)
	expect(JSON.parse(answer.text)).toMatchObject({
		__type: 'NotImplemented',
		message: expect.stringMatching(/^dynamodb is not emulated/),
	})
})

test('a fault of our own is told as InternalFailure, and logged', async () => {
	const faults: Array<unknown> = []
	const boom = new Error('boom')
	const emulator = createEmulator({
		services,
		realNow: Date.now,
		findSandbox: () => Promise.reject(boom),
		onError: (error) => faults.push(error),
	})
	const authorization =
		'AWS4-HMAC-SHA256 Credential=A/20261123/eu-west-3/codepipeline/aws4_request, SignedHeaders=host, Signature=0'
	const headers = { host: 'localhost', authorization, 'x-amz-date': '20261123T100000Z' }
	const answer = await emulator.fetch({ method: 'POST', url: '/', headers, body: Buffer.from('{}') })
	expect(answer.status).toBe(500)
	expect(JSON.parse(Buffer.from(answer.body).toString())).toMatchObject({ __type: 'InternalFailure' })
	expect(faults).toEqual([boom])
})

test('a client that leaves in the middle of its body harms nobody', async () => {
	const port = await listen()
	for (let time = 0; time < 3; time++) {
		const sent = httpRequest({ host: '127.0.0.1', port, method: 'PUT', path: '/b/k', agent: false })
		sent.setHeader('content-length', 1000)
		sent.on('error', () => {})
		const gone = new Promise((done) => sent.once('close', done))
		await new Promise((done) => sent.write('abc', done))
		sent.destroy()
		await gone
	}
	expect(await send(port, { path: '/_emulator/health' })).toMatchObject({ status: 200 })
})

test('an address behind a proxy, and one that is malformed, are answered', async () => {
	const port = await listen()
	const proxied = await send(port, { path: 'http://localhost:1/bucket/key' })
	expect(proxied.text).toContain('<Code>AccessDenied</Code>')
	expect((await send(port, { path: '/%zz?%=%zz&&=' })).status).toBe(403)
	expect((await send(port, { path: '//', method: 'OPTIONS' })).status).toBe(400)
})
