import type { Call, Notice } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { collection, type Scope } from '../../../world/world.ts'
import type { AwaitedEnd } from '../actions/action.ts'

// Actions that wait for something of another service (a build, a deployment): it
// says itself that it has ended, so that nobody has to ask again and again.

interface Waiting extends Scope {
	/** What the clock is then asked for. */
	subject: string
}

/** Id: `service|id|subject`. What is waited for may be of another account or Region. */
const waiting = collection<Waiting>('codepipeline', 'awaited', 'world')

/** Has a step come as soon as something has ended. */
export function awaitEnd(call: Call, { service, id }: AwaitedEnd, subject: string): void {
	const { account, region } = call.scope
	call.world.put(waiting, WORLD_SCOPE, `${service}|${id}|${subject}`, { account, region, subject })
}

/** Hears that something has ended, and has whoever waited for it go on. */
export function noticeEnd({ service, input }: Notice, call: Call): void {
	const { id } = input as { id: string }
	const found = call.world.entries(waiting, WORLD_SCOPE, { prefix: `${service}|${id}|` })
	for (const [key, { subject, account, region }] of found) {
		call.world.delete(waiting, WORLD_SCOPE, key)
		call.schedule(call.now, subject, { account, region })
	}
}
