import type { Eligibility } from '#app/exam/eligibility.ts'
import { DateTime } from '#app/ui/date-time.tsx'
import { Notice } from '#app/ui/notice.tsx'

const reasons = {
	passed: {
		title: 'Examen déjà réussi',
		text: 'Votre certificat est valable. Vous pourrez repasser l’examen pour le renouveler à partir du',
	},
	cool_down: {
		title: 'Prochaine tentative',
		text: 'Un délai sépare deux tentatives, pour revoir les parties à reprendre. Vous pourrez recommencer à partir du',
	},
	yearly_limit: {
		title: 'Nombre de tentatives atteint',
		text: 'Le nombre de tentatives sur douze mois est limité. Vous pourrez recommencer à partir du',
	},
}

/** Why no attempt may start now, and from when one may. */
export function ExamRefusal({ refusal }: { refusal: Eligibility & { allowed: false } }) {
	const { title, text } = reasons[refusal.reason]
	return (
		<Notice title={title}>
			<p>
				{text} <DateTime date={refusal.until} />.
			</p>
		</Notice>
	)
}
