// One clock for everyone: the times of an exam or a certificate must read the
// same whatever machine shows them.
const timeZone = 'Europe/Paris'

const parts = new Intl.DateTimeFormat('fr-FR', {
	timeZone,
	day: 'numeric',
	month: 'long',
	year: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23',
})

/** « 23 novembre 2026 », with « 1er » for the first of a month, in Paris time. */
export function formatDate(date: Date): string {
	const { day, month, year } = partsOf(date)
	return `${day === '1' ? '1er' : day}\u00a0${month} ${year}`
}

/** « 23 novembre 2026 à 14 h 05 », in Paris time. */
export function formatDateTime(date: Date): string {
	const { hour, minute } = partsOf(date)
	return `${formatDate(date)} à ${Number(hour)}\u00a0h\u00a0${minute}`
}

/** « 14:03:12 », in Paris time, for receipts. */
export function formatTime(date: Date): string {
	const { hour, minute, second } = partsOf(date)
	return `${hour}:${minute}:${second}`
}

/** « 45 min », « 1 h », « 2 h 05 » from a whole number of minutes. */
export function formatMinutes(minutes: number): string {
	const hours = Math.floor(minutes / 60)
	const rest = minutes % 60
	if (hours === 0) return `${rest}\u00a0min`
	if (rest === 0) return `${hours}\u00a0h`
	return `${hours}\u00a0h\u00a0${String(rest).padStart(2, '0')}`
}

function partsOf(date: Date): Record<Intl.DateTimeFormatPartTypes, string> {
	const entries = parts.formatToParts(date).map((part) => [part.type, part.value])
	return Object.fromEntries(entries)
}
