import { useEffect, useRef, useState } from 'react'
import { createAnswerQueue, type PendingAnswer, type QueueState } from './answer-queue.ts'
import { postAnswer } from './post-answer.ts'

interface Question {
	position: number
	answer: Array<string>
	seq: number
	flagged: boolean
	savedAt?: string
}

/** The answer on the page, saved as it is given. */
export function useAnswer(attemptId: string, question: Question) {
	const [answer, setAnswer] = useState(question.answer)
	const [flagged, setFlagged] = useState(question.flagged)
	const [seq, setSeq] = useState(question.seq)
	const [state, setState] = useState<QueueState>({ status: 'idle', savedAt: question.savedAt })
	const queue = useRef<ReturnType<typeof createAnswerQueue>>(null)

	// biome-ignore lint/correctness/useExhaustiveDependencies: one queue for one question of one attempt
	useEffect(() => {
		const opened = createAnswerQueue(attemptId, {
			storage: localStorage,
			send: (pending) => postAnswer(attemptId, pending),
			later: (work, milliseconds) => void setTimeout(work, milliseconds),
			onState: (next, about) => about.position === question.position && setState(next),
			onStale(position, newest, stored) {
				if (position !== question.position) return
				setSeq(newest)
				setAnswer(stored)
			},
		})
		queue.current = opened
		const kept = opened.pending().find(({ position }) => position === question.position)
		if (kept && kept.seq > question.seq) {
			setAnswer(kept.answer)
			setFlagged(kept.flagged)
			setSeq(kept.seq)
		}
		const flush = () => void opened.flush()
		flush()
		window.addEventListener('online', flush)
		window.addEventListener('pagehide', flush)
		return () => {
			window.removeEventListener('online', flush)
			window.removeEventListener('pagehide', flush)
		}
	}, [attemptId, question.position])

	function give(next: Partial<Pick<PendingAnswer, 'answer' | 'flagged'>>): void {
		const entry = { position: question.position, seq: seq + 1, answer, flagged, ...next }
		setAnswer(entry.answer)
		setFlagged(entry.flagged)
		setSeq(entry.seq)
		queue.current?.put(entry)
	}

	return {
		answer,
		flagged,
		seq,
		state,
		choose: (chosen: Array<string>) => give({ answer: chosen }),
		flag: (marked: boolean) => give({ flagged: marked }),
	}
}
