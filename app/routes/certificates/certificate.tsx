import { data, isRouteErrorResponse, Link } from 'react-router'
import { z } from 'zod'
import { getUser } from '#app/accounts/guards.server.ts'
import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { findCertificate } from '#app/certificates/find-certificate.server.ts'
import {
	credentialResponse,
	preferredCredentialType,
	UNLISTED_HEADERS,
} from '#app/certificates/public-file.server.ts'
import { setVisibility } from '#app/certificates/visibility.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { DateTime } from '#app/ui/date-time.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/certificate.ts'
import { CertificateFiles } from './certificate-files.tsx'
import { CertificateSheet } from './certificate-sheet.tsx'
import { viewCertificate } from './certificate-view.server.ts'
import { ExamProfile } from './exam-profile.tsx'
import { OwnerControls } from './owner-controls.tsx'
import { VerificationPanel } from './verification-panel.tsx'

/** One address for people and for machines: JSON for who asks for it, this page for everyone else. */
export const middleware: Array<Route.MiddlewareFunction> = [
	async ({ request, params }, next) => {
		if (request.method !== 'GET' || !preferredCredentialType(request)) return next()
		const { credential } = await findCertificate(await certificateContext(), params.id)
		return credentialResponse(request, credential, UNLISTED_HEADERS)
	},
]

export async function loader({ request, params }: Route.LoaderArgs) {
	const context = await certificateContext()
	const certificate = await findCertificate(context, params.id)
	const user = await getUser(request)
	const owned = user?.id === certificate.userId
	const revocable = user?.role === 'admin' && !certificate.statusEntry.revokedAt
	return data(
		{ certificate: viewCertificate(certificate, context.issuer), owned, revocable },
		{ headers: headersFor(certificate, owned) },
	)
}

const visibilitySchema = z.object({ visibility: z.enum(['unlisted', 'public']) })

export async function action({ request, params }: Route.ActionArgs) {
	const userId = (await getUser(request))?.id
	const form = visibilitySchema.safeParse(Object.fromEntries(await postedForm(request)))
	if (!form.success) throw new Response(null, { status: 400 })
	const changed =
		userId && (await setVisibility(await certificateContext(), { id: params.id, userId, ...form.data }))
	if (!changed) throw new Response(null, { status: 404 })
	return { saved: true }
}

export function headers({ loaderHeaders, errorHeaders }: Route.HeadersArgs) {
	return errorHeaders ?? loaderHeaders
}

export default function CertificatePage({ loaderData, actionData }: Route.ComponentProps) {
	const { certificate, owned, revocable } = loaderData
	const listed = certificate.visibility === 'public'
	return (
		<div className="page certificate-page">
			<PageHead
				title={`${certificate.title}, certificat de ${certificate.holderName}`}
				path={listed ? `/certificats/${certificate.id}` : undefined}
			/>
			<link rel="alternate" type="application/vc+ld+json" href={`/certificats/${certificate.id}.json`} />
			{certificate.revocation && <Revoked revocation={certificate.revocation} />}
			<CertificateSheet certificate={certificate} />
			<div className="certificate-details">
				<VerificationPanel id={certificate.id} site={certificate.site} />
				{owned && <OwnerControls certificate={certificate} saved={actionData?.saved ?? false} />}
				<section aria-labelledby="prouve">
					<h2 id="prouve">Ce qui a été prouvé, et comment</h2>
					<p>{certificate.description}</p>
					{certificate.criteria.map((paragraph) => (
						<p key={paragraph}>{paragraph}</p>
					))}
					<ExamProfile evidence={certificate.evidence} />
				</section>
				<CertificateFiles certificate={certificate} />
				{revocable && (
					<p className="no-print">
						<Link to="revocation">Révoquer ce certificat</Link>
					</p>
				)}
			</div>
		</div>
	)
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
	const status = isRouteErrorResponse(error) ? error.status : 500
	if (status !== 404 && status !== 410) throw error
	return (
		<div className="page page-narrow stack">
			<PageHead title="Certificat introuvable" />
			<h1>{status === 410 ? 'Ce certificat a été effacé' : 'Aucun certificat à cette adresse'}</h1>
			<p>
				{status === 410
					? 'Son titulaire a demandé l’effacement de ses données. S’il vous a remis le fichier signé, vous pouvez toujours le vérifier.'
					: 'L’adresse est peut-être incomplète : recopiez-la en entier, ou demandez-la de nouveau à la personne qui vous l’a donnée.'}
			</p>
			<p>
				<a href="/verifier">Vérifier un fichier</a>
			</p>
		</div>
	)
}

function Revoked({ revocation }: { revocation: { at: string; reason: string } }) {
	return (
		<Notice kind="error" title="Ce certificat est révoqué">
			<p>
				Révoqué le <DateTime date={revocation.at} dayOnly />
				{'\u00a0'}: {revocation.reason}.
			</p>
		</Notice>
	)
}

/**
 * `no-referrer` would make the browser send `Origin: null` with the holder's
 * form, which the protection against forged requests refuses; `same-origin`
 * hides the address from other sites just as well.
 */
function headersFor({ visibility }: { visibility: string }, owned: boolean) {
	const unlisted: Record<string, string> = { Vary: 'Accept, Cookie', ...UNLISTED_HEADERS }
	if (owned) unlisted['Referrer-Policy'] = 'same-origin'
	if (visibility === 'public') delete unlisted['X-Robots-Tag']
	return unlisted
}
