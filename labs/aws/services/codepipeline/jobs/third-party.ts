import type {
	AcknowledgeThirdPartyJobInput,
	FailureDetails,
	GetThirdPartyJobDetailsInput,
	PollForThirdPartyJobsInput,
	PutThirdPartyJobFailureResultInput,
	PutThirdPartyJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { type Call, operation } from '../../../service.ts'
import { findThirdPartyType, typeNotFound } from '../action-types/find.ts'
import { ActionFailure } from '../actions/action.ts'
import { invalid } from '../codepipeline-error.ts'
import type { TypeId } from '../structure/action-type.ts'
import { claim, jobNotFound } from './acknowledge.ts'
import { ensureClient } from './clients.ts'
import type { Job, Report } from './collections.ts'
import { jobData } from './job-data.ts'
import { attemptOf, currentJob, handOut, jobSubject, putJob } from './queue.ts'
import { assertInProgress, readFailure, readSuccess } from './report.ts'

// Jobs that a third party does for other accounts. It polls in its own account; what it reports is taken up by
// a step in the pipeline's account, at the same moment. The wording of the refusals is ours.

function access(operation: string) {
	return () => ({ action: `codepipeline:${operation}`, resource: '*' })
}

export const pollForThirdPartyJobs = operation<PollForThirdPartyJobsInput, object>({
	access: access('PollForThirdPartyJobs'),
	run({ actionTypeId, maxBatchSize }, call) {
		const id = actionTypeId as TypeId
		if (id.owner !== 'ThirdParty') {
			throw invalid('PollForThirdPartyJobs is only valid for action types of owner ThirdParty')
		}
		const { executor } = findThirdPartyType(call, id)?.declaration ?? {}
		const pollers = executor?.configuration?.jobWorkerExecutorConfiguration?.pollingAccounts ?? []
		if (!pollers.includes(call.scope.account)) throw typeNotFound(id)
		const jobs = handOut(call, id, { atMost: maxBatchSize }).map((job) => ({
			clientId: ensureClient(call, job.scope.account, id).clientId,
			jobId: job.id,
		}))
		return { jobs }
	},
})

export const getThirdPartyJobDetails = operation<GetThirdPartyJobDetailsInput, object>({
	access: access('GetThirdPartyJobDetails'),
	run({ jobId, clientToken }, call) {
		const job = requireThirdPartyJob(call, jobId, clientToken)
		try {
			return { jobDetails: { id: job.id, nonce: String(job.nonce), data: jobData(call, job) } }
		} catch (error) {
			if (!(error instanceof ActionFailure)) throw error
			throw new AwsError('InvalidJobException', error.message)
		}
	},
})

export const acknowledgeThirdPartyJob = operation<AcknowledgeThirdPartyJobInput, object>({
	access: access('AcknowledgeThirdPartyJob'),
	run: ({ jobId, nonce, clientToken }, call) => ({
		status: claim(call, requireThirdPartyJob(call, jobId, clientToken), nonce),
	}),
})

export const putThirdPartyJobSuccessResult = operation<PutThirdPartyJobSuccessResultInput, void>({
	access: access('PutThirdPartyJobSuccessResult'),
	run({ jobId, clientToken, ...success }, call) {
		file(call, requireThirdPartyJob(call, jobId, clientToken), readSuccess(success))
	},
})

export const putThirdPartyJobFailureResult = operation<PutThirdPartyJobFailureResultInput, void>({
	access: access('PutThirdPartyJobFailureResult'),
	run({ jobId, clientToken, failureDetails }, call) {
		const report = readFailure(failureDetails as FailureDetails)
		file(call, requireThirdPartyJob(call, jobId, clientToken), report)
	},
})

function requireThirdPartyJob(call: Call, id = '', clientToken = ''): Readonly<Job> {
	const job = currentJob(call, id)
	const theirs = job?.actionTypeId.owner === 'ThirdParty' && job.scope.region === call.scope.region
	if (!job || !theirs || !attemptOf(call, job)) throw jobNotFound(id)
	if (ensureClient(call, job.scope.account, job.actionTypeId).clientToken === clientToken) return job
	throw new AwsError('InvalidClientTokenException', `The client token is not valid for job '${id}'`)
}

/** Keeps a result until the pipeline's account takes it up. */
function file(call: Call, job: Job, report: Report): void {
	assertInProgress(job)
	putJob(call, { ...job, status: report.ok ? 'Succeeded' : 'Failed', report })
	call.schedule(call.now, jobSubject('report', job.id), job.scope)
}
