import type { PendingAnswer, SendResult } from './answer-queue.ts'

/** Rejects when the server is out of reach or out of order, so that the answer is sent again. */
export async function postAnswer(attemptId: string, pending: PendingAnswer): Promise<SendResult> {
	const response = await fetch(`/examen/${attemptId}/reponse`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(pending),
		keepalive: true,
	})
	if (response.status >= 500 || response.status === 429) throw new Error(`HTTP ${response.status}`)
	return await response.json()
}
