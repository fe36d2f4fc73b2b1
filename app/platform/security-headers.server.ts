import { createHash } from 'node:crypto'

/**
 * The policy of a page whose inline scripts carry a nonce or are named by hash.
 * Styles may be inline: the terminal and the editor write `<style>` elements, and
 * a page reached without a full load keeps the policy of the first one.
 */
export function contentSecurityPolicy(
	inlineScripts: Array<string>,
	options?: { development?: boolean },
): string {
	const directives: Record<string, Array<string>> = {
		'default-src': ["'self'"],
		'script-src': ["'self'", ...inlineScripts],
		'style-src': ["'self'", "'unsafe-inline'"],
		'img-src': ["'self'", 'data:'],
		'font-src': ["'self'", 'data:'],
		'connect-src': ["'self'", ...(options?.development ? ['ws:'] : [])],
		'worker-src': ["'self'", 'blob:'],
		'object-src': ["'none'"],
		'base-uri': ["'none'"],
		'form-action': ["'self'"],
		'frame-ancestors': ["'none'"],
	}
	return Object.entries(directives)
		.map(([name, values]) => `${name} ${values.join(' ')}`)
		.join('; ')
}

/** The CSP sources that allow exactly the inline scripts of `html`, for a page that is kept and so has no nonce. */
export function inlineScriptHashes(html: string): Array<string> {
	const sources = new Set<string>()
	for (const [, attributes, code] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
		if (/\ssrc=/i.test(attributes ?? '')) continue
		sources.add(
			`'sha256-${createHash('sha256')
				.update(code ?? '')
				.digest('base64')}'`,
		)
	}
	return [...sources]
}

/** What every answer carries, whatever it is. A page replaces the policy with its own. */
export function commonHeaders(publicUrl: string): Record<string, string> {
	return {
		'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
		'X-Content-Type-Options': 'nosniff',
		'X-Frame-Options': 'DENY',
		'Referrer-Policy': 'strict-origin-when-cross-origin',
		'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
		'Cross-Origin-Opener-Policy': 'same-origin',
		// Learners' pages are served from the emulator's port: the same site, another origin.
		'Cross-Origin-Resource-Policy': 'same-origin',
		'Origin-Agent-Cluster': '?1',
		...(publicUrl.startsWith('https:') && {
			'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
		}),
	}
}
