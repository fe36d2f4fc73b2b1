import { log } from '#app/platform/log.server.ts'
import { type Mail, sendMail } from '#app/platform/mail.server.ts'
import { type Pace, peekWait, waitFor } from './pace.server.ts'

// Anybody may have us write to an address: by signing up with it, or by asking for a
// new password. Nobody may fill its box.

/** Counted each by itself: whoever asks for one kind in vain keeps no other from being sent. */
type Kind = 'verification' | 'existing' | 'reset'

const MAIL: Pace = { free: 5, pauseMs: 15 * 60_000, forgottenMs: 60 * 60_000 }

export const TOO_MUCH_MAIL =
	'Plusieurs messages sont déjà partis vers cette adresse. Regardez dans vos courriers indésirables, ou recommencez dans un quart d’heure.'

/** Sends mail of an account, unless its address has had enough. Who asked is told the same. */
export async function sendPaced(kind: Kind, mail: Mail): Promise<void> {
	if ((await waitFor(subjectOf(kind, mail.to), MAIL)) === 0) return sendMail(mail)
	log.warn({ subject: mail.subject }, 'mail not sent: its address has had many')
}

/** Seconds before mail of a kind would be sent to an address again. */
export function waitBeforeMail(kind: Kind, email: string): Promise<number> {
	return peekWait(subjectOf(kind, email), MAIL)
}

function subjectOf(kind: Kind, email: string): string {
	return `mail ${kind} ${email}`
}
