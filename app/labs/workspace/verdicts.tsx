import { Link } from 'react-router'
import { DateTime } from '#app/ui/date-time.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { Notice } from '#app/ui/notice.tsx'
import type { Verdict } from '#labs/checks/check.ts'

/** A verdict with the address of the lesson that explains it. */
export type ShownVerdict = Verdict & { lessonPath: string | undefined }

const WORDS = { passed: 'Réussi', failed: 'À reprendre', unable: 'Non exécuté' } as const
const ICONS = { passed: 'succeeded', failed: 'failed', unable: 'waiting' } as const

/** Every check with what was expected and what was found; nothing is left to guess. */
export function Verdicts({
	verdicts,
	ranAt,
	tasks,
}: {
	verdicts: Array<ShownVerdict> | null
	ranAt: string | null
	tasks: Array<{ title: string }>
}) {
	if (!verdicts || !ranAt) {
		return (
			<p className="quiet" id="controles">
				Rien n’a encore été vérifié. Vous pouvez vérifier à tout moment, autant de fois que vous le souhaitez.
			</p>
		)
	}
	const all = verdicts.every((verdict) => verdict.outcome === 'passed')
	// One thing to mend at a time: the others are a press away.
	const next = verdicts.find((verdict) => verdict.outcome !== 'passed')
	return (
		<section id="controles" className="verdicts stack" aria-labelledby="controles-titre">
			<h2 id="controles-titre">Contrôles</h2>
			<p className="quiet">
				Dernière vérification : <DateTime date={ranAt} />
			</p>
			{all && (
				<Notice kind="success" title="Atelier réussi" live>
					<p>Tous les contrôles passent. Votre résultat est enregistré.</p>
				</Notice>
			)}
			<ol className="verdict-list">
				{verdicts.map((verdict) => (
					<li key={verdict.check} className={`verdict is-${ICONS[verdict.outcome]}`}>
						{verdict.outcome === 'passed' ? (
							<p className="verdict-sentence">
								<VerdictSentence verdict={verdict} />
							</p>
						) : (
							<details key={`${ranAt}-${verdict.check}`} open={verdict === next}>
								<summary className="verdict-sentence">
									<VerdictSentence verdict={verdict} />
								</summary>
								<VerdictDetail verdict={verdict} />
							</details>
						)}
					</li>
				))}
			</ol>
			<p className="visually-hidden" role="status">
				{verdicts.filter((verdict) => verdict.outcome === 'passed').length} contrôles réussis sur{' '}
				{verdicts.length}, pour {tasks.length} tâches.
			</p>
		</section>
	)
}

function VerdictSentence({ verdict: { outcome, sentence } }: { verdict: Verdict }) {
	return (
		<>
			<Icon name={ICONS[outcome]} size={16} />
			<strong>{WORDS[outcome]}</strong>
			<span>{sentence}</span>
		</>
	)
}

function VerdictDetail({ verdict }: { verdict: ShownVerdict }) {
	return (
		<dl className="verdict-detail">
			<dt>Attendu</dt>
			<dd>{verdict.expected}</dd>
			<dt>Obtenu</dt>
			<dd>{verdict.obtained}</dd>
			{verdict.hint && (
				<>
					<dt>Piste</dt>
					<dd>{verdict.hint}</dd>
				</>
			)}
			{verdict.evidence.length > 0 && (
				<>
					<dt>Preuves</dt>
					<dd>
						<ul>
							{verdict.evidence.map((fact) => (
								<li key={`${fact.seq ?? 'o'}-${fact.observation ?? ''}-${fact.operation}-${fact.at}`}>
									<code>{fact.operation}</code> ({fact.outcome}) par{' '}
									<code>{fact.principal.split(/[:/]/).at(-1)}</code>
								</li>
							))}
						</ul>
					</dd>
				</>
			)}
			{verdict.lessonPath && (
				<>
					<dt>Leçon</dt>
					<dd>
						<Link to={verdict.lessonPath}>Revoir la notion</Link>
					</dd>
				</>
			)}
		</dl>
	)
}
