import { readFileSync } from 'node:fs'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import {
	newQuickJSWASMModuleFromVariant,
	newVariant,
	type QuickJSContext,
	type QuickJSHandle,
	type QuickJSRuntime,
	type QuickJSWASMModule,
} from 'quickjs-emscripten-core'
import { PROGRAM_BYTES, PROGRAM_STACK_BYTES } from '../limits.ts'
import { lend } from './host-functions.ts'
import { moduleLoader } from './module-loader.ts'
import { NODE_VERSION, type Program, type ProgramEnd, type TestNode } from './program.ts'
import { isModule } from './resolve.ts'

const BOOTSTRAP = readFileSync(new URL('./modules/internal/bootstrap.js', import.meta.url), 'utf8')
const WASM_PAGE = 65_536
/** What the engine's own declaration asks for. */
const ENGINE_PAGES_AT_START = 256
/** Jobs between two looks at the clock. */
const JOBS_AT_ONCE = 1_000

let wasm: Promise<QuickJSWASMModule> | undefined

/**
 * The engine, compiled once in a process. Its memory is made here because
 * QuickJS's own limit does not hold in WebAssembly: built by Emscripten, it
 * counts the headers of what it allocates and not the bytes.
 */
export function loadEngine(): Promise<QuickJSWASMModule> {
	wasm ??= newQuickJSWASMModuleFromVariant(
		newVariant(variant, {
			wasmMemory: async () =>
				new WebAssembly.Memory({ initial: ENGINE_PAGES_AT_START, maximum: PROGRAM_BYTES / WASM_PAGE }),
		}),
	)
	return wasm
}

/**
 * Runs a program to its end in an engine of its own: JavaScript inside
 * WebAssembly, which has no memory but its own and no functions but those lent
 * to it. Memory, stack and time are bounded; a program that exceeds them ends
 * with a message and a code as the operating system would give.
 */
export async function runProgram(program: Program): Promise<ProgramEnd> {
	const engine = await loadEngine()
	const runtime = engine.newRuntime()
	runtime.setMaxStackSize(PROGRAM_STACK_BYTES)
	const context = runtime.newContext()
	const run = new ProgramRun(program, runtime, context)
	try {
		return await run.toItsEnd()
	} finally {
		run.dispose()
	}
}

/** What the bootstrap answers, by name. */
type Bootstrapped = 'enter' | 'exit' | 'inspect' | 'tests' | 'tick' | 'uncaught'

class ProgramRun {
	readonly #program: Program
	readonly #runtime: QuickJSRuntime
	readonly #context: QuickJSContext
	readonly #output = { stdout: '', stderr: '' }
	/** Set when the program asked to end, or is ended. */
	#exitCode: number | undefined
	#bootstrapped: QuickJSHandle | undefined
	#pending = 0
	/** A function has told its result: nothing more of it happens. */
	#isFinished = false
	#wake: () => void = () => {}

	constructor(program: Program, runtime: QuickJSRuntime, context: QuickJSContext) {
		this.#program = program
		this.#runtime = runtime
		this.#context = context
		runtime.setInterruptHandler(() => this.#isOver())
	}

	async toItsEnd(): Promise<ProgramEnd> {
		try {
			this.#prepare()
			const value = this.#evaluateMain()
			await this.#settle(value)
		} catch (error) {
			this.#die(error)
		}
		const tests = this.#isOver() ? [] : this.#tests()
		const exitCode = this.#exitCode ?? (this.#isOver() ? 124 : this.#normalExit(tests))
		return { ...this.#output, exitCode, tests }
	}

	/** A program that was ended leaves values behind, which the engine would not forgive: its whole memory goes. */
	dispose(): void {
		if (this.#isOver() || this.#pending > 0) {
			wasm = undefined
			return
		}
		try {
			this.#bootstrapped?.dispose()
			this.#context.dispose()
			this.#runtime.dispose()
		} catch {
			// It caught that its memory was full, and something of it is left all the same.
			wasm = undefined
		}
	}

	#isOver(): boolean {
		return this.#exitCode !== undefined || this.#program.surroundings.stopped !== undefined
	}

	#prepare(): void {
		const { tree } = this.#program
		const host = lend(this.#context, this.#program, {
			write: (stream, text) => this.#write(stream, text),
			exit: (code) => {
				this.#exitCode ??= code
			},
			exec: (line, cwd, env) =>
				this.#await(this.#program.exec(line, cwd, env).then((end) => JSON.stringify(end))),
			ask: (question) => this.#ask(question),
			finish: (result) => {
				this.#program.lambda?.result(result)
				this.#isFinished = true
			},
		})
		const { load, normalize } = moduleLoader(this.#context, tree, this.#program.outside !== undefined)
		this.#runtime.setModuleLoader(load, normalize)
		const bootstrap = this.#unwrap(this.#context.evalCode(BOOTSTRAP, 'node:internal/bootstrap'))
		this.#bootstrapped = this.#unwrap(this.#context.callFunction(bootstrap, this.#context.undefined, host))
		bootstrap.dispose()
		host.dispose()
	}

	#evaluateMain(): QuickJSHandle {
		const { argv, tree, source } = this.#program
		const [path = ''] = argv
		const text = (source ?? tree.readText(path)).replace(/^#!.*/, '')
		if (source === undefined && path.endsWith('.json')) return this.#context.undefined
		if (isModule(tree, path, text)) {
			const meta = text.replaceAll(/\bimport\.meta\b/g, `__importMeta(${JSON.stringify(path)})`)
			return this.#unwrap(this.#context.evalCode(meta, path, { type: 'module' }))
		}
		this.#call('enter', this.#context.newString(path))
		// As a script, not in a function: its last value is then known, and so a rejection of `main()`.
		return this.#unwrap(this.#context.evalCode(text, path, { type: 'global' }))
	}

	/** Runs jobs, timers and commands until nothing is left to do. */
	async #settle(value: QuickJSHandle): Promise<void> {
		for (;;) {
			while (this.#runtime.hasPendingJob()) {
				if (this.#isOver()) return
				if (this.#isFinished) break
				const result = this.#runtime.executePendingJobs(JOBS_AT_ONCE)
				if (result.error) throw this.#caught(result.error)
			}
			if (this.#isOver()) return
			this.#throwIfRejected(value)
			if (this.#isFinished) break
			// What is under way comes before time passes: a timer comes due at once.
			if (this.#pending > 0) {
				await this.#answer()
				continue
			}
			const tick = this.#call('tick')
			const ticked = this.#context.dump(tick) === true
			tick.dispose()
			if (ticked) continue
			if (!this.#runtime.hasPendingJob()) break
		}
		value.dispose()
	}

	#throwIfRejected(value: QuickJSHandle): void {
		if (this.#context.typeof(value) !== 'object') return
		const state = this.#context.getPromiseState(value)
		if (state.type === 'rejected') throw this.#caught(state.error)
		if (state.type === 'fulfilled' && !state.notAPromise) state.value.dispose()
	}

	/** Until something that was asked for is answered. */
	#answer(): Promise<void> {
		return new Promise((resolve) => {
			this.#wake = resolve
		})
	}

	#ask(question: string): QuickJSHandle {
		const { outside } = this.#program
		const nobody = JSON.stringify({ error: { name: 'Error', message: 'connect ECONNREFUSED' } })
		return this.#await(outside ? outside(question) : Promise.resolve(nobody))
	}

	/** A promise of the program for a text that comes from outside. */
	#await(answer: Promise<string>): QuickJSHandle {
		const context = this.#context
		const deferred = context.newPromise()
		this.#pending++
		answer.then((text) => {
			if (this.#isFinished || this.#isOver()) return this.#wake()
			this.#pending--
			const handle = context.newString(text)
			deferred.resolve(handle)
			handle.dispose()
			this.#wake()
		})
		return deferred.handle
	}

	#write(stream: 'stdout' | 'stderr', text: string): void {
		if (this.#isOver()) return
		const taken = this.#program.surroundings.accept(text)
		this.#output[stream] += taken
		this.#program.onOutput?.(taken)
	}

	#tests(): ReadonlyArray<TestNode> {
		const handle = this.#call('tests')
		const text = String(this.#context.dump(handle))
		handle.dispose()
		return text === '' ? [] : (JSON.parse(text) as Array<TestNode>)
	}

	#normalExit(tests: ReadonlyArray<TestNode>): number {
		const handle = this.#call('exit')
		const code = Number(this.#context.dump(handle))
		handle.dispose()
		if (code !== 0) return code
		return tests.some(({ status, todo }) => status === 'failed' && !todo) ? 1 : 0
	}

	/** Tells of an error that nothing caught, in the form of Node. */
	#die(error: unknown): void {
		if (this.#isOver()) return
		const [path] = this.#program.argv
		const told =
			error instanceof UncaughtError ? error.told : String(error instanceof Error ? error.message : error)
		const isFull = /out of memory|OOM/.test(told)
		const text = isFull
			? 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'
			: told
		this.#write('stderr', `${path}\n\n${text}\n\nNode.js ${NODE_VERSION}\n`)
		this.#exitCode ??= isFull ? 134 : 1
	}

	#call(name: Bootstrapped, ...args: Array<QuickJSHandle>): QuickJSHandle {
		const object = this.#bootstrapped
		if (!object) throw new Error('The program has not begun')
		const called = this.#context.getProp(object, name)
		const result = this.#context.callFunction(called, this.#context.undefined, ...args)
		called.dispose()
		for (const arg of args) arg.dispose()
		return this.#unwrap(result)
	}

	#unwrap(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
		if (result.error) throw this.#caught(result.error)
		return result.value
	}

	#caught(handle: QuickJSHandle): UncaughtError {
		const context = this.#context
		let told = 'Error'
		try {
			told = this.#bootstrapped ? this.#inspect(handle) : JSON.stringify(context.dump(handle))
		} catch {
			const dumped = context.dump(handle) as { message?: string } | string
			told = String(typeof dumped === 'object' ? dumped?.message : dumped)
		}
		handle.dispose()
		return new UncaughtError(told)
	}

	#inspect(handle: QuickJSHandle): string {
		const context = this.#context
		const object = this.#bootstrapped as QuickJSHandle
		const inspect = context.getProp(object, 'inspect')
		const result = context.callFunction(inspect, context.undefined, handle)
		inspect.dispose()
		if (result.error) {
			result.error.dispose()
			throw new Error('An error that cannot be shown')
		}
		const text = context.getString(result.value)
		result.value.dispose()
		return text
	}
}

class UncaughtError extends Error {
	readonly told: string

	constructor(told: string) {
		super(told)
		this.told = told
	}
}
