import { createTransport } from 'nodemailer'
import { now } from './clock.server.ts'
import { getDatabase } from './db.server.ts'
import { type Environment, env } from './env.server.ts'
import { log } from './log.server.ts'

export interface Mail {
	to: string
	subject: string
	text: string
	html: string
}

/** Whether mail stays here, to be read at `/boite-locale`. Never in production mode. */
export function mailStaysLocal(environment: Pick<Environment, 'mode' | 'smtpUrl'> = env): boolean {
	return environment.mode === 'demo' && environment.smtpUrl === undefined
}

let transport: ReturnType<typeof createTransport> | undefined

/**
 * Sends `mail` by SMTP, or keeps it for the local mailbox. Returns before SMTP has
 * answered: a slow answer would tell which addresses have an account. A failure is logged.
 */
export async function sendMail(mail: Mail): Promise<void> {
	if (mailStaysLocal()) {
		await getDatabase().localMail.create({ data: { ...mail, sentAt: now() } })
		return
	}
	if (!env.smtpUrl) {
		log.error({ subject: mail.subject }, 'mail not sent: SMTP_URL is not set')
		return
	}
	transport ??= createTransport(env.smtpUrl)
	transport
		.sendMail({ from: env.mailFrom, ...mail })
		.catch((err: unknown) => log.error({ err, subject: mail.subject }, 'mail not sent'))
}
