import type { ReactNode } from 'react'
import { DateTime } from '#app/ui/date-time.tsx'
import { Mark } from '#app/ui/mark.tsx'
import type { CertificateView } from './certificate-view.server.ts'

/** The certificate as one would frame it; it fills a printed page. */
export function CertificateSheet({ certificate }: { certificate: CertificateView }) {
	const { holderName, title, evidence } = certificate
	return (
		<article className="certificate-sheet" aria-labelledby="certificat">
			<header className="certificate-issuer">
				<Mark size={40} />
				<p>Filière</p>
			</header>
			<p className="certificate-kind">Certificat</p>
			<h1 id="certificat">{title}</h1>
			<p className="certificate-award">décerné à</p>
			<p className="certificate-holder">{holderName}</p>
			<p className="certificate-proof">
				pour avoir réussi l’examen final avec un score de <strong>{evidence.scaledScore}</strong> sur 1 000
				(seuil de réussite : {evidence.passMark}).
			</p>
			<dl className="certificate-facts">
				<Fact term="Délivré le">
					<DateTime date={certificate.issuedAt} dayOnly />
				</Fact>
				<Fact term="Valable jusqu’au">
					<DateTime date={certificate.validUntil} dayOnly />
				</Fact>
				<Fact term="Niveau d’assurance">{evidence.assurance}</Fact>
			</dl>
			<p className="certificate-address">
				À vérifier à l’adresse <span>{certificate.address}</span>
			</p>
		</article>
	)
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
	return (
		<div>
			<dt>{term}</dt>
			<dd>{children}</dd>
		</div>
	)
}
