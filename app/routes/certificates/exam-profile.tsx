import type { Evidence } from '#app/certificates/evidence.ts'
import { TableWrapper } from '#app/ui/table-wrapper.tsx'

/** The exam's result by domain, from the evidence that the signature covers. */
export function ExamProfile({ evidence }: { evidence: Evidence }) {
	return (
		<TableWrapper label="Profil par domaine">
			<table>
				<thead>
					<tr>
						<th scope="col">Domaine</th>
						<th scope="col" className="figure-cell">
							Réponses justes
						</th>
					</tr>
				</thead>
				<tbody>
					{evidence.profile.map(({ domain, title, correct, total }) => (
						<tr key={domain}>
							<th scope="row">{title}</th>
							<td className="figure-cell">
								{correct} sur {total}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</TableWrapper>
	)
}
