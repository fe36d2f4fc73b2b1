import { CodeBlock } from '#app/ui/code-block.tsx'
import { DateTime } from '#app/ui/date-time.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { Tabs } from '#app/ui/tabs.tsx'

/** How the learner's own `aws`, boto3 or any SDK reaches this sandbox. */
export function OwnMachine({
	environment,
	remoteCallAt,
}: {
	environment: Record<string, string>
	remoteCallAt: string | null
}) {
	if (!environment.AWS_ACCESS_KEY_ID) return <NoKeyLeft />
	const lines = Object.entries(environment)
	const shell = lines.map(([name, value]) => `export ${name}='${value}'`).join('\n')
	const powershell = lines.map(([name, value]) => `$Env:${name} = '${value}'`).join('\n')
	return (
		<div className="own-machine stack">
			<p>
				Le même bac à sable répond à vos propres outils : AWS CLI, boto3 ou tout SDK. Collez ces lignes dans
				votre terminal, puis lancez une commande.
			</p>
			<Tabs
				label="Système"
				items={[
					{ title: 'Linux et macOS', content: <CodeBlock code={shell} language="bash" /> },
					{
						title: 'PowerShell',
						content: <CodeBlock code={powershell} language="text" title="PowerShell" />,
					},
				]}
			/>
			<CodeBlock code="aws sts get-caller-identity" language="bash" title="Premier appel" />
			<p className="quiet">
				Prenez une AWS CLI récente (2.15 ou plus) : les plus anciennes ignorent <code>AWS_ENDPOINT_URL</code>{' '}
				ou ne connaissent pas les pipelines de type V2. C’est le cas de celle que distribue Debian 12.
			</p>
			{remoteCallAt ? (
				<Notice kind="success" title="Votre poste est relié" live>
					<p>
						Premier appel reçu le <DateTime date={remoteCallAt} />.
					</p>
				</Notice>
			) : (
				<p role="status">Aucun appel de votre poste n’est encore arrivé.</p>
			)}
		</div>
	)
}

/** The learner has deleted or disabled the key that the page works with. */
function NoKeyLeft() {
	return (
		<Notice kind="error" title="Votre clé d’accès n’existe plus">
			<p>
				L’utilisateur <code>apprenant</code> n’a plus de clé d’accès active : elle a sans doute été supprimée
				ou désactivée. Le terminal et vos outils ne peuvent plus appeler AWS. Recommencez depuis l’état de
				départ pour en obtenir une nouvelle.
			</p>
		</Notice>
	)
}
