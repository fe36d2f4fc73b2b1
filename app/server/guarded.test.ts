import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { guarded } from './guarded.ts'
import { plainRange } from './request-door.ts'

async function serve(listener: Parameters<typeof guarded>[0]) {
	const errors: Array<unknown> = []
	const server = createServer(guarded(listener, (error) => errors.push(error)))
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	return {
		errors,
		/** Sends a request line and headers as they are written, and reads the status of the answer. */
		async send(line: string, ...headers: Array<string>) {
			const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
			socket.write([line, ...headers, 'Connection: close', '', ''].join('\r\n'))
			return Number((await text(socket)).split(' ')[1])
		},
		async [Symbol.asyncDispose]() {
			server.closeAllConnections()
			await new Promise((resolve) => server.close(resolve))
		},
	}
}

test.for<[line: string, host: string, status: number]>([
	['GET / HTTP/1.1', 'localhost', 200],
	['GET /a%20b?c=%C3%A9 HTTP/1.1', 'localhost:3000', 200],
	['GET / HTTP/1.1', '[::1]:3000', 200],
	['GET / HTTP/1.1', '[', 400],
	['GET / HTTP/1.1', 'a b', 400],
	['GET http://ailleurs.example/ HTTP/1.1', 'localhost', 400],
	['GET //ailleurs.example/ HTTP/1.1', 'localhost', 400],
	['GET /a%00b HTTP/1.1', 'localhost', 400],
	['GET /?a=%00 HTTP/1.1', 'localhost', 400],
	['GET /%zz HTTP/1.1', 'localhost', 400],
	['GET /%ff HTTP/1.1', 'localhost', 400],
	['OPTIONS * HTTP/1.1', 'localhost', 400],
	['TRACE / HTTP/1.1', 'localhost', 405],
	['PROPFIND / HTTP/1.1', 'localhost', 405],
	[`GET /${'a'.repeat(9_000)} HTTP/1.1`, 'localhost', 414],
])('what is not fit stops at the door: %s, Host: %s', async ([line, host, status]) => {
	let reached = false
	await using site = await serve((_, res) => {
		reached = true
		res.end('ok')
	})
	expect(await site.send(line, `Host: ${host}`)).toBe(status)
	expect(reached).toBe(status === 200)
})

test('what a listener throws, at once or later, is an answer of 500 and no end of the process', async () => {
	const fault = new Error('broken')
	for (const listener of [() => Promise.reject(fault), () => fail(fault)]) {
		await using site = await serve(listener)
		expect(await site.send('GET / HTTP/1.1', 'Host: localhost')).toBe(500)
		expect(site.errors).toEqual([fault])
	}
})

function fail(error: Error): never {
	throw error
}

test.for<[given: string | undefined, kept: boolean]>([
	['bytes=0-99', true],
	['bytes=100-', true],
	['bytes=10-5', false],
	['bytes=-5', false],
	['bytes=0-1,5-6', false],
	['bytes=a-b', false],
	['lines=0-9', false],
	['bytes=99999999999999999999-', false],
	[undefined, false],
])('a range is handed on when a file can be cut by it: %s', ([given, kept]) => {
	expect(plainRange(given)).toBe(kept ? given : undefined)
})
