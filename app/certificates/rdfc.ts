import jsonld from 'jsonld'
import { loadContext } from './contexts.ts'

/**
 * The document's canonical N-Quads (RDFC-1.0). Safe mode: a term that the bundled
 * contexts do not define would escape the signature, so it is refused.
 */
export async function rdfc(document: object) {
	const options = {
		algorithm: 'RDFC-1.0',
		format: 'application/n-quads',
		base: null,
		safe: true,
		rdfDirection: 'i18n-datatype',
		documentLoader: loadContext,
	}
	// @types/jsonld stops at jsonld 1.5, before RDFC-1.0 and safe mode.
	return jsonld.canonize(document, options as unknown as Parameters<typeof jsonld.canonize>[1])
}
