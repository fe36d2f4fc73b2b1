import { Notice } from '#app/ui/notice.tsx'
import type { Usage } from '../live-state.ts'

/** From this share of a limit on, the page warns. */
const NEAR = 0.8

const NAMES: Record<Usage['what'], string> = {
	content: 'contenu de ce bac à sable',
	allContent: 'contenu de tous vos bacs à sable',
	resources: 'ressources et objets',
	entries: 'inscriptions au journal',
	journal: 'poids du journal',
}

const MEBIBYTE = 1024 * 1024
const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 })

/** What the sandbox holds of what it may hold; said aloud before a limit is reached. */
export function UsageMeter({ usage }: { usage: ReadonlyArray<Usage> }) {
	const near = usage.filter(({ used, limit }) => used >= NEAR * limit)
	return (
		<>
			{near.length > 0 && (
				<Notice kind="pitfall" title="Ce bac à sable est bientôt plein" live>
					<p>
						{sentence(near)} Une fois plein, il refuse ce qui s’y ajoute ; ce qui s’y trouve reste lisible.
						Supprimez ce qui ne sert plus, ou revenez à l’état de départ, qui remet aussi le journal à zéro.
					</p>
				</Notice>
			)}
			<details className="quiet">
				<summary>Place occupée</summary>
				<p>{sentence(usage)}</p>
			</details>
		</>
	)
}

function sentence(usage: ReadonlyArray<Usage>): string {
	const parts = usage.map(
		(one) => `${NAMES[one.what]}\u00a0: ${shown(one, one.used)} sur ${shown(one, one.limit)}`,
	)
	const text = parts.join('\u202f; ')
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function shown({ what }: Usage, amount: number): string {
	if (what === 'resources' || what === 'entries') return number.format(amount)
	return `${number.format(amount / MEBIBYTE)}\u00a0Mio`
}
