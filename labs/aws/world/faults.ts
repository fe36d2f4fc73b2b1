import { z } from 'zod'
import { matchesPattern } from '../identity/policy/glob.ts'
import { WORLD_SCOPE } from './kernel.ts'
import { collection, type Transaction, type WorldReader } from './world.ts'

// Faults are data of a world: what is to go wrong, as long as they are there.
// Patterns have the wildcards of IAM, `*` and `?`, and fit anything when left out.

const pattern = z.string().min(1).max(512).optional()
const common = {
	id: z.string().regex(/^[a-z0-9-]{1,64}$/),
	/** How often it strikes before it is gone; for ever when left out. */
	times: z.int().positive().max(1_000_000).optional(),
	/** Share of what it fits that it strikes, drawn from the world's seed. */
	chance: z.number().gt(0).lt(1).optional(),
}

/** One fault; the boundary's schema is the type's only source. */
export const faultSchema = z.discriminatedUnion('kind', [
	/** An access is denied, whatever the policies say. */
	z.strictObject({
		...common,
		kind: z.literal('deny'),
		action: pattern,
		resource: pattern,
		principal: pattern,
	}),
	/** A call is refused because there are too many. */
	z.strictObject({ ...common, kind: z.literal('throttle'), service: pattern, operation: pattern }),
	/** Temporary credentials are taken for expired. */
	z.strictObject({ ...common, kind: z.literal('expire'), accessKeyId: pattern }),
	/** An event never reaches its bus. */
	z.strictObject({ ...common, kind: z.literal('lose-event'), source: pattern, detailType: pattern }),
	/** An action of a pipeline fails as soon as it starts. */
	z.strictObject({
		...common,
		kind: z.literal('fail-action'),
		pipeline: pattern,
		stage: pattern,
		action: pattern,
		code: z.enum(['JobFailed', 'ConfigurationError', 'PermissionError']).default('JobFailed'),
		message: z.string().min(1).max(5000).default('The action was made to fail'),
	}),
])

export type Fault = z.infer<typeof faultSchema>
export type FaultKind = Fault['kind']

/** Every fault of a world, in the order in which they are tried. */
export const faultsSchema = z.array(faultSchema).max(100)

/** Id: the fault's. */
export const faults = collection<Fault>('kernel', 'faults', 'world')

/** What a place where a fault may strike says of itself, by the names of the fault's patterns. */
export type Facts = Readonly<Record<string, string>>

const NOT_PATTERNS: ReadonlySet<string> = new Set([...Object.keys(common), 'kind', 'code', 'message'])

/** The faults of a kind that fit, before any is drawn for. */
export function fittingFaults<Kind extends FaultKind>(
	world: WorldReader,
	kind: Kind,
	facts: Facts,
): Array<Extract<Fault, { kind: Kind }>> {
	const all = world.list(faults, WORLD_SCOPE)
	return all.filter(
		(fault): fault is Extract<Fault, { kind: Kind }> => fault.kind === kind && fits(fault, facts),
	)
}

function fits(fault: Fault, facts: Facts): boolean {
	return Object.entries(fault).every(([name, value]) => {
		if (NOT_PATTERNS.has(name) || typeof value !== 'string') return true
		return matchesPattern(value, facts[name] ?? '')
	})
}

/** Whether a fault may still strike after those that have struck in the same entry. */
export function isLeft(fault: Fault, struck: ReadonlyArray<Fault>): boolean {
	return fault.times === undefined || struck.filter(({ id }) => id === fault.id).length < fault.times
}

/** Takes what has struck off what is left; a fault that is used up is gone. */
export function countStruck(world: Transaction, struck: ReadonlyArray<Fault>): void {
	for (const { id } of struck) {
		const fault = world.get(faults, WORLD_SCOPE, id)
		if (fault?.times === undefined) continue
		if (fault.times > 1) world.put(faults, WORLD_SCOPE, id, { ...fault, times: fault.times - 1 })
		else world.delete(faults, WORLD_SCOPE, id)
	}
}
