import type { CheckContext } from './context.ts'

/** `state` reads a structure, `behaviour` makes something happen, `negative` proves what must not happen. */
export type CheckKind = 'state' | 'behaviour' | 'negative'

/** A fact of the journal that a finding rests on. */
export interface Evidence {
	/** Entry of the journal, or else position among what changed nothing (refusals, reads). */
	seq?: number
	observation?: number
	/** Virtual time, epoch milliseconds. */
	at: number
	/** ARN of who acted. */
	principal: string
	/** `service:Operation` */
	operation: string
	/** `ok`, or the error's code. */
	outcome: string
}

/** What a check found out, in French. */
export interface Finding {
	outcome: 'passed' | 'failed'
	/** The observed fact. */
	obtained: string
	/** Where to look next; never the answer. */
	hint?: string
	/** What was expected, where it is more precise than the check's own words. */
	expected?: string
	evidence: ReadonlyArray<Evidence>
}

/** One sentence that holds or does not. */
export interface Check {
	/** Stable: results are stored under it. */
	id: string
	/** Id of the task that it belongs to. */
	task: string
	/** French: says what is verified, so that it can be shown before it is run. */
	sentence: string
	kind: CheckKind
	/** French: what holds when it passes. */
	expected: string
	/** Slug of the lesson that explains it. */
	lesson: string
	run(context: CheckContext): Promise<Finding>
}

/** A check's outcome as it is shown and stored; `unable` is the platform's failure and costs nothing. */
export interface Verdict {
	check: string
	task: string
	sentence: string
	kind: CheckKind
	lesson: string
	outcome: 'passed' | 'failed' | 'unable'
	expected: string
	obtained: string
	hint?: string
	evidence: ReadonlyArray<Evidence>
}

export function passed(obtained: string, evidence: ReadonlyArray<Evidence> = []): Finding {
	return { outcome: 'passed', obtained, evidence }
}

export function failed(obtained: string, hint: string, evidence: ReadonlyArray<Evidence> = []): Finding {
	return { outcome: 'failed', obtained, hint, evidence }
}
