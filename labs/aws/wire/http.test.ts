import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { BODY_LIMIT, createEmulator } from '../emulator.ts'
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

test('a body that is too large is refused, and its connection closed', async () => {
	const port = await listen()
	const sent = httpRequest({ host: '127.0.0.1', port, method: 'PUT', path: '/bucket/key', agent: false })
	sent.on('error', () => {})
	const answered = once(sent, 'response') as Promise<[IncomingMessage]>
	const mebibyte = Buffer.alloc(1024 * 1024)
	for (let size = 0; size <= BODY_LIMIT; size += mebibyte.byteLength) sent.write(mebibyte)
	const [response] = await answered
	let text = ''
	for await (const chunk of response) text += chunk
	sent.destroy()
	expect(response.statusCode).toBe(400)
	expect(response.headers.connection).toBe('close')
	expect(text).toContain('<Code>EntityTooLarge</Code>')
})

test('a webhook’s payload that is too large is refused before its world is looked for', async () => {
	const port = await listen(() => {
		throw new Error('nothing is to go wrong')
	})
	const path = '/_emulator/webhooks/ASIA'
	const answer = await send(port, { method: 'POST', path }, Buffer.alloc(1024 * 1024 + 1))
	expect(answer).toMatchObject({ status: 413, text: expect.stringContaining('RequestEntityTooLarge') })
	expect(await send(port, { method: 'POST', path }, '{}')).toMatchObject({
		status: 404,
		text: '{"code":"WebhookNotFoundException","message":"No webhook has this address"}',
	})
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
