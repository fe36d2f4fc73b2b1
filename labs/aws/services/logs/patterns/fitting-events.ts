import { setImmediate } from 'node:timers/promises'
import type { FilterPattern } from './filter-pattern.ts'

/** Characters times what a pattern costs for each, between two turns of the event loop. */
const WORK_AT_ONCE = 2_000_000

/** The events that a pattern fits, with their places, without holding the event loop. */
export async function* fittingEvents<Event extends { message: string }>(
	pattern: FilterPattern,
	events: ReadonlyArray<Event>,
): AsyncGenerator<Event & { index: number }> {
	let work = 0
	for (const [index, event] of events.entries()) {
		work += event.message.length * pattern.cost
		if (work > WORK_AT_ONCE) {
			work = 0
			await setImmediate()
		}
		if (pattern.matches(event.message)) yield { ...event, index }
	}
}
