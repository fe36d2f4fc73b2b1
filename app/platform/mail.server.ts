import nodemailer, { type Transporter } from 'nodemailer'
import { now } from './clock.server.ts'
import { getDatabase } from './db.server.ts'
import { env } from './env.server.ts'

export interface Mail {
	to: string
	subject: string
	text: string
	html: string
}

let transport: Transporter | undefined

/** Whether mail is shown on the demo's own page instead of leaving: only a demo without SMTP. */
export const mailStaysLocal = env.smtpUrl === undefined && env.mode === 'demo'

/** Sends a mail by SMTP, or leaves it in the demo's local mailbox. */
export async function sendMail(mail: Mail): Promise<void> {
	if (env.smtpUrl !== undefined) {
		transport ??= nodemailer.createTransport(env.smtpUrl)
		await transport.sendMail({ from: env.mailFrom, ...mail })
		return
	}
	if (!mailStaysLocal) throw new Error('SMTP_URL is not set: mail cannot be sent in production mode')
	await getDatabase().localMail.create({ data: { ...mail, sentAt: now() } })
}
