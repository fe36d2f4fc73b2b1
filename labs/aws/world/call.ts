import { AwsError } from '../aws-error.ts'
import type { Access, Authorize, Decision } from '../identity/access.ts'
import { accessDenied, throttled } from '../identity/denials.ts'
import type { Principal } from '../identity/principal.ts'
import type { Call, Hear, Notice, Operation, Service } from '../service.ts'
import type { EntryBlobs } from './blobs.ts'
import { type Facts, type Fault, type FaultKind, fittingFaults, isLeft } from './faults.ts'
import type { Ids } from './ids.ts'
import type { Entry, InnerCall, Outcome } from './journal.ts'
import type { Json } from './json.ts'
import { dueId, dueSteps, WORLD_SCOPE, workItems } from './kernel.ts'
import { redactRequest, summarizeResponse } from './record.ts'
import type { Scope, Transaction } from './world.ts'

/** What every call of one entry shares. */
export interface CallFrame {
	now: number
	requestId: string
	world: Transaction
	ids: Ids
	blobs: EntryBlobs
	services: ReadonlyMap<string, Service>
	authorize: Authorize
	endpoint: string
	history(last: number): Promise<Array<Entry>>
	/** Calls made on the way, in order. */
	calls: Array<InnerCall>
	/** Faults that struck, each as often as it did. */
	struck: Array<Fault>
}

/** Looks an operation up; one that is missing is refused loudly. */
export function findOperation(
	services: ReadonlyMap<string, Service>,
	service: string,
	name: string,
): Operation {
	const { operations = {}, internal = {} } = services.get(service) ?? {}
	for (const table of [operations, internal]) {
		const operation = Object.hasOwn(table, name) ? table[name] : undefined
		if (operation) return operation
	}
	throw new AwsError(
		'NotImplemented',
		`${service}:${name} is not emulated. The list of what is: docs/emulator.md`,
		501,
	)
}

/** Runs one operation as one principal, and tells which decisions it took. */
export async function runOperation(
	frame: CallFrame,
	principal: Principal,
	scope: Scope,
	service: string,
	name: string,
	input: object,
	decisions: Array<Decision>,
): Promise<unknown> {
	const operation = findOperation(frame.services, service, name)
	const call = createCall(frame, principal, scope, service, name, decisions)
	if (call.strike('throttle', { service, operation: name })) throw throttled(service)
	const accesses = operation.access?.(input as never, call) ?? []
	for (const access of Array.isArray(accesses) ? accesses : [accesses]) call.authorize(access)
	const output = await operation.run(input as never, call)
	tell(frame, principal, scope, noticeOf(frame, 'call', service, name, input, output), decisions)
	return output
}

function noticeOf(
	{ services }: CallFrame,
	kind: Notice['kind'],
	service: string,
	operation: string,
	input: object,
	output: unknown,
): Notice {
	const told = () => redactRequest(input, services.get(service)?.secrets)
	return { kind, service, operation, input, output, told }
}

/** Has every service that hears of something take note of it. */
function tell(
	frame: CallFrame,
	principal: Principal,
	scope: Scope,
	notice: Notice,
	decisions: Array<Decision>,
): void {
	const hearers = hearersIn(frame.services)
	for (const key of [`${notice.service}:${notice.operation}`, '*']) {
		for (const { service, hear } of hearers.get(key) ?? []) {
			hear(notice, createCall(frame, principal, scope, service, 'Notice', decisions))
		}
	}
}

type Hearers = ReadonlyMap<string, ReadonlyArray<{ service: string; hear: Hear }>>

/** Who hears of what: asked at every call, and so found out once. */
function hearersIn(services: ReadonlyMap<string, Service>): Hearers {
	const known = hearersOf.get(services)
	if (known) return known
	const hearers = Map.groupBy(
		[...services.values()].flatMap(({ name: service, hears = {} }) =>
			Object.entries(hears).map(([key, hear]) => ({ key, service, hear })),
		),
		({ key }) => key,
	)
	hearersOf.set(services, hearers)
	return hearers
}
const hearersOf = new WeakMap<ReadonlyMap<string, Service>, Hearers>()

/** The face of one entry towards a service. */
export function createCall(
	frame: CallFrame,
	principal: Principal,
	scope: Scope,
	service: string,
	operation: string,
	decisions: Array<Decision>,
): Call {
	function decide(access: Access): Decision {
		const context = { 'aws:RequestedRegion': scope.region, ...access.context }
		const evaluated = frame.authorize(frame.world, principal, { ...access, context }, frame.now)
		const { action, resource } = access
		const fault = evaluated.allowed && strike(frame, 'deny', { action, resource, principal: principal.arn })
		const decision = fault ? deniedBy(fault, evaluated) : evaluated
		decisions.push(decision)
		return decision
	}

	return {
		now: frame.now,
		scope,
		principal,
		requestId: frame.requestId,
		service,
		operation,
		world: frame.world,
		ids: frame.ids,
		blobs: frame.blobs,
		endpoint: frame.endpoint,
		history: (last) => frame.history(last),
		decide,
		authorize(access) {
			const decision = decide(access)
			if (!decision.allowed) throw accessDenied(frame.world, principal, service, decision)
		},
		async invoke<Output>(
			as: Principal,
			otherService: string,
			otherOperation: string,
			input: object,
			where = scope,
		) {
			const innerDecisions: Array<Decision> = []
			const record = (outcome: Outcome) =>
				frame.calls.push({
					principal: as,
					service: otherService,
					operation: otherOperation,
					request: redactRequest(input, frame.services.get(otherService)?.secrets),
					outcome,
					decisions: innerDecisions,
				})
			try {
				const output = await frame.world.attempt(() =>
					runOperation(frame, as, where, otherService, otherOperation, input, innerDecisions),
				)
				record({ ok: true, response: summarizeResponse(output, frame.services.get(otherService)?.secrets) })
				return output as Output
			} catch (error) {
				if (error instanceof AwsError) record(refusal(error))
				throw error
			}
		},
		strike: (kind, facts) => strike(frame, kind, facts),
		schedule(at, subject, where = scope) {
			const step = { at: Math.max(at, frame.now), service, subject, scope: where }
			frame.world.put(dueSteps, WORLD_SCOPE, dueId(step), step)
		},
		announce(happened, about, where = scope) {
			const notice = noticeOf(frame, 'announcement', service, happened, about, undefined)
			tell(frame, principal, where, notice, decisions)
		},
		requestWork(kind, subject, payload: Json) {
			const id = frame.ids.uuid()
			frame.world.put(workItems, WORLD_SCOPE, id, {
				id,
				service,
				kind,
				subject,
				scope,
				payload,
				requestedAt: frame.now,
			})
			return id
		},
	}
}

/** Draws for each fault that fits, in order. The entry counts what has struck when it is written. */
function strike<Kind extends FaultKind>(
	{ world, ids, struck }: CallFrame,
	kind: Kind,
	facts: Facts,
): Extract<Fault, { kind: Kind }> | undefined {
	for (const fault of fittingFaults(world, kind, facts)) {
		if (!isLeft(fault, struck)) continue
		if (fault.chance !== undefined && ids.fraction() >= fault.chance) continue
		struck.push(fault)
		return fault
	}
}

function deniedBy(fault: Fault, decision: Decision): Decision {
	const deny = { policyType: 'identity', policy: `fault ${fault.id}`, index: 0, effect: 'Deny' } as const
	return { ...decision, allowed: false, reason: 'explicit-deny', matched: [...decision.matched, deny] }
}

/** A refusal as the journal keeps it. */
export function refusal(error: AwsError): Outcome {
	return { ok: false, code: error.code, message: error.message, status: error.status }
}
