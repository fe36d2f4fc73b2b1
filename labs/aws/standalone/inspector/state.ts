import {
	actionExecutions,
	type Execution,
	executionOrder,
	executions,
	pipelines,
	pipelineVersions,
	stageStates,
	versionId,
} from '../../services/codepipeline/collections.ts'
import type { RecordedEntry } from '../../world/journal.ts'
import type { Sandbox } from '../../world/sandbox.ts'
import type { Scope, World } from '../../world/world.ts'

/** Newest executions of a pipeline that are shown. */
const EXECUTIONS_SHOWN = 10
/** Newest entries of the journal that are shown. */
const ENTRIES_SHOWN = 60

/** What the page at the emulator's root shows; plain JSON. Times are ISO 8601, virtual. */
export interface InspectorState {
	seq: number
	now: string
	speed: number
	faults: ReadonlyArray<object>
	pipelines: ReadonlyArray<PipelineCard>
	/** Newest first. */
	journal: ReadonlyArray<JournalLine>
}

interface PipelineCard {
	name: string
	account: string
	region: string
	version: number
	type: string
	mode: string
	stages: ReadonlyArray<{
		name: string
		open: boolean
		waiting: number
		status?: string
		actions: ReadonlyArray<{ name: string; provider: string; status?: string; error?: string }>
	}>
	executions: ReadonlyArray<{ id: string; status: string; type: string; trigger: string; startedAt: string }>
}

interface JournalLine {
	seq: number
	at: string
	kind: string
	what: string
	who: string
	/** Calls that services made on the way. */
	calls: number
	refused?: string
}

/** The state of a sandbox as the page shows it. */
export async function inspectorState(sandbox: Sandbox): Promise<InspectorState> {
	const { world, seq } = sandbox
	const entries = await sandbox.entries(Math.max(0, seq - ENTRIES_SHOWN))
	return {
		seq,
		now: new Date(sandbox.now()).toISOString(),
		speed: sandbox.clock.speed,
		faults: sandbox.faults,
		pipelines: world.everywhere(pipelines).map(({ scope, id }) => cardOf(world, scope, id)),
		journal: entries.reverse().map(lineOf),
	}
}

function cardOf(world: World, scope: Scope, name: string): PipelineCard {
	const { version = 0 } = world.get(pipelines, scope, name) ?? {}
	const declaration = world.get(pipelineVersions, scope, versionId(name, version))?.declaration
	const newest = world.list(executionOrder, scope, { prefix: `${name}/`, limit: EXECUTIONS_SHOWN })
	return {
		name,
		...scope,
		version,
		type: declaration?.pipelineType ?? 'V2',
		mode: declaration?.executionMode ?? 'SUPERSEDED',
		stages: (declaration?.stages ?? []).map(({ name: stage = '', actions = [] }) => {
			const state = world.get(stageStates, scope, `${name}/${stage}`)
			const latest = world.get(executions, scope, `${name}/${state?.latest ?? ''}`)
			return {
				name: stage,
				open: state?.transition.enabled ?? true,
				waiting: state?.waiting.length ?? 0,
				status: latest?.stages[stage]?.status,
				actions: actions.map(({ name: action = '', actionTypeId }) => {
					const attempt = world.get(actionExecutions, scope, state?.actions[action] ?? '')
					const provider = actionTypeId?.provider ?? ''
					return { name: action, provider, status: attempt?.status, error: attempt?.error?.message }
				}),
			}
		}),
		executions: newest.flatMap(({ execution }) => {
			const found = world.get(executions, scope, `${name}/${execution}`)
			return found ? [executionOf(found)] : []
		}),
	}
}

function executionOf({ id, status, type, trigger, startedAt }: Execution) {
	return {
		id,
		status,
		type,
		trigger: trigger.triggerType ?? '',
		startedAt: new Date(startedAt).toISOString(),
	}
}

function lineOf({
	seq,
	at,
	kind,
	service,
	operation,
	principal,
	calls,
	outcome,
}: RecordedEntry): JournalLine {
	return {
		seq,
		at: new Date(at).toISOString(),
		kind,
		what: `${service}:${operation}`,
		who: principal.arn,
		calls: calls.length,
		...(!outcome.ok && { refused: outcome.code }),
	}
}
