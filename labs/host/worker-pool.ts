import type { ChildProcess } from 'node:child_process'
import { FairQueue, type QueueLimits } from './fair-queue.ts'

/** Milliseconds that a worker has, after the deadline, to stop by itself before it is killed. */
const GRACE_MS = 500

export interface PoolOptions extends QueueLimits {
	/** Workers at the same time. */
	size: number
	/** Items of one owner that run at the same time. */
	perOwnerRunning: number
	/** Starts a process that answers each message `{ id, … }` with one of the same id. */
	start(): ChildProcess
}

/**
 * How a request ended: answered, or not, and why. `busy` never began; `memory`,
 * `died` and `timeout` did, and nothing of them is kept.
 */
export type Ending<Answer> =
	| { answer: Answer }
	| { failure: 'busy' | 'closed' | 'died' | 'memory' | 'timeout' }

interface Job<Request, Answer> {
	owner: string
	request: Request
	timeoutMs: number
	settle(ending: Ending<Answer>): void
}

/**
 * Processes that can be killed, capped in time by the pool and in all else by
 * how they are started. Owners take turns. Each process is watched from its
 * birth to its end: one that dies idle is forgotten, one that dies at work ends
 * that work alone.
 */
export class WorkerPool<Request extends object, Answer extends { id: number }> {
	readonly #options: PoolOptions
	readonly #queue: FairQueue<Job<Request, Answer>>
	/** All that live, at work or not. */
	readonly #workers = new Set<ChildProcess>()
	readonly #idle: Array<ChildProcess> = []
	/** Owners of what runs, one entry for each. */
	readonly #running: Array<string> = []
	#nextId = 1
	#closed = false

	constructor(options: PoolOptions) {
		this.#options = options
		this.#queue = new FairQueue(options)
	}

	/** Starts one worker ahead of need, so that the first request does not wait for it. */
	warm(): void {
		if (!this.#closed && this.#idle.length === 0 && this.#running.length === 0) this.#idle.push(this.#start())
	}

	/** Has a worker answer a request of an owner, in turn. Never rejects. */
	run(owner: string, request: Request, timeoutMs: number): Promise<Ending<Answer>> {
		return new Promise((settle) => {
			if (this.#closed) return settle({ failure: 'closed' })
			const job = { owner, request, timeoutMs, settle }
			if (!this.#queue.add(owner, job)) return settle({ failure: 'busy' })
			this.#next()
		})
	}

	close(): void {
		this.#closed = true
		for (const job of this.#queue.drain()) job.settle({ failure: 'closed' })
		for (const worker of this.#workers) worker.kill('SIGKILL')
	}

	#start(): ChildProcess {
		const worker = this.#options.start()
		this.#workers.add(worker)
		const forget = () => {
			const index = this.#idle.indexOf(worker)
			if (index >= 0) this.#idle.splice(index, 1)
		}
		// A channel that closes while nobody listens is an error that would end the server.
		worker.on('error', forget)
		worker.on('exit', () => {
			forget()
			this.#workers.delete(worker)
		})
		worker.on('disconnect', forget)
		return worker
	}

	#next(): void {
		if (this.#running.length >= this.#options.size) return
		const ownRunning = (owner: string) => this.#running.filter((one) => one === owner).length
		const taken = this.#queue.take((owner) => ownRunning(owner) < this.#options.perOwnerRunning)
		if (!taken) return
		this.#work(taken.item, this.#idle.pop() ?? this.#start())
		this.#next()
	}

	#work(job: Job<Request, Answer>, worker: ChildProcess): void {
		this.#running.push(job.owner)
		const id = this.#nextId++
		let over = false
		const leave = (): boolean => {
			if (over) return false
			over = true
			clearTimeout(deadline)
			worker.off('message', onMessage)
			worker.off('exit', onExit)
			worker.off('error', onError)
			this.#running.splice(this.#running.indexOf(job.owner), 1)
			return true
		}
		const finish = (ending: Ending<Answer>) => {
			if (!leave()) return
			if ('answer' in ending && worker.connected && !this.#closed) this.#idle.push(worker)
			else worker.kill('SIGKILL')
			job.settle(ending)
			this.#next()
		}
		const onMessage = (message: Answer | 'ready') => {
			if (message !== 'ready' && message.id === id) finish({ answer: message })
		}
		// V8 aborts a process whose heap is full; the kernel kills one that takes all there is.
		const onExit = (_: number | null, signal: NodeJS.Signals | null) =>
			finish({ failure: signal === 'SIGABRT' ? 'memory' : 'died' })
		const onError = () => finish({ failure: 'died' })
		const deadline = setTimeout(() => finish({ failure: 'timeout' }), job.timeoutMs + GRACE_MS)
		worker.on('message', onMessage)
		worker.on('exit', onExit)
		worker.on('error', onError)
		const message = { ...job.request, id, timeoutMs: job.timeoutMs }
		worker.send(message, (error) => {
			// It died while it was idle and never saw the request: another takes it.
			if (error && leave()) this.#work(job, this.#start())
		})
	}
}
