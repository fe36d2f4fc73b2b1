import { expect, test } from 'vitest'
import { createAnswerQueue, type PendingAnswer, type QueueState, type SendResult } from './answer-queue.ts'

function saved({ seq, answer }: PendingAnswer): SendResult {
	return { status: 'saved', serverTime: '2026-11-23T13:03:12.000Z', seq, answer, receipt: 'r' }
}

/** A queue whose timers run when the test says so, in front of a server that the test plays. */
function makeQueue(send: (pending: PendingAnswer) => Promise<SendResult>) {
	const kept = new Map<string, string>()
	const states: Array<QueueState> = []
	const stale: Array<Array<string>> = []
	const waiting: Array<() => void> = []
	const queue = createAnswerQueue('a1', {
		storage: {
			getItem: (key) => kept.get(key) ?? null,
			setItem: (key, value) => void kept.set(key, value),
			removeItem: (key) => void kept.delete(key),
		},
		send,
		later: (work) => void waiting.push(work),
		onState: (state) => void states.push(state),
		onStale: (_position, _seq, answer) => void stale.push(answer),
	})
	return { queue, states, stale, waiting }
}

const entry = (seq: number, answer: Array<string>, position = 1) => ({
	position,
	seq,
	answer,
	flagged: false,
})

test('several changes before the queue runs send the last one only', async () => {
	const sent: Array<PendingAnswer> = []
	const { queue } = makeQueue(async (pending) => {
		sent.push(pending)
		return saved(pending)
	})
	queue.put(entry(1, ['a']))
	queue.put(entry(2, ['b']))
	await queue.flush()
	expect(sent).toEqual([entry(2, ['b'])])
	expect(queue.pending()).toEqual([])
})

test('without a connection the answer is kept, the candidate is told, and it is sent later', async () => {
	let online = false
	const { queue, states, waiting } = makeQueue(async (pending) => {
		if (!online) throw new TypeError('Failed to fetch')
		return saved(pending)
	})
	queue.put(entry(1, ['a']))
	await queue.flush()
	expect(states.at(-1)).toMatchObject({ status: 'offline' })
	expect(queue.pending()).toHaveLength(1)
	online = true
	await waiting.at(-1)?.()
	expect(states.at(-1)).toMatchObject({ status: 'saved', receipt: 'r' })
	expect(queue.pending()).toEqual([])
})

test('an expired session keeps the answer', async () => {
	const { queue } = makeQueue(async () => ({ status: 'signed_out', message: 'x' }))
	queue.put(entry(1, ['a']))
	await queue.flush()
	expect(queue.pending()).toHaveLength(1)
})

test('a refusal is shown and not repeated', async () => {
	const { queue, states } = makeQueue(async () => ({ status: 'closed', message: 'Le temps est écoulé.' }))
	queue.put(entry(1, ['a']))
	await queue.flush()
	expect(states.at(-1)).toEqual({ status: 'refused', message: 'Le temps est écoulé.' })
	expect(queue.pending()).toEqual([])
})

test('a newer answer of another page is handed over', async () => {
	const { queue, stale } = makeQueue(
		async (pending) => ({ ...saved(pending), status: 'stale', seq: 9, answer: ['z'] }) as SendResult,
	)
	queue.put(entry(1, ['a']))
	await queue.flush()
	expect(stale).toEqual([['z']])
})

test('an answer given while another is on its way is sent after it', async () => {
	const sent: Array<number> = []
	const { queue } = makeQueue(async (pending) => {
		sent.push(pending.seq)
		if (pending.seq === 1) queue.put(entry(2, ['b']))
		return saved(pending)
	})
	queue.put(entry(1, ['a']))
	await queue.flush()
	expect(sent).toEqual([1, 2])
})
