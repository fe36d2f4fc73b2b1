import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { findCertificate } from '#app/certificates/find-certificate.server.ts'
import { credentialResponse, UNLISTED_HEADERS } from '#app/certificates/public-file.server.ts'
import type { Route } from './+types/certificate-json.ts'

/** `/certificats/:id.json`: the signed credential, byte for byte. */
export async function loader({ request, params }: Route.LoaderArgs) {
	const { credential } = await findCertificate(await certificateContext(), params.id)
	return credentialResponse(request, credential, UNLISTED_HEADERS)
}
