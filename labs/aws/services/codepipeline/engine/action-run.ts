import type { ActionDeclaration } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { ActionFailure, failed, type Progress, type Settled, settleFailure } from '../actions/action.ts'
import { providerOf } from '../actions/providers.ts'
import { resolveConfiguration } from '../actions/variables.ts'
import {
	type ActionExecution,
	actionExecutions,
	actionOrder,
	approvalTokens,
	type Execution,
} from '../collections.ts'
import { newTry } from '../executions/tries.ts'
import {
	findExecution,
	putAttempt,
	putExecution,
	putStageState,
	requireStage,
	stageState,
	structureOf,
} from '../store.ts'
import { awaitEnd } from './awaited.ts'
import { bringInputs } from './replication.ts'

/** What the clock is asked for when an action is to be looked at again. */
function actionSubject(key: string): string {
	return `action|${key}`
}

/** Makes a try at an action, and starts its provider. */
export async function startAction(
	call: Call,
	pipeline: string,
	executionId: string,
	stage: string,
	declaration: ActionDeclaration,
): Promise<void> {
	const execution = findExecution(call, pipeline, executionId)
	if (!execution) return
	const { configuration, failure } = tryResolve(declaration, execution)
	const attempt = newAttempt(call, execution, stage, declaration, configuration)
	putAttempt(call, attempt)
	putExecution(call, withAttempt(execution, attempt))
	const state = stageState(call, pipeline, stage)
	putStageState(call, { ...state, actions: { ...state.actions, [attempt.action]: attempt.key } })
	await proceed(call, attempt, failure ?? 'start')
}

/** Looks at an action again when its moment has come. Answers the stage to drive on, if it settled. */
export async function resumeAction(call: Call, key: string): Promise<ActionExecution | undefined> {
	const attempt = call.world.get(actionExecutions, call.scope, key)
	if (attempt?.status !== 'InProgress') return
	await proceed(call, attempt, 'resume')
	return call.world.get(actionExecutions, call.scope, key)
}

async function proceed(
	call: Call,
	given: ActionExecution,
	step: 'start' | 'resume' | Settled,
): Promise<void> {
	const progress = typeof step === 'string' ? await ask(call, given, step) : step
	// Asking may have brought its inputs nearer.
	const attempt = call.world.get(actionExecutions, call.scope, given.key) ?? given
	if (progress.state === 'settled') return settleAction(call, attempt, progress)
	const { until, awaits, state: _, ...known } = progress
	putAttempt(call, { ...attempt, ...known })
	if (known.token) {
		const id = `${attempt.pipeline}/${known.token}`
		call.world.put(approvalTokens, call.scope, id, { key: attempt.key })
	}
	if (until !== undefined) call.schedule(until, actionSubject(attempt.key))
	if (awaits) awaitEnd(call, awaits, actionSubject(attempt.key))
}

async function ask(call: Call, attempt: ActionExecution, step: 'start' | 'resume'): Promise<Progress> {
	const structure = structureOf(call, attempt.pipeline, attempt.version)
	const stage = requireStage(structure, attempt.stage)
	const declaration = stage.actions?.find(({ name }) => name === attempt.action)
	const execution = findExecution(call, attempt.pipeline, attempt.executionId)
	if (!declaration || !execution) throw new Error(`${attempt.key} is of no action or execution`)
	const provider = providerOf(declaration)
	if (step === 'resume') return provider.resume({ call, structure, execution, declaration, attempt })
	const { pipeline, stage: stageName, action } = attempt
	const fault = call.strike('fail-action', { pipeline, stage: stageName, action })
	if (fault) return failed(fault.code, fault.message)
	return settleFailure(async () => {
		const ready = await bringInputs(call, structure, declaration, attempt)
		if (ready !== attempt) putAttempt(call, ready)
		return provider.start({ call, structure, execution, declaration, attempt: ready })
	})
}

/** Writes how an action ended and what it gave to the execution. The stage is driven on by the caller. */
export function settleAction(call: Call, attempt: ActionExecution, result: Settled): void {
	const { state: _, revision, ...outcome } = result
	const settled = putAttempt(call, {
		...attempt,
		...outcome,
		outputs: outcome.outputs ?? [],
		outputVariables: outcome.outputVariables ?? {},
		...(revision && { revision }),
	})
	const execution = findExecution(call, attempt.pipeline, attempt.executionId)
	if (execution) putExecution(call, withOutcome(call, execution, settled))
}

function withOutcome(call: Call, execution: Execution, settled: ActionExecution): Execution {
	const { artifacts, namespaces, revisions } = execution
	const stage = requireStage(structureOf(call, settled.pipeline, settled.version), settled.stage)
	const declaration = stage.actions?.find(({ name }) => name === settled.action)
	const { namespace, actionTypeId } = declaration ?? {}
	// Other actions than sources may tell a revision, too; it is theirs, not the execution's.
	const isSource = actionTypeId?.category === 'Source'
	const others = revisions.filter(({ actionName }) => actionName !== settled.action)
	return {
		...withAttempt(execution, settled),
		artifacts: {
			...artifacts,
			...Object.fromEntries(settled.outputs.map(({ name, bucket, key }) => [name, { bucket, key }])),
		},
		namespaces: namespace ? { ...namespaces, [namespace]: settled.outputVariables } : namespaces,
		revisions: settled.revision && isSource ? [...others, settled.revision] : revisions,
	}
}

/** The execution with that attempt as the one that counts for its action. */
export function withAttempt(execution: Execution, attempt: ActionExecution): Execution {
	const run = execution.stages[attempt.stage]
	if (!run) return execution
	const actions = { ...run.actions, [attempt.action]: { execution: attempt.key, status: attempt.status } }
	return { ...execution, stages: { ...execution.stages, [attempt.stage]: { ...run, actions } } }
}

function newAttempt(
	call: Call,
	execution: Execution,
	stage: string,
	declaration: ActionDeclaration,
	configuration: Record<string, string>,
): ActionExecution {
	const { name = '', inputArtifacts } = declaration
	return {
		...newTry(call, execution, { stage, inputArtifacts }, actionOrder),
		action: name,
		configuration,
		outputs: [],
		outputVariables: {},
	}
}

function tryResolve(declaration: ActionDeclaration, execution: Execution) {
	try {
		return { configuration: resolveConfiguration('action', declaration, execution) }
	} catch (error) {
		if (!(error instanceof ActionFailure)) throw error
		return { configuration: declaration.configuration ?? {}, failure: failed(error.code, error.message) }
	}
}
