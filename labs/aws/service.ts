import type { Access, Decision } from './identity/access.ts'
import type { Principal } from './identity/principal.ts'
import type { BlobStore, EntryBlobs } from './world/blobs.ts'
import type { Facts, Fault, FaultKind } from './world/faults.ts'
import type { Ids } from './world/ids.ts'
import type { Entry } from './world/journal.ts'
import type { Json } from './world/json.ts'
import type { WorkItem } from './world/kernel.ts'
import type { Scope, Transaction, WorldReader } from './world/world.ts'

/** What an operation may use while it runs. Nothing else reaches the outside. */
export interface Call {
	/** Virtual time, epoch milliseconds. */
	readonly now: number
	readonly scope: Scope
	readonly principal: Principal
	readonly requestId: string
	/** The service and operation that run. */
	readonly service: string
	readonly operation: string
	readonly world: Transaction
	readonly ids: Ids
	readonly blobs: EntryBlobs
	/** Where the emulator answers, e.g. `http://localhost:4566`. */
	readonly endpoint: string
	/** Evaluates and records; throws the service's access-denied error unless allowed. */
	authorize(access: Access): void
	/** Evaluates and records, for callers that word their own refusal. */
	decide(access: Access): Decision
	/**
	 * Calls another operation under another principal, authorized as that
	 * principal. What it writes is taken back when it throws.
	 */
	invoke<Output>(
		principal: Principal,
		service: string,
		operation: string,
		input: object,
		scope?: Scope,
	): Promise<Output>
	/** The fault of that kind that strikes here, if any; it counts as having struck. */
	strike<Kind extends FaultKind>(kind: Kind, facts: Facts): Extract<Fault, { kind: Kind }> | undefined
	/** Asks for `service.step(subject)` at a virtual time. Asking twice for the same is asking once. */
	schedule(at: number, subject: string, scope?: Scope): void
	/** Tells other services of what happened by itself, e.g. `Ended` of a build: they hear `service:Ended`. */
	announce(happened: string, about: object, scope?: Scope): void
	/** What happened in the world before this, the oldest first: its last entries, and what was read or refused beside them. */
	history(last: number): Promise<Array<Entry>>
	/** Asks the host for real work (a build, a function); the answer comes to `service.finish`. */
	requestWork(kind: string, subject: string, payload: Json): string
}

/** One operation of a service: what it needs to be allowed, and what it does. */
export interface Operation<Input = never, Output = unknown> {
	/** Access asked before `run`; leave it out where `run` authorizes by itself. */
	access?(input: Input, call: Call): Access | Array<Access>
	run(input: Input, call: Call): Output | Promise<Output>
	/**
	 * For an answer that real work makes, and that is not there yet when `run` has
	 * begun it: what a caller from outside is told, asked for after every entry
	 * until it is there. Who calls by `call.invoke` gets what `run` answers.
	 */
	later?(input: Input, begun: Begun): Promise<Output | undefined>
}

/** A call whose answer is yet to come, in a world that may have it. */
export interface Begun {
	readonly requestId: string
	readonly scope: Scope
	readonly world: WorldReader
	readonly blobs: Pick<BlobStore, 'get'>
}

/** A step that the clock, or a piece of finished work, sets in motion. */
export interface Service {
	/** The name of its model: `codepipeline`, `s3`… */
	readonly name: string
	/** By operation name, as in the model; one that is missing is refused as not emulated. */
	readonly operations: Readonly<Record<string, Operation>>
	/** Operations that its API has not, for its face and other services: IAM decides on them and the journal keeps them, as on all. */
	readonly internal?: Readonly<Record<string, Operation>>
	/** Moves one thing on, when a scheduled moment has come. A subject that is no longer of interest is ignored. */
	step?(subject: string, call: Call): void | Promise<void>
	/** Takes the result of work that was asked for. */
	finish?(work: WorkItem, result: WorkResult, call: Call): void | Promise<void>
	/** Whether an address that ends with a token is one that the service gave out. */
	hasAddress?(token: string, world: WorldReader): boolean
	/**
	 * Takes what was sent, unsigned, to an address that the service gave out, and
	 * answers what the sender is told. Throws AwsError to refuse. The call has no
	 * scope: what is to happen in an account is asked of a step there.
	 */
	receive?(delivery: Delivery, call: Call): string | Promise<string>
	/** Members, of inputs and outputs, whose values no journal keeps. */
	readonly secrets?: ReadonlySet<string>
	/**
	 * What it hears of, in the same entry: operations that succeeded and what
	 * services announce, by `service:operation`; `*` is all of them.
	 */
	readonly hears?: Readonly<Record<string, Hear>>
}

/** Takes note of something; what is to follow from it, it schedules. */
export type Hear = (notice: Notice, call: Call) => void

/** An operation that succeeded, or something that a service announces, for services that react to others. */
export interface Notice {
	kind: 'call' | 'announcement'
	service: string
	/** The operation, or what was announced, e.g. `Ended`. */
	operation: string
	/** The operation's input, or what the announcement is about. */
	input: object
	output: unknown
	/** The input as the journal keeps it, without payloads and secrets. */
	told(): Json
}

/** What was sent to an address that a service gave out, such as a webhook's. */
export interface Delivery {
	/** The end of the address: who knows it may send. */
	token: string
	/** By lower-case name. */
	headers: Readonly<Record<string, string>>
	body: Uint8Array
	/** The sender's IP address. */
	from: string
}

export type WorkResult =
	| { ok: true; value: Json; durationMs: number }
	| { ok: false; reason: string; durationMs: number }

/** Declares an operation with its types; usually those of the AWS SDK's own commands. */
export function operation<Input extends object, Output>(
	definition: Operation<Input, Output>,
): Operation<never, Output> {
	return definition as Operation<never, Output>
}
