import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { buildDidDocument } from '#app/certificates/did-document.server.ts'
import { publicFile } from '#app/certificates/public-file.server.ts'

/** `/.well-known/did.json`: the issuer's public keys. */
export async function loader() {
	const { issuer } = await certificateContext()
	const body = JSON.stringify(buildDidDocument(issuer.did, issuer.keys), null, '\t')
	return publicFile(body, 'application/json', { 'Cache-Control': 'public, max-age=300' })
}
