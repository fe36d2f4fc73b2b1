import type { BashOptions } from 'just-bash'

const MIB = 1024 * 1024

/** Memory of one worker's own JavaScript, in MiB; what the guest's programs hold comes on top, bounded below. */
export const WORKER_MIB = 256
/** Memory of the guest's programs that run at once, the engine included, in bytes. */
export const PROGRAM_BYTES = 96 * MIB
export const PROGRAM_STACK_BYTES = 512 * 1024
/** Bytes of all files in the guest's tree, and how many files it may start with. */
export const TREE_BYTES = 64 * MIB
export const TREE_FILES = 10_000
/** Characters of output of all that one piece of work runs; more ends it. */
export const OUTPUT_CHARACTERS = 1024 * 1024
/** Real time that one piece of work may take, in milliseconds. */
export const WORK_MS = 30_000
/** Real time that one call of a function may take, in milliseconds. */
export const FUNCTION_MS = 10_000

/** What the guest's shell may use up in one command. */
export const SHELL_LIMITS: NonNullable<BashOptions['executionLimits']> = {
	maxCommandCount: 50_000,
	maxLoopIterations: 100_000,
	maxCallDepth: 100,
	maxSourceBytes: 256 * 1024,
	maxFileSystemBytes: TREE_BYTES,
	maxArchiveBytes: TREE_BYTES,
	maxExecutionTimeMs: WORK_MS,
}
