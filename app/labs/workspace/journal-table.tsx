import { EmptyState } from '#app/ui/empty-state.tsx'
import { formatTime } from '#app/ui/french-date.ts'
import { TableWrapper } from '#app/ui/table-wrapper.tsx'
import type { JournalRow } from '../live-state.ts'

/** Who called what, and why it was refused: the sandbox's own audit trail, newest first. */
export function JournalTable({ rows }: { rows: Array<JournalRow> }) {
	if (rows.length === 0) {
		return (
			<EmptyState title="Le journal est vide">
				<p>Chaque appel à AWS s’inscrit ici, avec son auteur et la raison d’un refus.</p>
			</EmptyState>
		)
	}
	return (
		<TableWrapper label="Journal des appels">
			<table className="journal">
				<thead>
					<tr>
						<th scope="col">Heure</th>
						<th scope="col">Auteur</th>
						<th scope="col">Appel</th>
						<th scope="col">Issue</th>
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={row.key}>
							<td>
								<time dateTime={row.at}>{formatTime(new Date(row.at))}</time>
							</td>
							<td>{row.who}</td>
							<td>
								<code>{row.what}</code>
							</td>
							<td>{row.refusal ? <Refusal refusal={row.refusal} /> : 'accepté'}</td>
						</tr>
					))}
				</tbody>
			</table>
		</TableWrapper>
	)
}

function Refusal({ refusal }: { refusal: NonNullable<JournalRow['refusal']> }) {
	return (
		<details>
			<summary>
				refusé : <code>{refusal.code}</code>
			</summary>
			<p lang="en">{refusal.message}</p>
			{refusal.missing && (
				<p>
					Droit manquant : <code>{refusal.missing}</code>
				</p>
			)}
		</details>
	)
}
