import { mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { RouteConfigEntry } from '@react-router/dev/routes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEMO_PASSWORD, demoAccounts } from '#app/accounts/demo-accounts.ts'
import routes from '#app/routes.ts'
import { freePorts, type ServerProcess, startServer } from '#test/durability/server.ts'
import { Visitor } from '#test/durability/visitor.ts'

// Every address of the site, and the emulator's port, are sent what no browser
// would send: each is answered, none by 500, and the process is there afterwards.

let server: ServerProcess
let ports: { port: number; emulatorPort: number }

beforeAll(async () => {
	ports = await freePorts()
	server = await startServer(mkdtempSync(join(tmpdir(), 'filiere-doors-')), ports)
}, 120_000)
afterAll(() => server?.kill())

/** All patterns of addresses, a parent's before its children's. */
function patternsOf(entries: ReadonlyArray<RouteConfigEntry>, base = ''): Array<string> {
	return entries.flatMap(({ path = '', children = [] }) => {
		const own = `${base}/${path}`.replaceAll(/\/+/g, '/')
		return [own === '/' ? '/' : own.replace(/\/$/, ''), ...patternsOf(children, own)]
	})
}

const PATTERNS = [...new Set(patternsOf(routes))]
/** What stands in the place of a parameter. */
const VALUES = [
	'0',
	'-1',
	'99999999999999999999',
	'..%2f..',
	'%22%27%3Cx%3E',
	'é',
	'a'.repeat(300),
	'%F0%9F%92%A9',
]

/** The addresses of a pattern with each value in the place of each parameter. */
function filled(pattern: string): Array<string> {
	if (!/[:*]/.test(pattern)) return [pattern]
	return VALUES.map((value) => pattern.replaceAll(/:\w+|\*/g, value))
}

/** Sends a request as it is written, and answers the status; 0 when the connection was only closed. */
async function raw(port: number, line: string, headers: Array<string> = [], body = ''): Promise<number> {
	const socket = connect(port, '127.0.0.1')
	socket.on('error', () => {})
	const host = headers.some((one) => /^host:/i.test(one)) ? [] : [`Host: localhost:${port}`]
	socket.write([line, ...host, ...headers, 'Connection: close', '', body].join('\r\n'))
	const answer = await text(socket).catch(() => '')
	return Number(answer.split(' ')[1] ?? 0)
}

async function alive(): Promise<boolean> {
	return (await raw(ports.port, 'GET /sante HTTP/1.1')) === 200
}

test('each address with each strange parameter is answered without a fault of ours', async () => {
	const faults: Array<[string, number]> = []
	for (const address of PATTERNS.flatMap(filled)) {
		const target = encodeURI(decodeURI(address).includes('%') ? address : decodeURI(address)).replaceAll(
			'%25',
			'%',
		)
		const status = await raw(ports.port, `GET ${target} HTTP/1.1`)
		if (status === 0 || status >= 500) faults.push([address, status])
	}
	expect(faults).toEqual([])
	expect(await alive()).toBe(true)
}, 120_000)

test.for<[name: string, line: (path: string) => string, headers: Array<string>]>([
	['a range that ends before it begins', (path) => `GET ${path} HTTP/1.1`, ['Range: bytes=10-5']],
	['a range of nothing', (path) => `GET ${path} HTTP/1.1`, ['Range: bytes=-']],
	['many ranges', (path) => `GET ${path} HTTP/1.1`, [`Range: bytes=${'0-1,'.repeat(500)}5-6`]],
	['a host that is none', (path) => `GET ${path} HTTP/1.1`, ['Host: [']],
	['an absolute address', (path) => `GET http://ailleurs.example${path} HTTP/1.1`, []],
	['a NUL in the address', (path) => `GET ${path}%00 HTTP/1.1`, []],
	['a broken escape', (path) => `GET ${path}?a=%zz HTTP/1.1`, []],
	['a long query', (path) => `GET ${path}?a=${'x'.repeat(20_000)} HTTP/1.1`, []],
	['many parameters', (path) => `GET ${path}?${'a=1&'.repeat(1_500)} HTTP/1.1`, []],
	['TRACE', (path) => `TRACE ${path} HTTP/1.1`, []],
	['OPTIONS', (path) => `OPTIONS ${path} HTTP/1.1`, []],
	['a strange cookie', (path) => `GET ${path} HTTP/1.1`, ['Cookie: filiere.session_token=%00; a=b; =; ;;']],
	[
		'a strange language',
		(path) => `GET ${path} HTTP/1.1`,
		['Accept-Language: ;;q=,*', 'Accept: ;', 'If-None-Match: "'],
	],
])('no address is put out by %s', { timeout: 60_000 }, async ([, line, headers]) => {
	const faults: Array<[string, number]> = []
	for (const path of ['/favicon.svg', ...PATTERNS.filter((pattern) => !/[:*]/.test(pattern))]) {
		const status = await raw(ports.port, line(path), headers)
		if (status >= 500) faults.push([path, status])
	}
	const ofEmulator = await raw(ports.emulatorPort, line('/bucket/key'), headers)
	if (ofEmulator >= 500 && ofEmulator !== 501) faults.push(['emulator', ofEmulator])
	expect(faults).toEqual([])
	expect(await alive()).toBe(true)
})

test('OPTIONS * and a line that is no request stop at the door', async () => {
	expect(await raw(ports.port, 'OPTIONS * HTTP/1.1')).toBe(400)
	expect(await raw(ports.port, 'GET')).toBe(400)
	expect(await raw(ports.emulatorPort, 'OPTIONS * HTTP/1.1')).toBeLessThan(500)
	expect(await alive()).toBe(true)
})

test('a learner’s forms sent as anything else are refused, not failed on', async () => {
	const [account] = demoAccounts
	const learner = new Visitor(server.origin)
	await learner.post('/connexion', { email: account?.email ?? '', password: DEMO_PASSWORD })
	const bodies: Array<[type: string, body: string]> = [
		['application/json', '{"intent":"start"}'],
		['application/x-www-form-urlencoded', 'intent=%00&name=%00'],
		['application/x-www-form-urlencoded', 'intent=__proto__&task=1e999&email[]=x'],
		['multipart/form-data; boundary=x', '--x\r\nbroken'],
		['multipart/form-data', 'no boundary'],
		['text/plain', 'x'],
		['application/x-www-form-urlencoded', ''],
	]
	const faults: Array<[string, string, number]> = []
	for (const pattern of PATTERNS) {
		const [path = ''] = filled(pattern)
		for (const [type, body] of bodies) {
			const { status } = await learner.send(path, { method: 'POST', body, headers: { 'Content-Type': type } })
			if (status >= 500) faults.push([path, type, status])
		}
	}
	expect(faults).toEqual([])
	expect(await alive()).toBe(true)
}, 120_000)
