import { certificateContext } from '#app/certificates/certificate-context.server.ts'
import { issueCertificate } from '#app/certificates/issue.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import type { PrismaClient } from '#prisma/generated/client.ts'
import { examContent } from './bank.server.ts'
import type { Blueprint, Form } from './blueprint.ts'
import type { Item } from './item.ts'

/** What the exam needs from outside, given by the caller so that a test can hold the clock. */
export interface ExamContext {
	db: PrismaClient
	/** The server's clock: the only one that counts for a deadline. */
	now(): Date
	/** Signs the receipts. */
	secret: string
	/** Shortens the wait between attempts. */
	demo: boolean
	blueprint: Blueprint
	form: Form
	bank: Array<Item>
	/** Called after a pass is stored; must be idempotent, since a retry calls it again. */
	onPassed(attempt: { attemptId: string }): Promise<void>
}

/** The process's own exam. A pass issues the certificate. */
export function examContext(): ExamContext {
	return {
		...examContent(),
		db: getDatabase(),
		now,
		secret: env.appSecret,
		demo: env.mode === 'demo',
		async onPassed(attempt) {
			await issueCertificate(await certificateContext(), attempt)
		},
	}
}
