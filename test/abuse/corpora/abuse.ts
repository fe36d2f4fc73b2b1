import type { Target } from '../target.ts'

/**
 * Something that somebody sends: made ready first, since what the attacker's own
 * machine does is not ours to count, then sent, with what comes of it.
 */
export interface Abuse {
	name: string
	prepare(target: Target): (() => unknown) | Promise<() => unknown>
	/** E.g. the status of an HTTP answer. */
	outcome: unknown
}

export function abuse(name: string, outcome: unknown, prepare: Abuse['prepare']): Abuse {
	return { name, outcome, prepare }
}
