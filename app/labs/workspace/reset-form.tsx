import { Form } from 'react-router'
import { Button } from '#app/ui/button.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'

/** Begins the lab anew, after saying what will be lost and what stays. */
export function ResetForm({ path }: { path: string }) {
	return (
		<Disclosure summary="Recommencer l’atelier">
			<p>
				Vos pipelines, vos seaux et les fichiers de votre dossier personnel reviendront à l’état de départ.
				Vos résultats déjà enregistrés restent.
			</p>
			<Form method="post" action={path}>
				<Button name="intent" value="reset" variant="danger" small>
					Effacer et recommencer
				</Button>
			</Form>
		</Disclosure>
	)
}
