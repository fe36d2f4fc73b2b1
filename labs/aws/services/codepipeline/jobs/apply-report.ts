import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { findType } from '../action-types/find.ts'
import { fillTemplate } from '../action-types/url-templates.ts'
import { type ActionRun, failed, type Settled } from '../actions/action.ts'
import { type Revision, ruleExecutions } from '../collections.ts'
import { settleAction } from '../engine/action-run.ts'
import { driveStage } from '../engine/run.ts'
import { currentRevision, recordRevision } from '../executions/revisions.ts'
import { putAttempt } from '../store.ts'
import { type Job, jobs, type Report, type ReportedDetails, type ReportedRevision } from './collections.ts'
import { runOf } from './job-run.ts'
import { nextLambdaJob } from './lambda-job.ts'
import { attemptOf, currentJob, enqueue, isOpen, leaveQueue, putJob } from './queue.ts'

/** Takes up a worker's result in the pipeline's own scope: the action ends, or goes on with another job. */
export async function applyReport(call: Call, job: Job, report: Report): Promise<void> {
	const reported = putJob(call, { ...job, status: report.ok ? 'Succeeded' : 'Failed' })
	if (job.check !== undefined) return applyToRule(call, reported, job.check, report)
	// Stopped or cancelled since.
	if (attemptOf(call, job)?.status !== 'InProgress') return
	const run = runOf(call, job)
	const details = detailsOf(run, report.details)
	if (!report.ok) {
		const { code, message } = report
		return settle(run, { state: 'settled', status: 'Failed', ...details, error: { code, message } })
	}
	if (report.continuationToken !== undefined) return goOn(run, job, report.continuationToken, details)
	const revision = revisionOf(run, report.revision)
	await settle(run, {
		state: 'settled',
		status: 'Succeeded',
		...details,
		outputs: job.outputs,
		...(report.variables && { outputVariables: report.variables }),
		...(revision && { revision }),
	})
}

/** The rule takes the report when it is evaluated again. */
function applyToRule(call: Call, job: Job, key: string, report: Report): void {
	const check = call.world.get(ruleExecutions, job.scope, key)
	if (check?.status !== 'InProgress') return
	if (!report.ok || report.continuationToken === undefined) {
		putJob(call, { ...job, report })
		call.schedule(call.now, `rule|${key}`, job.scope)
		return
	}
	const next = nextLambdaJob(call, job, report.continuationToken)
	call.world.put(ruleExecutions, job.scope, key, { ...check, job: next.id })
	call.schedule(next.queuedAt, `rule|${key}`, job.scope)
}

/** Moves a job on when its moment has come. */
export async function stepJob(call: Call, what: string, id: string): Promise<void> {
	if (what === 'report') {
		const job = call.world.get(jobs, WORLD_SCOPE, id)
		if (job?.report) await applyReport(call, job, job.report)
		return
	}
	const job = currentJob(call, id)
	if (!job || !isOpen(job)) return
	const { timeoutSeconds } = leaveQueue(call, job, 'TimedOut')
	// The wording is ours.
	const message = `The job timed out: no result was reported within ${timeoutSeconds} seconds`
	await settle(runOf(call, job), failed('JobFailed', message))
}

function goOn(
	{ call, attempt }: ActionRun,
	job: Job,
	continuationToken: string,
	details: ReturnType<typeof detailsOf>,
): void {
	if (job.actionTypeId.owner === 'AWS') {
		const next = nextLambdaJob(call, job, continuationToken)
		putAttempt(call, { ...attempt, ...details, job: next.id })
		call.schedule(next.queuedAt, `action|${attempt.key}`)
		return
	}
	const { id: _, status: __, nonce: ___, queuedAt: ____, handedOutAt: _____, report: ______, ...same } = job
	const next = enqueue(call, { ...same, continuationToken })
	putAttempt(call, { ...attempt, ...details, job: next.id })
}

async function settle({ call, attempt }: ActionRun, result: Settled): Promise<void> {
	settleAction(call, attempt, result)
	await driveStage(call, attempt.pipeline, attempt.executionId, attempt.stage)
}

/** What a report says of the work, with the address that its type's template makes of it. */
function detailsOf({ call, declaration, attempt }: ActionRun, details: ReportedDetails = {}) {
	const { externalExecutionId = attempt.externalExecutionId, ...rest } = details
	const type = findType(call, declaration.actionTypeId ?? {})
	const { configuration } = attempt
	const url = type && fillTemplate(type, 'executionUrlTemplate', { configuration, externalExecutionId })
	return {
		...rest,
		...(externalExecutionId !== undefined && { externalExecutionId }),
		...(url !== undefined && { externalExecutionUrl: url }),
	}
}

/** The revision that was worked on: the worker's word, else for a source what was told of it before. */
function revisionOf(
	{ call, declaration, attempt }: ActionRun,
	reported?: ReportedRevision,
): Revision | undefined {
	const isSource = declaration.actionTypeId?.category === 'Source'
	const known = isSource ? currentRevision(call, attempt) : undefined
	const told = reported ?? (known && { ...known, changeId: known.revisionChangeId, summary: undefined })
	if (!told) return
	const { revisionId, changeId, summary, createdAt = call.now } = told
	if (isSource && reported) {
		const { executionId } = attempt
		recordRevision(call, attempt, { revisionId, revisionChangeId: changeId, createdAt, executionId })
	}
	const type = findType(call, declaration.actionTypeId ?? {})
	const { configuration } = attempt
	const url = type && fillTemplate(type, 'revisionUrlTemplate', { configuration, revisionId })
	const output = declaration.outputArtifacts?.[0]?.name
	return {
		actionName: attempt.action,
		...(output !== undefined && { name: output }),
		revisionId,
		revisionChangeIdentifier: changeId,
		...(summary !== undefined && { revisionSummary: summary }),
		...(url !== undefined && { revisionUrl: url }),
		createdAt,
	}
}
