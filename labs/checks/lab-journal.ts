import type { Entry, InnerCall, RecordedEntry } from '#labs/aws/world/journal.ts'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'
import type { Evidence } from './check.ts'

/** Something that happened in a lab, with where the journal keeps it. */
export interface Happening {
	entry: Entry
	/** Set when it changed the world. */
	seq?: number
	/** Position among what changed nothing; set when `seq` is not. */
	observation?: number
}

/** A call that a service made for someone, within an entry. */
export interface InnerHappening extends Happening {
	inner: InnerCall
}

/** What happened in a learner's sandbox, in order. A value: it does not grow. */
export class LabJournal {
	readonly happenings: ReadonlyArray<Happening>

	constructor(happenings: ReadonlyArray<Happening>) {
		this.happenings = happenings
	}

	/** Reads what there is up to an entry. */
	static async read(sandbox: Sandbox, lastSeq: number): Promise<LabJournal> {
		const [entries, observations] = await Promise.all([
			sandbox.entries(),
			sandbox.host.journal.observations(sandbox.id),
		])
		return new LabJournal(
			inOrder(
				entries.filter(({ seq }) => seq <= lastSeq),
				observations.filter(({ afterSeq }) => afterSeq <= lastSeq),
			),
		)
	}

	/** Calls of one operation by whoever holds credentials, refused ones included. */
	calls(service: string, operation: string): Array<Happening> {
		return this.happenings.filter(
			({ entry }) => entry.kind === 'call' && entry.service === service && entry.operation === operation,
		)
	}

	/** Calls of one operation that a service made on somebody's behalf. */
	innerCalls(service: string, operation: string): Array<InnerHappening> {
		return this.happenings.flatMap((happening) =>
			happening.entry.calls
				.filter((inner) => inner.service === service && inner.operation === operation)
				.map((inner) => ({ ...happening, inner })),
		)
	}
}

/** Observations come after the entry that they name, in the order they were made. */
function inOrder(
	entries: ReadonlyArray<RecordedEntry>,
	observations: ReadonlyArray<{ afterSeq: number; entry: Entry }>,
): Array<Happening> {
	const recorded = entries.map((entry) => ({ entry, seq: entry.seq, order: entry.seq }))
	const observed = observations.map(({ afterSeq, entry }, observation) => ({
		entry,
		observation,
		order: afterSeq + 0.5,
	}))
	return [...recorded, ...observed]
		.sort((one, other) => one.order - other.order)
		.map(({ order: _, ...happening }) => happening)
}

/** A happening as evidence for a finding. */
export function evidenceOf(happening: Happening): Evidence {
	const { entry } = happening
	return { ...placeOf(happening), ...factOf(entry), at: entry.at }
}

/** A call that a service made as evidence: the role is named, not the service. */
export function innerEvidenceOf(happening: InnerHappening): Evidence {
	return { ...placeOf(happening), ...factOf(happening.inner), at: happening.entry.at }
}

function placeOf({ seq, observation }: Happening): Pick<Evidence, 'seq' | 'observation'> {
	return seq === undefined ? { observation } : { seq }
}

function factOf({ principal, service, operation, outcome }: Entry | InnerCall) {
	return {
		principal: principal.arn,
		operation: `${service}:${operation}`,
		outcome: outcome.ok ? 'ok' : outcome.code,
	}
}
