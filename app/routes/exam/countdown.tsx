import { useEffect, useState } from 'react'
import { Button } from '#app/ui/button.tsx'

const ANNOUNCED_MINUTES = [30, 10, 5, 1]
const GRACE_MS = 11_000

/** The time left, hidden until asked for, announced politely at a few thresholds; the server's clock decides. */
export function Countdown({
	deadline,
	serverTime,
	attemptId,
}: {
	deadline: string
	serverTime: string
	attemptId: string
}) {
	const [shown, setShown] = useState(false)
	const [left, setLeft] = useState(Date.parse(deadline) - Date.parse(serverTime))
	const [announcement, setAnnouncement] = useState('')

	useEffect(() => {
		const opened = performance.now()
		const atOpening = Date.parse(deadline) - Date.parse(serverTime)
		let previous = atOpening
		const timer = setInterval(() => {
			const now = atOpening - (performance.now() - opened)
			const crossed = ANNOUNCED_MINUTES.find(
				(minutes) => previous > minutes * 60_000 && now <= minutes * 60_000,
			)
			if (crossed) setAnnouncement(`Il reste ${crossed} minute${crossed > 1 ? 's' : ''}.`)
			if (previous > 0 && now <= 0)
				setAnnouncement('Le temps est écoulé. Vos réponses enregistrées vont être notées.')
			previous = now
			setLeft(now)
			if (now > -GRACE_MS) return
			clearInterval(timer)
			location.assign(`/examen/${attemptId}/resultat`)
		}, 1000)
		return () => clearInterval(timer)
	}, [deadline, serverTime, attemptId])

	return (
		<div className="row exam-time">
			<Button type="button" variant="quiet" small aria-expanded={shown} onClick={() => setShown(!shown)}>
				{shown ? 'Masquer le temps' : 'Temps restant'}
			</Button>
			{shown && (
				<span role="timer" aria-live="off" className="tabular">
					{clock(left)}
				</span>
			)}
			<noscript>{`Fin à ${deadline.slice(11, 16)} UTC`}</noscript>
			<span role="status" className="exam-announcement">
				{announcement}
			</span>
		</div>
	)
}

function clock(milliseconds: number): string {
	const seconds = Math.max(0, Math.floor(milliseconds / 1000))
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
