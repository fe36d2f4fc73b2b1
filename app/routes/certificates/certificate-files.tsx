import { Disclosure } from '#app/ui/disclosure.tsx'
import type { CertificateView } from './certificate-view.server.ts'

/** The files that make the certificate checkable, and how to check it without this site. */
export function CertificateFiles({ certificate }: { certificate: CertificateView }) {
	const { id, site } = certificate
	return (
		<section className="certificate-files no-print" aria-labelledby="fichiers">
			<h2 id="fichiers">Fichiers</h2>
			<ul>
				<li>
					<a href={`/certificats/${id}.json`} download={`certificat-${id}.json`}>
						Certificat signé (JSON, Open Badges 3.0)
					</a>
				</li>
				<li>
					<a href={`/certificats/${id}/preuve.json`} download={`preuve-${id}.json`}>
						Résultat de l’examen (JSON)
					</a>
				</li>
			</ul>
			<Disclosure summary="Recruteurs : vérifier sans nous faire confiance">
				<p>
					Le fichier JSON porte deux signatures Ed25519. Il se vérifie avec n’importe quel outil qui connaît{' '}
					<span lang="en">Open Badges 3.0</span> ou les <span lang="en">Verifiable Credentials 2.0</span>, par
					exemple <span lang="en">VerifierPlus</span> ou le validateur de 1EdTech.
				</p>
				<ol>
					<li>
						Lisez la clé publique de Filière dans{' '}
						<a href="/.well-known/did.json">
							<code>/.well-known/did.json</code>
						</a>{' '}
						(identifiant <code>{site.did}</code>).
					</li>
					<li>
						Vérifiez les preuves <code>eddsa-rdfc-2022</code> et <code>eddsa-jcs-2022</code> du fichier.
					</li>
					<li>
						Téléchargez la liste de révocation indiquée par <code>credentialStatus</code>, vérifiez sa
						signature, puis lisez-y le bit <code>statusListIndex</code> : il vaut 0 tant que le certificat
						n’est pas révoqué. La liste est toujours servie entière : nous ne savons pas qui vous vérifiez.
					</li>
					<li>
						Comparez <code>validFrom</code> et <code>validUntil</code> à la date du jour.
					</li>
					<li>
						Si vous connaissez l’adresse électronique du titulaire, calculez le SHA-256 de l’adresse en
						minuscules suivie de <code>salt</code>, et comparez-le à <code>identityHash</code>.
					</li>
				</ol>
			</Disclosure>
		</section>
	)
}
