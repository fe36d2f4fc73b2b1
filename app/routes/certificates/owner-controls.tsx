import { Form } from 'react-router'
import { Button } from '#app/ui/button.tsx'
import { CopyButton } from '#app/ui/copy-button.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { CertificateView } from './certificate-view.server.ts'

/** What only the holder sees: who may find the page, and how to share it. */
export function OwnerControls({ certificate, saved }: { certificate: CertificateView; saved: boolean }) {
	const listed = certificate.visibility === 'public'
	return (
		<section className="certificate-owner no-print" aria-labelledby="partage">
			<h2 id="partage">Votre certificat</h2>
			<p>
				{listed
					? 'Cette page est publique : les moteurs de recherche peuvent la montrer, avec votre nom.'
					: 'Cette page n’est pas répertoriée : seules les personnes à qui vous donnez son adresse la trouvent.'}
			</p>
			{saved && <Notice kind="success" title="La visibilité est enregistrée" live />}
			<div className="certificate-actions">
				<CopyButton text={certificate.address} label="Copier l’adresse" />
				<a className="button button-plain button-small" href={linkedInAddress(certificate)} rel="noreferrer">
					Ajouter à LinkedIn
				</a>
				<Form method="post" preventScrollReset>
					<input type="hidden" name="visibility" value={listed ? 'unlisted' : 'public'} />
					<Button small>{listed ? 'Ne plus répertorier' : 'Rendre publique, avec mon nom'}</Button>
				</Form>
			</div>
		</section>
	)
}

/** A plain link with the certificate's facts: no script of LinkedIn’s runs here. */
function linkedInAddress({ title, address, id, issuedAt, validUntil }: CertificateView) {
	const issued = new Date(issuedAt)
	const end = new Date(validUntil)
	const facts = new URLSearchParams({
		startTask: 'CERTIFICATION_NAME',
		name: title,
		organizationName: 'Filière',
		issueYear: String(issued.getUTCFullYear()),
		issueMonth: String(issued.getUTCMonth() + 1),
		expirationYear: String(end.getUTCFullYear()),
		expirationMonth: String(end.getUTCMonth() + 1),
		certUrl: address,
		certId: id,
	})
	return `https://www.linkedin.com/profile/add?${facts}`
}
