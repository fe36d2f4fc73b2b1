import { forget, type Pace, waitFor } from './pace.server.ts'

// Tries at one account's password, from however many addresses. Those of a browser that
// has been signed in to the account are counted by themselves, so that
// whoever tries from elsewhere cannot keep its owner out.
// https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies

const TRIES: Pace = { free: 10, pauseMs: 60_000, forgottenMs: 15 * 60_000 }

export const TOO_MANY_TRIES =
	'Trop d’essais pour ce compte en peu de temps. Patientez une minute, puis recommencez, ou choisissez un nouveau mot de passe.'

/**
 * Counts a try at an account, whether there is one or not. Answers the seconds to
 * wait before it may be made, 0 when it may be made now. `from` is a browser that the
 * account knows; undefined for all others together.
 */
export function waitBeforeTrying(email: string, from: string | undefined): Promise<number> {
	return waitFor(subjectOf(email, from), TRIES)
}

/** After a try that was right. */
export function forgetTries(email: string, from: string | undefined): Promise<void> {
	return forget(subjectOf(email, from))
}

function subjectOf(email: string, from = ''): string {
	return `password ${email} ${from}`
}
