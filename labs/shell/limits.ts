import type { BashOptions } from 'just-bash'

/** Bytes of all files in one home directory. */
export const HOME_BYTES = 8 * 1024 * 1024
/** Files in one home directory. */
export const HOME_FILES = 500
/** Characters of output that one command may leave; the rest is cut with a note. */
export const OUTPUT_CHARACTERS = 200_000
/** Real time that one command line may take, in milliseconds. */
export const COMMAND_MS = 15_000
/** Command lines of one learner that run at the same time, and that may wait behind them. */
export const COMMANDS_AT_ONCE = 2
export const COMMANDS_WAITING = 6
/** Memory of one worker process, in MiB. */
export const WORKER_MIB = 192

/** What a command line may use up inside the interpreter. */
export const INTERPRETER_LIMITS: NonNullable<BashOptions['executionLimits']> = {
	maxCommandCount: 10_000,
	maxLoopIterations: 20_000,
	maxCallDepth: 100,
	maxSourceBytes: 64 * 1024,
	maxFileSystemBytes: 4 * HOME_BYTES,
	maxArchiveBytes: 4 * HOME_BYTES,
	maxExecutionTimeMs: COMMAND_MS,
}
