import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddressOf } from './client-address.ts'

const request = (forwarded?: string) =>
	({
		socket: { remoteAddress: '10.0.0.1' },
		headers: { 'x-forwarded-for': forwarded },
	}) as unknown as IncomingMessage

test('without a proxy of ours, what a client says of itself is ignored', () => {
	expect(clientAddressOf(request('198.51.100.4'), false)).toBe('10.0.0.1')
})

test('behind our proxy, only the address that the proxy added counts', () => {
	expect(clientAddressOf(request('1.2.3.4, 198.51.100.4'), true)).toBe('198.51.100.4')
	expect(clientAddressOf(request('nimporte'), true)).toBe('10.0.0.1')
	expect(clientAddressOf(request(), true)).toBe('10.0.0.1')
})
