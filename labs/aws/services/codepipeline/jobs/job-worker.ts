import type { ActionTypeExecutor } from '@aws-sdk/client-codepipeline'
import { findThirdPartyType, findType, typeNotFound } from '../action-types/find.ts'
import {
	ActionFailure,
	type ActionProvider,
	type ActionRun,
	failed,
	type Progress,
	settleFailure,
} from '../actions/action.ts'
import { actionRole } from '../actions/roles.ts'
import { artifactBucket, newArtifactKey } from '../artifacts/artifacts.ts'
import type { TypeId } from '../structure/action-type.ts'
import { ensureClient } from './clients.ts'
import { currentJob, enqueue, isOpen, leaveQueue } from './queue.ts'

/** User guide, limits. */
const TIMEOUT = 24 * 60 * 60_000

/** Has a worker outside do the action: it queues a job, and waits for its result. */
export const jobWorker: ActionProvider = {
	start: (run) => settleFailure(() => queueJob(run)),
	resume: (run) => timeOut(run),
}

function queueJob(run: ActionRun): Progress {
	const { call, structure, declaration, attempt } = run
	const id = declaration.actionTypeId as TypeId
	const type = findType(call, id)
	if (!type) throw new ActionFailure('ConfigurationError', typeNotFound(id).message)
	const executor = id.owner === 'ThirdParty' ? requireExecutor(run) : undefined
	// A role that cannot be taken fails the action, not the worker.
	actionRole(run)
	const bucket = artifactBucket(structure, call.scope.region)
	const queryable = type.properties.find((property) => property.queryable)?.name
	const query = queryable === undefined ? undefined : attempt.configuration[queryable]
	const job = enqueue(call, {
		scope: { ...call.scope },
		pipeline: attempt.pipeline,
		attempt: attempt.key,
		actionTypeId: { ...id },
		outputs: (declaration.outputArtifacts ?? []).map(({ name = '' }) => ({
			name,
			bucket,
			key: newArtifactKey(call, attempt.pipeline, name),
		})),
		...(query !== undefined && { query }),
		...(executor?.jobTimeout !== undefined && { timeoutSeconds: executor.jobTimeout }),
	})
	if (executor) ensureClient(call, call.scope.account, id)
	return { state: 'pending', until: call.now + TIMEOUT, job: job.id }
}

/** AWS's partners poll for their types; here only those that a world defines have a worker. */
function requireExecutor({ call, declaration }: ActionRun): ActionTypeExecutor {
	const { category, owner, provider } = declaration.actionTypeId ?? {}
	const executor = findThirdPartyType(call, declaration.actionTypeId ?? {})?.declaration.executor
	if (executor?.type === 'JobWorker') return executor
	const model = executor ? ', executor Lambda' : ''
	throw new ActionFailure(
		'ConfigurationError',
		`Provider not emulated yet: ${category}/${owner}/${provider}${model}`,
	)
}

function timeOut({ call, attempt }: ActionRun): Progress {
	const job = currentJob(call, attempt.job ?? '')
	if (job && isOpen(job)) leaveQueue(call, job, 'TimedOut')
	// The wording is ours.
	return failed('JobFailed', 'The action timed out: no job worker reported its result within 24 hours')
}
