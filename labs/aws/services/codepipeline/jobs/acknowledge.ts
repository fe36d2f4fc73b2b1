import type { AcknowledgeJobInput, GetJobDetailsInput, JobStatus } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { ActionFailure } from '../actions/action.ts'
import { invalid } from '../codepipeline-error.ts'
import type { Job } from './collections.ts'
import { jobData } from './job-data.ts'
import { currentJob, isOpen, leaveQueue, workOf } from './queue.ts'

// The wording of the refusals is ours.

export const acknowledgeJob = operation<AcknowledgeJobInput, object>({
	access: () => ({ action: 'codepipeline:AcknowledgeJob', resource: '*' }),
	run: ({ jobId, nonce }, call) => ({ status: claim(call, requireJob(call, jobId), nonce) }),
})

export const getJobDetails = operation<GetJobDetailsInput, object>({
	access: () => ({ action: 'codepipeline:GetJobDetails', resource: '*' }),
	run({ jobId }, call) {
		const job = requireJob(call, jobId)
		// A rule's is told to its function alone.
		if (job.check !== undefined) throw jobNotFound(job.id)
		try {
			return { jobDetails: { id: job.id, accountId: job.scope.account, data: jobData(call, job) } }
		} catch (error) {
			// The action's role cannot be taken any more.
			if (error instanceof ActionFailure) throw invalid(error.message)
			throw error
		}
	},
})

/** A job of the caller's account and Region, or AWS's refusal. */
export function requireJob(call: Call, id = ''): Readonly<Job> {
	const job = currentJob(call, id)
	const mine = job?.scope.account === call.scope.account && job.scope.region === call.scope.region
	if (!job || !mine || job.actionTypeId.owner === 'ThirdParty' || !workOf(call, job)) throw jobNotFound(id)
	return job
}

export function jobNotFound(id: string): AwsError {
	return new AwsError('JobNotFoundException', `The job with ID '${id}' does not exist`)
}

/**
 * Gives a job to the worker that it was handed out to last. A job that another
 * has claimed is refused by its nonce; of one that is over the status is told.
 */
export function claim(call: Call, job: Job, nonce = ''): JobStatus {
	if (!isOpen(job)) return job.status
	if (job.status !== 'Dispatched' || nonce !== String(job.nonce)) {
		const message = `The nonce '${nonce}' is not valid for job '${job.id}', or another job worker has claimed the job`
		throw new AwsError('InvalidNonceException', message)
	}
	return leaveQueue(call, job, 'InProgress').status
}
