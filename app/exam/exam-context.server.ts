import type { PrismaClient } from '#prisma/generated/client.ts'
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
