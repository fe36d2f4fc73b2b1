import { type DragEvent, type FormEvent, useState } from 'react'
import { type IssuerSite, verifyHere } from '#app/certificates/browser-verification.ts'
import type { Verification } from '#app/certificates/verify.ts'
import { Button } from '#app/ui/button.tsx'
import { TextAreaField } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { SignedSummary } from './signed-summary.tsx'
import { VerificationReport } from './verification-report.tsx'

const MAX_BYTES = 1_000_000

type Progress =
	| { verification: Verification; document: unknown }
	| 'checking'
	| 'unreadable'
	| 'too-big'
	| 'failed'
	| null

/** Verifies a certificate's file, dropped, chosen or pasted, without sending it anywhere. */
export function CertificateSearch({ site }: { site: IssuerSite }) {
	const [progress, setProgress] = useState<Progress>(null)

	async function verifyText(text: string) {
		setProgress('checking')
		const document = parse(text)
		if (document === undefined) return setProgress('unreadable')
		setProgress(
			await verifyHere(document, site).then(
				(verification) => ({ verification, document }),
				() => 'failed' as const,
			),
		)
	}
	async function verifyFile(file: File | undefined) {
		if (!file) return
		if (file.size > MAX_BYTES) return setProgress('too-big')
		await verifyText(await file.text())
	}
	function drop(event: DragEvent) {
		event.preventDefault()
		verifyFile(event.dataTransfer.files[0])
	}
	function submit(event: FormEvent<HTMLFormElement>) {
		event.preventDefault()
		verifyText(String(new FormData(event.currentTarget).get('texte')))
	}

	return (
		<section className="stack" aria-labelledby="fichier">
			<h2 id="fichier">Ou vérifier un fichier</h2>
			<label className="certificate-drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
				<span>Déposez le fichier .json ici, ou choisissez-le</span>
				<input
					type="file"
					accept=".json,application/json,application/ld+json,application/vc+ld+json"
					onChange={(event) => verifyFile(event.currentTarget.files?.[0])}
				/>
			</label>
			<form onSubmit={submit} className="certificate-reference">
				<TextAreaField label="Ou collez son contenu" name="texte" rows={6} spellCheck={false} required />
				<Button>Vérifier</Button>
			</form>
			<div className="certificate-result stack">
				<Outcome progress={progress} />
			</div>
		</section>
	)
}

const problems = {
	unreadable: {
		title: 'Ce texte n’est pas du JSON',
		text: 'Le fichier est peut-être tronqué, ou d’un autre type. Téléchargez de nouveau le fichier .json depuis la page du certificat.',
	},
	'too-big': {
		title: 'Ce fichier est trop gros',
		text: 'Un certificat pèse quelques kilo-octets. Choisissez le fichier .json téléchargé depuis la page du certificat.',
	},
	failed: {
		title: 'La vérification n’a pas pu commencer',
		text: 'Le programme de vérification n’a pas pu être chargé, sans doute faute de connexion. Rien n’est donc vérifié : rechargez la page, puis recommencez.',
	},
}

function Outcome({ progress }: { progress: Progress }) {
	if (progress === null) return null
	if (progress === 'checking') return <p role="status">Vérification en cours…</p>
	if (typeof progress === 'string') {
		return (
			<Notice kind="error" title={problems[progress].title} live>
				<p>{problems[progress].text}</p>
			</Notice>
		)
	}
	return (
		<>
			<VerificationReport verification={progress.verification} />
			{progress.verification.steps.signature.state === 'passed' && (
				<SignedSummary document={progress.document} />
			)}
		</>
	)
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
