import { examContext } from '#app/exam/exam-context.server.ts'
import { closeExpired } from '#app/exam/submit-attempt.server.ts'
import { log } from '#app/platform/log.server.ts'

const MINUTE_MS = 60_000

/** Starts what must happen though nobody asks: abandoned attempts are graded. Returns how to stop. */
export function startJobs(): () => void {
	const timer = setInterval(() => {
		closeExpired(examContext()).then(
			(closed) => closed > 0 && log.info({ closed }, 'abandoned attempts graded'),
			(err) => log.error({ err }, 'abandoned attempts could not be graded'),
		)
	}, MINUTE_MS)
	timer.unref()
	return () => clearInterval(timer)
}
