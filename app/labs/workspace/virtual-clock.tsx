/** The sandbox's own time and how fast it runs. */
export function VirtualClock({ at, speed }: { at: number; speed: number }) {
	const time = new Date(at)
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
			<span className="visually-hidden">Heure du bac à sable : </span>
			<time dateTime={time.toISOString()}>{text}</time>{' '}
			<abbr title={`Le temps y passe ${speed} fois plus vite que chez vous`}>×{speed}</abbr>
		</p>
	)
}
