import { useEffect, useState } from 'react'

/** The sandbox's own time, ticking here between two words from the server, and how fast it runs. */
export function VirtualClock({ at, speed }: { at: number; speed: number }) {
	const [now, setNow] = useState(at)

	useEffect(() => {
		setNow(at)
		const heardAt = performance.now()
		const tick = setInterval(() => setNow(at + (performance.now() - heardAt) * speed), 1000)
		return () => clearInterval(tick)
	}, [at, speed])

	const time = new Date(now)
	const text = time.toLocaleString('fr-FR', {
		timeZone: 'Europe/Paris',
		day: 'numeric',
		month: 'long',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	})
	return (
		<p className="lab-clock">
			<span className="visually-hidden">Heure du bac à sable : </span>
			<time dateTime={time.toISOString()}>{text}</time>{' '}
			<abbr title={`Le temps y passe ${speed} fois plus vite que chez vous`}>×{speed}</abbr>
		</p>
	)
}
