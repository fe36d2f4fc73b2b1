import type {
	HistoryEventType,
	LoggingConfiguration,
	StateMachineType,
	TracingConfiguration,
} from '@aws-sdk/client-sfn'
import type { Json } from '../../world/json.ts'
import { collection } from '../../world/world.ts'

/** A state machine. Dates are virtual epoch milliseconds. */
export interface StateMachine {
	name: string
	arn: string
	type: StateMachineType
	definition: string
	roleArn: string
	createdAt: number
	revisionId: string
	logging?: LoggingConfiguration
	tracing?: TracingConfiguration
	tags: Readonly<Record<string, string>>
}

/** What runs through the states one after the other: the execution itself, a branch, or an item of a Map. */
export interface Flow {
	/** `0`; those that it splits into are `0.0`, `0.1`… */
	id: string
	/** Where its states are: fields and indexes from the definition's root. */
	path: ReadonlyArray<string | number>
	state: string
	/** The state's own input. */
	input: Json
	/** Its StateEntered is written. */
	hasEntered: boolean
	status: 'ready' | 'waiting' | 'split'
	/** Counts its waits: what comes for an earlier one comes too late. */
	turn: number
	/** Tries of the state after a failure, by the index of the retrier. */
	retries: Readonly<Record<string, number>>
	/** A waiting state that only has to go on when its time has come. */
	isWoken?: boolean
	/** What the flows that it split into have answered; `null` until then. */
	results?: ReadonlyArray<{ output: Json } | null>
	/** The last event of its own. */
	previousEvent: number
	/** Item and index, of a Map. */
	item?: { index: number; value: Json }
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

/** One run of a machine, with the definition and the role that it began with. */
export interface Execution {
	/** `machine/name`. */
	id: string
	name: string
	arn: string
	machine: string
	machineArn: string
	type: StateMachineType
	definition: string
	roleArn: string
	status: ExecutionStatus
	startedAt: number
	stoppedAt?: number
	/** JSON text, as it came. */
	input: string
	output?: string
	error?: string
	cause?: string
	flows: Readonly<Record<string, Flow>>
	/** The events that it has had. */
	events: number
	/** Characters that those hold. */
	historySize: number
}

/** An event of an execution's history, with the details of its type. */
export interface Happened {
	id: number
	previous: number
	type: HistoryEventType
	at: number
	details?: Readonly<Record<string, Json | undefined>>
}

/** What a task waits for. */
export interface Awaited {
	execution: string
	flow: string
	turn: number
	/** How it came out, once it has. */
	ended?: { ok?: boolean; payload?: string }
}

/** Id: its name. */
export const machines = collection<StateMachine>('stepfunctions', 'machines')
/** Id: `machine/name`. */
export const executions = collection<Execution>('stepfunctions', 'executions')
/** Id: `execution|number`, zero-padded. */
export const history = collection<Happened>('stepfunctions', 'history')
/** Id: `service|id`. */
export const awaited = collection<Awaited>('stepfunctions', 'awaited')

export function eventId(execution: string, number: number): string {
	return `${execution}|${String(number).padStart(6, '0')}`
}
