import { createHmac } from 'node:crypto'

export interface Saved {
	attemptId: string
	position: number
	seq: number
	answer: Array<string>
	savedAt: Date
}

/** Proves to the candidate, and lets us check, what the server held for one question. */
export function signReceipt(secret: string, { attemptId, position, seq, answer, savedAt }: Saved): string {
	const statement = JSON.stringify([attemptId, position, seq, answer.toSorted(), savedAt.toISOString()])
	return createHmac('sha256', secret).update(`exam-receipt\n${statement}`).digest('base64url')
}
