import type {
	FailureDetails,
	PutJobFailureResultInput,
	PutJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline'
import { operation } from '../../../service.ts'
import { requireJob } from './acknowledge.ts'
import { applyReport } from './apply-report.ts'
import { assertInProgress, readFailure, readSuccess } from './report.ts'

export const putJobSuccessResult = operation<PutJobSuccessResultInput, void>({
	access: () => ({ action: 'codepipeline:PutJobSuccessResult', resource: '*' }),
	async run({ jobId, ...success }, call) {
		const job = requireJob(call, jobId)
		assertInProgress(job)
		await applyReport(call, job, readSuccess(success))
	},
})

export const putJobFailureResult = operation<PutJobFailureResultInput, void>({
	access: () => ({ action: 'codepipeline:PutJobFailureResult', resource: '*' }),
	async run({ jobId, failureDetails }, call) {
		const job = requireJob(call, jobId)
		assertInProgress(job)
		await applyReport(call, job, readFailure(failureDetails as FailureDetails))
	},
})
