import { getDatabase } from '#app/platform/db.server.ts'
import type { Entry } from '#labs/aws/world/journal.ts'
import type { Scene } from '#labs/scene.ts'
import { labHost } from './lab-host.server.ts'
import type { JournalRow, LiveState } from './live-state.ts'
import { pipelineDiagrams } from './pipeline-view.server.ts'
import type { OpenSandbox } from './sandboxes.server.ts'
import { worldId } from './world-id.ts'

/** Lines of the journal that the page shows. */
const ROWS = 60

/** What the lab page shows of a sandbox right now. */
export async function liveState({ row, sandbox }: OpenSandbox, lab: Scene): Promise<LiveState> {
	await sandbox.advance()
	const entries = await sandbox.entries(Math.max(0, sandbox.seq - ROWS))
	const observations = await labHost().journal.observations(worldId(row), ROWS)
	const reached = await getDatabase().sandbox.findUnique({
		where: { id: row.id },
		select: { firstRemoteCallAt: true },
	})
	const rows = [
		...entries.map((entry): [Entry, string] => [entry, `e${entry.seq}`]),
		...observations.map(({ entry }, index): [Entry, string] => [entry, `o${index}-${entry.requestId}`]),
	]
	return {
		generation: row.generation,
		seq: sandbox.seq,
		virtualNow: sandbox.now(),
		speed: sandbox.clock.speed,
		pipelines: await pipelineDiagrams(sandbox, lab),
		journal: rows
			.filter(([entry]) => entry.kind === 'call' || entry.kind === 'step')
			.sort(([a], [b]) => b.at - a.at)
			.slice(0, ROWS)
			.flatMap(([entry, key]) => journalRows(entry, key)),
		remoteCallAt: reached?.firstRemoteCallAt?.toISOString() ?? null,
		usage: await labHost().quota.usage(sandbox),
	}
}

/** A call is one line; a step of a service shows the calls that it made under a role. */
function journalRows(entry: Entry, key: string): Array<JournalRow> {
	const at = new Date(entry.at).toISOString()
	const inner = entry.calls.map((call, index) => ({
		key: `${key}-${index}`,
		at,
		who: shortName(call.principal.arn),
		what: `${call.service}:${call.operation}`,
		refusal: refusalOf(call),
	}))
	if (entry.kind === 'step') return inner
	const own = { key, at, who: shortName(entry.principal.arn), what: `${entry.service}:${entry.operation}` }
	return [{ ...own, refusal: refusalOf(entry) }, ...inner]
}

function refusalOf({ outcome, decisions }: Pick<Entry, 'outcome' | 'decisions'>): JournalRow['refusal'] {
	if (outcome.ok) return null
	const denied = decisions.find((decision) => !decision.allowed)
	const missing = denied ? `${denied.action} sur ${denied.resource}` : null
	return { code: outcome.code, message: outcome.message, missing }
}

function shortName(arn: string): string {
	return arn.split(/[:/]/).slice(-2).join('/')
}
