import { Form, Link } from 'react-router'
import type { ShownExample } from '#app/course/examples.server.ts'
import { Button } from '#app/ui/button.tsx'
import { Disclosure } from '#app/ui/disclosure.tsx'
import { FormError } from '#app/ui/notice.tsx'
import type { LiveState } from '../live-state.ts'
import { ExamplePanel } from './example-panel.tsx'
import { SandboxTabs } from './sandbox-tabs.tsx'
import { useLiveState } from './use-live-state.ts'
import { VirtualClock } from './virtual-clock.tsx'

const SLUG = 'bac-a-sable'

/** The free sandbox at work: the example that led here on the left, the sandbox on the right. */
export function FreeWorkspace({
	example,
	live: initial,
	environment,
	placed,
	refusal,
}: {
	example: ShownExample | null
	live: LiveState
	environment: Record<string, string>
	/** Whether the example's files are in the home directory. */
	placed: boolean
	/** Why the files could not be put there. */
	refusal?: string
}) {
	const { live, connected } = useLiveState(SLUG, initial)
	const [file] = Object.keys(example?.files ?? {})
	const next = placed ? 'again' : 'open'
	return (
		<div className="lab">
			<header className="lab-bar">
				<h1>Bac à sable libre</h1>
				<VirtualClock at={live.virtualNow} speed={live.speed} />
				<a className="lab-jump" href="#bac-a-sable">
					Aller au bac à sable
				</a>
				{!connected && <p className="lab-offline">Liaison coupée : reprise en cours…</p>}
			</header>
			<section className="lab-instructions stack" aria-label="Exemple">
				<FormError title="Les fichiers n’ont pas pu être mis en place" message={refusal} />
				{example ? (
					<ExamplePanel example={example} action={file ? next : null} />
				) : (
					<>
						<p>
							Vous avez tous les droits dans ce compte. Les seaux et les rôles de service des leçons y sont
							déjà ; <code>LISEZMOI.md</code> les nomme.
						</p>
						<p>
							Dans les <Link to="/cours">leçons</Link>, le lien « Essayer » d’un bloc de code ouvre ici ce
							qu’il montre.
						</p>
					</>
				)}
				<Disclosure summary="Remettre à l’état de départ">
					<p>Vos pipelines, vos seaux, vos rôles et tous les fichiers du dossier personnel seront effacés.</p>
					<Form method="post" action="/bac-a-sable">
						<Button name="intent" value="reset" variant="danger" small>
							Effacer et repartir de zéro
						</Button>
					</Form>
				</Disclosure>
			</section>
			<section id="bac-a-sable" className="lab-sandbox" aria-label="Bac à sable">
				<SandboxTabs
					slug={SLUG}
					live={live}
					environment={environment}
					folder={placed ? example?.lesson : undefined}
					file={placed && file ? `${example?.lesson}/${file}` : undefined}
				/>
			</section>
		</div>
	)
}
