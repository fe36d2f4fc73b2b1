import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { COMMAND_MS, WORKER_MIB } from './limits.ts'
import type { CommandRequest, CommandResult } from './session.ts'

/** Milliseconds that a worker has, after the deadline, to stop by itself before it is killed. */
const GRACE_MS = 500
const PROJECT = fileURLToPath(new URL('../../', import.meta.url))
/** The code that a worker runs, and nothing else: neither the site's data nor its secrets nor the exam. */
const READABLE = ['labs/*', 'node_modules/*', 'package.json']

interface Job {
	request: Omit<CommandRequest, 'id' | 'timeoutMs'>
	settle(result: CommandResult): void
}

/**
 * Runs command lines in worker processes that it can kill: capped in memory
 * and time, without the site's environment. At most `size` run at once; others
 * wait their turn.
 */
export class WorkerPool {
	readonly #size: number
	readonly #idle: Array<ChildProcess> = []
	readonly #waiting: Array<Job> = []
	#running = 0
	#nextId = 1
	#closed = false

	constructor(size: number) {
		this.#size = size
	}

	/** Starts one worker ahead of need, so that the first command does not wait for it. */
	warm(): void {
		if (this.#idle.length === 0 && this.#running === 0) this.#idle.push(startWorker())
	}

	run(request: Job['request']): Promise<CommandResult> {
		return new Promise((settle, reject) => {
			if (this.#closed) return reject(new Error('The worker pool is closed'))
			this.#waiting.push({ request, settle })
			this.#next()
		})
	}

	close(): void {
		this.#closed = true
		for (const worker of this.#idle.splice(0)) worker.kill('SIGKILL')
	}

	#next(): void {
		if (this.#running >= this.#size) return
		const job = this.#waiting.shift()
		if (!job) return
		this.#running++
		const worker = this.#idle.pop() ?? startWorker()
		const id = this.#nextId++
		const finish = (result: CommandResult, reusable: boolean) => {
			clearTimeout(deadline)
			worker.off('message', onMessage)
			worker.off('exit', onExit)
			if (reusable && !this.#closed) this.#idle.push(worker)
			else worker.kill('SIGKILL')
			this.#running--
			job.settle(result)
			this.#next()
		}
		const onMessage = (message: CommandResult | 'ready') => {
			if (message !== 'ready' && message.id === id) finish(message, true)
		}
		const onExit = (_: number | null, signal: NodeJS.Signals | null) => {
			// V8 aborts a process whose heap is full; anything else is our own fault.
			const reason =
				signal === 'SIGABRT' ? 'Le processus a manqué de mémoire.' : 'Le processus s’est arrêté de lui-même.'
			finish(stopped(job, id, reason, 137), false)
		}
		const seconds = COMMAND_MS / 1000
		const deadline = setTimeout(
			() => finish(stopped(job, id, `Arrêt après ${seconds} s.`, 124), false),
			COMMAND_MS + GRACE_MS,
		)
		worker.on('message', onMessage)
		worker.on('exit', onExit)
		worker.send({ ...job.request, id, timeoutMs: COMMAND_MS } satisfies CommandRequest)
	}
}

function startWorker(): ChildProcess {
	return fork(new URL('./worker.ts', import.meta.url), {
		execArgv: [
			`--max-old-space-size=${WORKER_MIB}`,
			'--permission',
			...READABLE.map((path) => `--allow-fs-read=${PROJECT}${path}`),
			'--disable-warning=ExperimentalWarning',
		],
		env: {},
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	})
}

/** What the learner sees when a command had to be ended from outside: nothing of it is kept. */
function stopped({ request }: Job, id: number, reason: string, exitCode: number): CommandResult {
	const { cwd, env } = request
	const stderr = `bash: commande interrompue. ${reason} Les fichiers sont restés comme avant.\n`
	return { id, stdout: '', stderr, exitCode, cwd, env, written: {}, removed: [] }
}
