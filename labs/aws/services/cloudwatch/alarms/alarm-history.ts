import type { Call } from '../../../service.ts'
import type { Json } from '../../../world/json.ts'
import { type Alarm, alarms, type HistoryItem, history } from '../collections.ts'

/** Items that each alarm keeps; AWS keeps those of thirty days. */
const KEPT = 100

/** Adds an item to the history of an alarm and answers the alarm as it is then. */
export function remember(
	call: Call,
	alarm: Readonly<Alarm>,
	kind: HistoryItem['kind'],
	summary: string,
	data: Json,
): Alarm {
	const items = alarm.items + 1
	call.world.put(history, call.scope, historyId(alarm.name, items), {
		alarm: alarm.name,
		type: typeOf(alarm),
		...{ kind, at: call.now, summary, data: JSON.stringify(data) },
	})
	call.world.delete(history, call.scope, historyId(alarm.name, items - KEPT))
	return call.world.put(alarms, call.scope, alarm.name, { ...alarm, items })
}

export function historyId(name: string, number: number): string {
	return `${encodeURIComponent(name)}|${String(Math.max(0, number)).padStart(9, '0')}`
}

export function typeOf({ rule }: Readonly<Alarm>): HistoryItem['type'] {
	return rule === undefined ? 'MetricAlarm' : 'CompositeAlarm'
}
