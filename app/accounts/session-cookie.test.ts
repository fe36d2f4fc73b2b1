import { expect, test } from 'vitest'
import { cookiePrefix, hasSessionCookie, withoutDoubtfulSession } from './session-cookie.ts'

test('over TLS our cookies are the host’s alone; without it their names say the port that they are for', () => {
	expect(cookiePrefix('https://filiere.exemple.fr')).toBe('__Host-filiere')
	expect(cookiePrefix('http://localhost:3000')).toBe('filiere-3000')
	expect(cookiePrefix('http://localhost:3010')).toBe('filiere-3010')
	expect(cookiePrefix('http://filiere.exemple.fr')).toBe('filiere-80')
})

test('a session is seen among other cookies', () => {
	expect(hasSessionCookie('theme=sombre; filiere-3000.session_token=a.b')).toBe(true)
	expect(hasSessionCookie('__Host-filiere.session_token=a.b')).toBe(true)
	expect(hasSessionCookie('theme=sombre; x-filiere-3000.session_token=a')).toBe(false)
	expect(hasSessionCookie(null)).toBe(false)
})

test('of two sessions of the same name, one may have been put there by somebody else: neither is taken', () => {
	const ours = 'filiere-3000.session_token=ours.s'
	expect(withoutDoubtfulSession(`theme=sombre; ${ours}`)).toBe(`theme=sombre; ${ours}`)
	expect(withoutDoubtfulSession(`filiere-3000.session_token=theirs.s; theme=sombre; ${ours}`)).toBe(
		'theme=sombre',
	)
	expect(withoutDoubtfulSession(`filiere-3010.session_token=a.s; ${ours}`)).toBe(
		`filiere-3010.session_token=a.s; ${ours}`,
	)
})
