import { formatTime } from '#app/ui/french-date.ts'
import { Notice } from '#app/ui/notice.tsx'
import type { QueueState } from './answer-queue.ts'

/** What the server has of this page's answer, with the receipt to keep. */
export function SaveState({ state }: { state: QueueState }) {
	if (state.status === 'idle') {
		return (
			<p className="quiet" role="status">
				{state.savedAt ? `Enregistré à ${formatTime(new Date(state.savedAt))}` : 'Pas encore de réponse'}
			</p>
		)
	}
	if (state.status === 'saving') {
		return (
			<p className="quiet" role="status">
				Enregistrement…
			</p>
		)
	}
	if (state.status === 'saved') {
		return (
			<div className="quiet">
				<p role="status">{`Enregistré à ${formatTime(new Date(state.savedAt))}`}</p>
				<details>
					<summary>Reçu du serveur</summary>
					<code className="exam-receipt">{state.receipt}</code>
				</details>
			</div>
		)
	}
	return (
		<Notice
			kind="error"
			title={state.status === 'offline' ? 'Réponse non transmise' : 'Réponse refusée'}
			live
		>
			<p>{state.message}</p>
		</Notice>
	)
}
