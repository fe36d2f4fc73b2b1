import { expect, test } from 'vitest'
import { withScriptsLast } from './scripts-last.server.ts'
import { inlineScriptHashes } from './security-headers.server.ts'

const page =
	'<html><body><p>Texte</p><link rel="modulepreload" href="/a.js"/><script nonce="n">x()</script><script nonce="n" type="module" async="">import "/a.js"</script></body></html>'

test('modules and their preloads wait, other scripts do not', () => {
	const html = withScriptsLast(page, 'painted', 'n')
	expect(html).toContain('<link rel="later" href="/a.js"/>')
	expect(html).toContain('<script nonce="n" type="later" async="">import "/a.js"</script>')
	expect(html).toContain('<script nonce="n">x()</script>')
	expect(html).toMatch(/<script nonce="n">requestAnimationFrame.*<\/script><\/body><\/html>$/)
})

test('what a kept page runs later is allowed by its hash', () => {
	const html = withScriptsLast(page.replaceAll(' nonce="n"', ''), 'used')
	expect(html).toContain('<script type="later"')
	// The classic script, the module, and what starts it.
	expect(inlineScriptHashes(html)).toHaveLength(3)
})

test('a page without modules is left alone', () => {
	expect(withScriptsLast('<body><p>Texte</p></body>', 'painted')).toBe('<body><p>Texte</p></body>')
})
