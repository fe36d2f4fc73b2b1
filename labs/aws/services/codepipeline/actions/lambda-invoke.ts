import type { Job } from '../jobs/collections.ts'
import {
	comesToNothing,
	invokeFunction,
	lambdaJobOf,
	newLambdaJob,
	noResultOf,
	reportDueAt,
} from '../jobs/lambda-job.ts'
import { type ActionProvider, type ActionRun, failed, type Progress, settleFailure } from './action.ts'

/** All that a function may take, with continuation: user guide, limits. */
const TIMEOUT = 24 * 60 * 60_000

/** Has a function of Lambda do the action: it is invoked with a job, and reports the job's result. */
export const lambdaInvoke: ActionProvider = {
	start: (run) => settleFailure(() => invoke(run, newLambdaJob(run, { attempt: run.attempt.key }))),
	resume: (run) => settleFailure(() => look(run)),
	entityUrl: ({ FunctionName = '' }, region) =>
		`https://console.aws.amazon.com/lambda/home?region=${region}#/functions/${FunctionName}`,
}

async function invoke(run: ActionRun, job: Job): Promise<Progress> {
	const { invocation } = await invokeFunction(run, job)
	return {
		state: 'pending',
		until: reportDueAt(job),
		awaits: { service: 'lambda', id: invocation },
		job: job.id,
		externalExecutionId: invocation,
	}
}

function look(run: ActionRun): Progress | Promise<Progress> {
	const { call, attempt } = run
	const job = lambdaJobOf(call, attempt.job)
	if (!job) throw new Error(`${attempt.key} has no job`)
	// The wording is ours.
	if (call.now >= attempt.startedAt + TIMEOUT)
		return failed('JobFailed', 'The action timed out after 24 hours')
	if (job.invocation === undefined) return invoke(run, job)
	if (comesToNothing(call, job))
		return failed('JobFailed', noResultOf(attempt.configuration.FunctionName ?? ''))
	return { state: 'pending', until: reportDueAt(job) }
}
