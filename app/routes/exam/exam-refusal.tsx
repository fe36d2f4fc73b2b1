import { Link } from 'react-router'
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

/** An examination that certifies is taken at an address that is known to be the candidate's. */
export function AddressToConfirm({ localMail }: { localMail: boolean }) {
	return (
		<Notice title="Votre adresse reste à confirmer">
			<p>
				Le certificat est lié à votre adresse électronique : l’examen commence une fois qu’elle est confirmée.
				Ouvrez le lien du message reçu à l’inscription, ou demandez-en un autre depuis{' '}
				<Link to="/compte">votre compte</Link>.
			</p>
			{localMail && (
				<p>
					Dans cette démonstration, ce message se lit dans la <Link to="/boite-locale">boîte locale</Link>.
				</p>
			)}
		</Notice>
	)
}
