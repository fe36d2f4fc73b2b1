import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { commonHeaders, contentSecurityPolicy, inlineScriptHashes } from './security-headers.server.ts'

const sha256 = (code: string) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`

test('scripts run only from this site or when they are named', () => {
	const policy = contentSecurityPolicy(["'nonce-abc'"])
	expect(policy).toContain("script-src 'self' 'nonce-abc';")
	expect(policy).toContain("frame-ancestors 'none'")
	expect(policy).toContain("object-src 'none'")
	expect(policy).toContain("base-uri 'none'")
	expect(policy).not.toMatch(/script-src[^;]*unsafe/)
})

test('only development may open a WebSocket', () => {
	expect(contentSecurityPolicy([])).not.toContain('ws:')
	expect(contentSecurityPolicy([], { development: true })).toContain("connect-src 'self' ws:")
})

test('inline scripts are allowed by the hash of exactly their text', () => {
	const html =
		'<script>a()</script><script src="/a.js"></script><script type="module" async="">\nb("é")\n</script><script>a()</script>'
	expect(inlineScriptHashes(html)).toEqual([sha256('a()'), sha256('\nb("é")\n')])
})

test('a site over TLS asks to stay on it', () => {
	expect(commonHeaders('https://filiere.exemple.fr')).toHaveProperty('Strict-Transport-Security')
	expect(commonHeaders('http://localhost:3000')).not.toHaveProperty('Strict-Transport-Security')
})

test('an answer that is no page may load nothing and be framed by nobody', () => {
	expect(commonHeaders('http://localhost:3000')).toMatchObject({
		'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
		'X-Content-Type-Options': 'nosniff',
		'Cross-Origin-Opener-Policy': 'same-origin',
		'Cross-Origin-Resource-Policy': 'same-origin',
	})
})
