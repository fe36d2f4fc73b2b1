import { data, Form, Link, redirect } from 'react-router'
import { z } from 'zod'
import { requireRole } from '#app/accounts/guards.server.ts'
import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { findCertificate } from '#app/certificates/find-certificate.server.ts'
import { REVOCATION_REASONS, type RevocationReason } from '#app/certificates/revocation-reasons.ts'
import { revokeCertificate } from '#app/certificates/revoke.server.ts'
import { postedForm } from '#app/platform/posted-form.ts'
import { Button } from '#app/ui/button.tsx'
import { Choice } from '#app/ui/field.tsx'
import { FormError, Notice } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/revocation'

export async function loader({ request, params }: Route.LoaderArgs) {
	await requireRole(request, 'admin')
	const { id, holderName, statusEntry } = await findCertificate(await certificateContext(), params.id)
	return { id, holderName, revoked: statusEntry.revokedAt !== null }
}

const revocationSchema = z.object({
	reason: z.enum(Object.keys(REVOCATION_REASONS) as Array<RevocationReason>, {
		error: 'Aucune raison n’est choisie. Elle sera montrée sur la page du certificat : choisissez-en une.',
	}),
})

export async function action({ request, params }: Route.ActionArgs) {
	const { id: actorId } = await requireRole(request, 'admin')
	const form = revocationSchema.safeParse(Object.fromEntries(await postedForm(request)))
	if (!form.success) return data({ message: form.error.issues[0]?.message }, { status: 400 })
	const { reason } = form.data
	const found = await revokeCertificate(await certificateContext(), { id: params.id, reason, actorId })
	if (!found) throw new Response(null, { status: 404 })
	throw redirect(`/certificats/${params.id}`)
}

export default function RevocationPage({ loaderData, actionData }: Route.ComponentProps) {
	const { id, holderName, revoked } = loaderData
	return (
		<div className="page page-narrow stack">
			<PageHead title={`Révoquer le certificat de ${holderName}`} />
			<h1>Révoquer le certificat de {holderName}</h1>
			{revoked ? (
				<Notice title="Ce certificat est déjà révoqué">
					<p>La première date et la première raison restent.</p>
				</Notice>
			) : (
				<>
					<p>
						Une révocation ne s’annule pas. Elle est publiée dans la liste d’état signée : toute vérification
						la montrera, même d’une copie du fichier. Votre nom n’y figure pas, mais le journal le garde.
					</p>
					<FormError message={actionData?.message} />
					<Form method="post" className="stack">
						<fieldset className="stack">
							<legend>Raison, montrée sur la page du certificat</legend>
							{Object.entries(REVOCATION_REASONS).map(([reason, label]) => (
								<Choice key={reason} type="radio" name="reason" value={reason} required>
									{label}
								</Choice>
							))}
						</fieldset>
						<Button variant="danger">Révoquer ce certificat</Button>
					</Form>
				</>
			)}
			<p>
				<Link to={`/certificats/${id}`}>Revenir au certificat</Link>
			</p>
		</div>
	)
}
