import type { Surroundings } from '../surroundings.ts'
import type { SyncTree } from './sync-tree.ts'

/** The version of Node that a program is told it runs on. */
export const NODE_VERSION = 'v24.21.0'

/** A JavaScript program and all that it may see. */
export interface Program {
	/** Absolute path of its main file, then its arguments. */
	argv: ReadonlyArray<string>
	/** Source that is run instead of the main file: `node -e`. */
	source?: string
	cwd: string
	env: Readonly<Record<string, string>>
	tree: SyncTree
	surroundings: Surroundings
	/** Runs a command line in the shell around it. */
	exec(line: string, cwd: string, env: Record<string, string>): Promise<CommandEnd>
	/** Answers what the program asks of the world around it, JSON for JSON; without it, it asks in vain. */
	outside?(question: string): Promise<string>
	/** Present for a function: what it is called with, and where its result goes. Both are JSON. */
	lambda?: { event: string; result(text: string): void }
	/** Hears of output as it is written. */
	onOutput?(text: string): void
}

export interface CommandEnd {
	stdout: string
	stderr: string
	exitCode: number
}

/** What became of one test or suite of `node:test`. */
export interface TestNode {
	name: string
	kind: 'test' | 'suite'
	status: 'passed' | 'failed' | 'skipped'
	/** Milliseconds. */
	duration: number
	/** Why it was skipped. */
	reason?: string
	todo?: boolean
	diagnostics: ReadonlyArray<string>
	error?: { message: string; code?: string; name?: string; detail: string }
	children: ReadonlyArray<TestNode>
}

export interface ProgramEnd extends CommandEnd {
	tests: ReadonlyArray<TestNode>
}
