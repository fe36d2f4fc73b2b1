import { forgetPast } from '#app/accounts/pace.server.ts'
import { examContext } from '#app/exam/exam-context.server.ts'
import { closeExpired } from '#app/exam/submit-attempt.server.ts'
import { labHost } from '#app/labs/lab-host.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { log } from '#app/platform/log.server.ts'

const MINUTE_MS = 60_000
/** Between two rounds of the collector: reset worlds go at once, it finds what is left. */
const COLLECTION_MS = 30 * MINUTE_MS

/** Starts what must happen though nobody asks: abandoned attempts are graded, what nobody can reach any more is collected. Returns how to stop. */
export function startJobs(): () => void {
	const timer = setInterval(() => {
		closeExpired(examContext()).then(
			(closed) => closed > 0 && log.info({ closed }, 'abandoned attempts graded'),
			(err) => log.error({ err }, 'abandoned attempts could not be graded'),
		)
	}, MINUTE_MS)
	const collection = setInterval(() => {
		labHost()
			.collector.collect(now())
			.catch((err) => log.error({ err }, 'what nobody can reach any more could not be collected'))
	}, COLLECTION_MS)
	const past = setInterval(() => {
		forgetPast().catch((err) => log.error({ err }, 'past tries could not be forgotten'))
	}, COLLECTION_MS)
	for (const one of [timer, collection, past]) one.unref()
	return () => {
		for (const one of [timer, collection, past]) clearInterval(one)
	}
}
