import type { VirtualClock } from './clock.ts'
import type { Entropy } from './ids.ts'
import type { Json } from './json.ts'
import { collection, type Scope } from './world.ts'

// What the emulator itself keeps in a world, beside the services' documents.

/** The scope of documents that belong to no account. */
export const WORLD_SCOPE: Scope = { account: '', region: '' }

/** Id of the only document in a collection of one. */
export const ONLY = 'only'

export const clocks = collection<VirtualClock>('kernel', 'clock', 'world')
export const entropies = collection<Entropy>('kernel', 'entropy', 'world')

/** A step that is due at a time; ids sort by that time. */
export interface DueStep {
	at: number
	service: string
	subject: string
	scope: Scope
}
export const dueSteps = collection<DueStep>('kernel', 'due', 'world')

/** The id of a due step: sorts by time, and is the same when the same step is asked for twice. */
export function dueId({ at, service, scope, subject }: DueStep): string {
	return `${String(at).padStart(15, '0')}|${service}|${scope.account}|${scope.region}|${subject}`
}

/** Real work that a world waits for; the host runs it in a process that it can kill. */
export interface WorkItem {
	id: string
	service: string
	kind: string
	subject: string
	scope: Scope
	payload: Json
	requestedAt: number
}

export const workItems = collection<WorkItem>('kernel', 'work', 'world')
