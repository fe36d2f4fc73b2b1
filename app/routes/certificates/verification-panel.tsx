import { useEffect, useState } from 'react'
import { fetchCertificate, type IssuerSite, verifyHere } from '#app/certificates/browser-verification.ts'
import type { Verification } from '#app/certificates/verify.ts'
import { Button } from '#app/ui/button.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { VerificationReport } from './verification-report.tsx'

type Progress = Verification | 'checking' | 'unavailable'

/** Verifies the page's certificate as soon as the script runs, from the file that anyone can download. */
export function VerificationPanel({ id, site }: { id: string; site: IssuerSite }) {
	const [progress, setProgress] = useState<Progress>('checking')
	const [run, setRun] = useState(0)
	// biome-ignore lint/correctness/useExhaustiveDependencies: a second press is a new verification of the same thing.
	useEffect(() => {
		let current = true
		setProgress('checking')
		verifyPage(id, site).then((found) => current && setProgress(found))
		return () => {
			current = false
		}
	}, [id, site, run])

	return (
		<section className="certificate-verification no-print" aria-labelledby="verification">
			<h2 id="verification">Vérification dans votre navigateur</h2>
			<noscript>
				<p>
					Cette vérification demande JavaScript. Sans lui, téléchargez le fichier signé ci-dessous et
					vérifiez-le avec l’outil de votre choix.
				</p>
			</noscript>
			<div className="needs-script">
				<div className="stack">
					<Outcome progress={progress} />
					{progress !== 'checking' && (
						<Button type="button" variant="quiet" small onClick={() => setRun(run + 1)}>
							Vérifier à nouveau
						</Button>
					)}
				</div>
			</div>
		</section>
	)
}

function Outcome({ progress }: { progress: Progress }) {
	if (progress === 'checking') return <p role="status">Vérification en cours…</p>
	if (progress !== 'unavailable') return <VerificationReport verification={progress} />
	return (
		<Notice kind="pitfall" title="Le fichier signé n’a pas pu être lu" live>
			<p>
				Rien n’est donc vérifié. La connexion est peut-être interrompue : rétablissez-la, puis vérifiez à
				nouveau.
			</p>
		</Notice>
	)
}

async function verifyPage(id: string, site: IssuerSite): Promise<Progress> {
	try {
		return await verifyHere(await fetchCertificate(id), site)
	} catch {
		return 'unavailable'
	}
}
