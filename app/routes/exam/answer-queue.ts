export interface PendingAnswer {
	position: number
	seq: number
	answer: Array<string>
	flagged: boolean
}

export type QueueState =
	| { status: 'idle'; savedAt?: string }
	| { status: 'saving' }
	| { status: 'saved'; savedAt: string; receipt: string }
	| { status: 'offline' | 'refused'; message: string }

export type SendResult =
	| { status: 'saved' | 'stale'; serverTime: string; seq: number; answer: Array<string>; receipt: string }
	| { status: 'not_found' | 'closed' | 'invalid' | 'signed_out'; message: string }

interface Outside {
	/** Keeps what is not yet acknowledged, over a reload too. */
	storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
	/** Rejects when the server cannot be reached. */
	send(pending: PendingAnswer): Promise<SendResult>
	later(work: () => void, milliseconds: number): void
	onState(state: QueueState, about: PendingAnswer): void
	/** The server holds a newer answer than the one sent. */
	onStale(position: number, seq: number, answer: Array<string>): void
}

const SETTLE_MS = 250
const RETRY_MS = [1000, 2000, 5000, 10_000, 20_000]
const OFFLINE =
	'La connexion est coupée. Votre réponse est gardée dans ce navigateur et sera envoyée dès que possible\u202F; restez sur cette page.'

/** Sends answers one at a time, the latest of each question only, until the server has acknowledged each. */
export function createAnswerQueue(attemptId: string, { storage, send, later, onState, onStale }: Outside) {
	const key = `filiere-examen-${attemptId}`
	let sending = false
	let failures = 0

	function pending(): Array<PendingAnswer> {
		try {
			return JSON.parse(storage.getItem(key) ?? '[]')
		} catch {
			return []
		}
	}

	function keep(list: Array<PendingAnswer>): void {
		if (list.length === 0) storage.removeItem(key)
		else storage.setItem(key, JSON.stringify(list))
	}

	function put(entry: PendingAnswer): void {
		keep([...pending().filter(({ position }) => position !== entry.position), entry])
		later(flush, SETTLE_MS)
	}

	async function flush(): Promise<void> {
		const [entry] = pending()
		if (sending || !entry) return
		sending = true
		onState({ status: 'saving' }, entry)
		try {
			settle(entry, await send(entry))
			failures = 0
		} catch {
			onState({ status: 'offline', message: OFFLINE }, entry)
			later(flush, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] as number)
			return
		} finally {
			sending = false
		}
		await flush()
	}

	function settle(entry: PendingAnswer, result: SendResult): void {
		if (result.status === 'signed_out') throw new Error(result.message)
		keep(pending().filter(({ position, seq }) => position !== entry.position || seq > entry.seq))
		if ('message' in result) {
			onState({ status: 'refused', message: result.message }, entry)
			return
		}
		onState({ status: 'saved', savedAt: result.serverTime, receipt: result.receipt }, entry)
		if (result.status === 'stale') onStale(entry.position, result.seq, result.answer)
	}

	return { put, flush, pending }
}
