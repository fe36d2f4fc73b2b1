import { redirect } from 'react-router'
import { readReference } from '#app/certificates/browser-verification.ts'
import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { Button } from '#app/ui/button.tsx'
import { Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { PageHead } from '#app/ui/page-head.tsx'
import type { Route } from './+types/verifier.ts'
import { CertificateSearch } from './certificate-search.tsx'

export async function loader({ request }: Route.LoaderArgs) {
	const { issuer } = await certificateContext()
	const site = { did: issuer.did, origin: issuer.origin }
	const { origin, searchParams } = new URL(request.url)
	const typed = searchParams.get('adresse')
	const id = typed && readReference(typed, [origin, issuer.origin])
	if (id) throw redirect(`/certificats/${id}`)
	return { site, typed: typed ?? '' }
}

export default function VerifierPage({ loaderData }: Route.ComponentProps) {
	const { site, typed } = loaderData
	return (
		<div className="page page-narrow certificate-details">
			<PageHead
				title="Vérifier un certificat"
				description="Vérifiez un certificat de Filière dans votre navigateur, sans rien envoyer à personne."
				path="/verifier"
			/>
			<header>
				<h1>Vérifier un certificat</h1>
				<p>
					La vérification se fait dans votre navigateur : le fichier que vous déposez n’est envoyé à personne,
					et nous ne savons pas qui vous vérifiez.
				</p>
			</header>
			<form method="get" className="certificate-reference">
				<Field
					label="Adresse ou identifiant du certificat"
					hint="Par exemple l’adresse donnée sur un CV. La page du certificat s’ouvre et se vérifie."
					name="adresse"
					defaultValue={typed}
					autoComplete="off"
					spellCheck={false}
					required
					error={
						typed
							? `Ce n’est pas l’adresse d’un certificat de ce site. Recopiez-la en entier : elle commence par ${site.origin}/certificats/.`
							: undefined
					}
				/>
				<Button variant="accent">Ouvrir le certificat</Button>
			</form>
			<div className="needs-script">
				<CertificateSearch site={site} />
			</div>
			<noscript>
				<Notice kind="note" title="Vérifier un fichier demande JavaScript">
					<p>La recherche par adresse, elle, fonctionne sans.</p>
				</Notice>
			</noscript>
		</div>
	)
}
