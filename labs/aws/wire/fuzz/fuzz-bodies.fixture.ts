import fc from 'fast-check'
import type { ClientRequest } from '../protocols/client.fixture.ts'
import { parseQuery } from '../protocols/message.ts'

// What can be wrong with the body of a request.

/** What happens to a request before it is signed. */
export type Mutation = (request: ClientRequest) => ClientRequest

const STRANGE_TEXTS = [
	'',
	' ',
	'\u0000',
	'\ufffd\uffff',
	'a'.repeat(5000),
	'😀'.repeat(300),
	'../../../etc/passwd',
	'-1',
	'0',
	'2147483648',
	'-9223372036854775809',
	'99999999999999999999',
	'1e400',
	'NaN',
	'true',
	'null',
	'[object Object]',
	'__proto__',
	'constructor',
	'toString',
	'hasOwnProperty',
	'arn:aws:iam::111122223333:role/nobody',
	'arn:aws:iam::999999999999:root',
	'arn:aws:s3:::',
	'arn:::::',
	':::::::::',
	'*',
	'{}',
	'{"Version":"2012-10-17","Statement":[]}',
	'%00%ff%2e',
	'<a>&amp;</a>',
	'٣',
]
const STRANGE_VALUES = [
	...STRANGE_TEXTS,
	null,
	true,
	-1,
	0,
	1.5,
	1e308,
	-0,
	2 ** 53,
	[],
	[null],
	[[]],
	{},
	{ a: 1 },
	[{ __proto__: null }],
]
const BAD_BYTES = [
	[0xff],
	[0xc3, 0x28],
	[0xed, 0xa0, 0x80],
	[0x00],
	[0xf8, 0x88, 0x80, 0x80, 0x80],
	[0xef, 0xbb, 0xbf],
]
const ENTITIES = [
	'<!DOCTYPE a [<!ENTITY b "boum">]><a>&b;</a>',
	'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
	`<!DOCTYPE a [<!ENTITY l0 "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')}]><a>&l9;</a>`,
	'<a>&unknown;&#0;&#x110000;&#xD800;</a>',
	'<?xml version="1.0" encoding="utf-16"?><a/>',
	'<a xmlns:x="y"><x:b/></a>',
	`<a ${Array.from({ length: 2000 }, (_, n) => `b${n}="1"`).join(' ')}/>`,
	'<a>'.repeat(5000),
	'<![CDATA[',
	'<a/><b/>',
]

/** Text as no client would send it. */
export const anyText = fc.oneof(
	fc.constantFrom(...STRANGE_TEXTS),
	fc.string({ unit: 'binary', maxLength: 30 }),
)
const anyValue = fc.oneof(fc.constantFrom<unknown>(...STRANGE_VALUES), anyText, fc.integer())
const withBody =
	(body: Uint8Array | string): Mutation =>
	(request) => ({ ...request, body: Buffer.from(body) })
const onText =
	(change: (text: string) => string): Mutation =>
	(request) =>
		withBody(change(Buffer.from(request.body).toString('utf8')))(request)

const cut = fc.double({ min: 0, max: 1, noNaN: true }).map(
	(share): Mutation =>
		(request) =>
			withBody(request.body.slice(0, Math.floor(request.body.length * share)))(request),
)

const badBytes = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...BAD_BYTES)).map(
	([share, bytes]): Mutation =>
		(request) => {
			const at = Math.floor(request.body.length * share)
			return withBody(Buffer.concat([request.body.slice(0, at), Buffer.from(bytes), request.body.slice(at)]))(
				request,
			)
		},
)

const garbage = fc.uint8Array({ maxLength: 200 }).map(withBody)

const large = fc
	.constantFrom(10_000, 300_000)
	.map((size): Mutation => onText((text) => text + 'a'.repeat(size)))

const repeated = fc.integer({ min: 2, max: 30 }).map((times) => onText((text) => text.repeat(times)))

const deep = fc.constantFrom('{"a":', '[', '<a>', 'a.').chain((part) =>
	fc.constantFrom(100, 3000).map((times): Mutation => {
		const nested = part.repeat(times)
		if (part === '{"a":') return withBody(`${nested}1${'}'.repeat(times)}`)
		if (part === '[') return withBody(`${nested}${']'.repeat(times)}`)
		if (part === '<a>') return withBody(`${nested}${'</a>'.repeat(times)}`)
		return onText((text) => `${text}&${nested}b=1`)
	}),
)

const deepInside = fc
	.constantFrom(100, 5000)
	.map(
		(times): Mutation =>
			onText((text) => text.replace(/"[^"]*"(?=[,}\]])/, () => '['.repeat(times) + ']'.repeat(times))),
	)

const entities = fc.constantFrom(...ENTITIES).map(withBody)

/** Puts another value in the place of one somewhere in a JSON document. */
const inJson = fc.tuple(fc.nat(1000), anyValue).map(([place, value]): Mutation => {
	return onText((text) => {
		let document: unknown
		try {
			document = JSON.parse(text)
		} catch {
			return text
		}
		const places: Array<[holder: Record<string, unknown>, key: string]> = []
		const walk = (node: unknown) => {
			if (node === null || typeof node !== 'object') return
			for (const key of Object.keys(node)) {
				places.push([node as Record<string, unknown>, key])
				walk((node as Record<string, unknown>)[key])
			}
		}
		walk(document)
		const chosen = places[place % Math.max(1, places.length)]
		if (!chosen) return JSON.stringify(value)
		const [holder, key] = chosen
		holder[key] = value
		return JSON.stringify(document)
	})
})

/** Changes one parameter of a form, or adds one. */
const inForm = fc
	.tuple(fc.nat(1000), anyText, fc.constantFrom('value', 'name', 'index', 'add', 'drop', 'twice'))
	.map(([place, text, what]): Mutation => {
		return onText((body) => {
			const pairs = parseQuery(body, true)
			const chosen = pairs[place % Math.max(1, pairs.length)]
			if (!chosen) return text
			const [name] = chosen
			if (what === 'value') chosen[1] = text
			if (what === 'name') chosen[0] = text
			if (what === 'index') chosen[0] = name.replace(/\d+/, place % 2 ? '-1' : '999999999')
			if (what === 'add') pairs.push([`${name}.member.${place}.${text}`, text])
			if (what === 'twice') pairs.push([name, text])
			const kept = what === 'drop' ? pairs.filter((pair) => pair !== chosen) : pairs
			return new URLSearchParams(kept).toString()
		})
	})

/** Changes one of the texts of an XML document. */
const inXml = fc.tuple(fc.nat(50), anyText).map(([place, text]): Mutation => {
	return onText((body) => {
		let at = 0
		return body.replace(/>([^<]*)</g, (whole) => (at++ === place ? `>${text}<` : whole))
	})
})

const manyMembers = fc.constantFrom(1500, 20_000).map(
	(times): Mutation =>
		onText((body) => {
			// Large already, by another mutation.
			if (body.length > 100_000) return body
			if (body.startsWith('{'))
				return body.replace(
					/\[([^\][]*)\]/,
					(_, inner) =>
						`[${Array(times)
							.fill(inner || '"a"')
							.join(',')}]`,
				)
			if (body.startsWith('<')) return body.replace(/<(\w+)>[^<]*<\/\1>/, (element) => element.repeat(times))
			const [name = 'a'] = body.split('&').at(-1)?.split('=') ?? []
			return `${body}&${Array.from({ length: times }, (_, n) => `${name}.member.${n}=a`).join('&')}`
		}),
)

/** Everything that may happen to a body. */
export const bodyMutations: fc.Arbitrary<Mutation> = fc.oneof(
	{ weight: 10, arbitrary: inJson },
	{ weight: 10, arbitrary: inForm },
	{ weight: 6, arbitrary: inXml },
	{ weight: 4, arbitrary: cut },
	{ weight: 4, arbitrary: badBytes },
	{ weight: 3, arbitrary: garbage },
	{ weight: 3, arbitrary: entities },
	{ weight: 3, arbitrary: deepInside },
	{ weight: 2, arbitrary: deep },
	{ weight: 2, arbitrary: repeated },
	{ weight: 1, arbitrary: manyMembers },
	{ weight: 1, arbitrary: large },
)
