// `npm run content:stale`: lists the lessons whose last verification is older than
// six months, the oldest first. It fails when there is one, so that a schedule can call it.
import { fileURLToPath } from 'node:url'
import { loadCourse } from '../app/course/build/load-course.ts'

const MONTHS = 6

/** The day, as YYYY-MM-DD, before which a verification is too old. */
export function staleBefore(today) {
	const date = new Date(`${today}T00:00:00Z`)
	const day = date.getUTCDate()
	date.setUTCDate(1)
	date.setUTCMonth(date.getUTCMonth() - MONTHS)
	// 31 August less six months is the last of February.
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
	date.setUTCDate(Math.min(day, last))
	return date.toISOString().slice(0, 10)
}

/** The lessons of a course that were verified before that day, the oldest first. */
export function staleLessons({ parts }, today) {
	const limit = staleBefore(today)
	return parts
		.flatMap(({ lessons }) => lessons)
		.filter(({ verified }) => verified < limit)
		.toSorted((one, other) => (one.verified < other.verified ? -1 : 1))
		.map(({ file, verified, title }) => ({ file, verified, title }))
}

/** The course, or the end of the command when it cannot be published. */
function readCourse() {
	try {
		return loadCourse(process.cwd())
	} catch (error) {
		console.error(error.message)
		process.exit(2)
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const stale = staleLessons(readCourse(), new Date().toISOString().slice(0, 10))
	for (const { file, verified, title } of stale) console.log(`${verified}  ${file}  ${title}`)
	console.log(
		stale.length === 0
			? `Toutes les leçons ont été vérifiées depuis moins de ${MONTHS} mois.`
			: `${stale.length} à vérifier : relisez leurs sources, corrigez, puis changez « verified ».`,
	)
	process.exit(stale.length === 0 ? 0 : 1)
}
