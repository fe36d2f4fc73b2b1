import { Icon } from './icon.tsx'

/** How something that runs stands: a pipeline, a stage, an action, a check. */
export type Status =
	| 'waiting'
	| 'running'
	| 'succeeded'
	| 'failed'
	| 'stopped'
	| 'superseded'
	| 'skipped'
	| 'abandoned'

/** The French word of each status, agreed with a feminine noun (étape, action, exécution). */
export const statusWords: Record<Status, string> = {
	waiting: 'en attente',
	running: 'en cours',
	succeeded: 'réussie',
	failed: 'en échec',
	stopped: 'arrêtée',
	superseded: 'remplacée',
	skipped: 'ignorée',
	abandoned: 'abandonnée',
}

/** Icon and word of a status; `label` replaces the word where another noun or gender is meant. */
export function StatusBadge({ status, label }: { status: Status; label?: string }) {
	return (
		<span className={`status-badge is-${status}`}>
			<Icon name={status} size={14} />
			{label ?? statusWords[status]}
		</span>
	)
}
