import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { findCertificate } from '#app/certificates/find-certificate.server.ts'
import { publicFile, UNLISTED_HEADERS } from '#app/certificates/public-file.server.ts'
import type { Route } from './+types/evidence.ts'

/** `/certificats/:id/preuve.json`: the bytes that the credential's `digestSRI` covers. */
export async function loader({ params }: Route.LoaderArgs) {
	const { evidence } = await findCertificate(await certificateContext(), params.id)
	return publicFile(evidence, 'application/json', UNLISTED_HEADERS)
}
