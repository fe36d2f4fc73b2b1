import { useEffect } from 'react'
import { useRevalidator } from 'react-router'
import { createAnswerQueue } from './answer-queue.ts'
import { postAnswer } from './post-answer.ts'

/** Sends what a question page could not send before it was left, then shows the attempt anew. */
export function useKeptAnswers(attemptId: string): void {
	const { revalidate } = useRevalidator()
	useEffect(() => {
		const queue = createAnswerQueue(attemptId, {
			storage: localStorage,
			send: (pending) => postAnswer(attemptId, pending),
			later: (work, milliseconds) => void setTimeout(work, milliseconds),
			onState: () => undefined,
			onStale: () => undefined,
		})
		if (queue.pending().length > 0) void queue.flush().then(revalidate)
	}, [attemptId, revalidate])
}
