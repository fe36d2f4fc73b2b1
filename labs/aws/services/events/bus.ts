import type { Call } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { collection, type Scope } from '../../world/world.ts'
import { DEFAULT_BUS } from './collections.ts'
import { triggerRules } from './matching.ts'

/** An event as EventBridge hands it on. */
export interface BusEvent {
	version: '0'
	id: string
	source: string
	'detail-type': string
	account: string
	region: string
	/** ISO 8601 to the second, in virtual time. */
	time: string
	resources: ReadonlyArray<string>
	detail: Json
}

/** What a service says of something that happened; the bus adds where and when. */
export type NewEvent = Pick<BusEvent, 'source' | 'detail-type' | 'resources' | 'detail'>

/** Events kept in each Region of an account; older ones go. */
const KEPT = 1000

/** The newest events, oldest first. Id: their number in their Region, zero-padded. */
export const busEvents = collection<BusEvent>('events', 'bus')
/** How many events a Region has had. */
const counts = collection<{ emitted: number }>('events', 'count')
const COUNT = 'bus'

/**
 * Puts an event on a bus of a Region, in the entry of the call that it tells of, and has the
 * rules that it fits carried out next. Answers its id; undefined when a fault has it lost.
 */
export function emitEvent(
	call: Call,
	event: NewEvent,
	scope: Scope = call.scope,
	bus: string = DEFAULT_BUS,
): string | undefined {
	if (call.strike('lose-event', { source: event.source, detailType: event['detail-type'] })) return
	const number = (call.world.get(counts, scope, COUNT)?.emitted ?? 0) + 1
	call.world.put(counts, scope, COUNT, { emitted: number })
	const told: BusEvent = {
		version: '0',
		id: call.ids.uuid(),
		account: scope.account,
		region: scope.region,
		time: new Date(call.now).toISOString().replace(/\.\d+Z$/, 'Z'),
		...event,
	}
	call.world.put(busEvents, scope, eventId(number), told)
	call.world.delete(busEvents, scope, eventId(number - KEPT))
	triggerRules(call, scope, bus, eventId(number), told)
	return told.id
}

function eventId(number: number): string {
	return String(number).padStart(15, '0')
}
