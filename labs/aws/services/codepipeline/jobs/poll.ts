import type { PollForJobsInput } from '@aws-sdk/client-codepipeline'
import { type Call, operation } from '../../../service.ts'
import { actionTypeArn } from '../action-types/collections.ts'
import { findCustomType, typeNotFound } from '../action-types/find.ts'
import { ActionFailure } from '../actions/action.ts'
import { invalid } from '../codepipeline-error.ts'
import type { TypeId } from '../structure/action-type.ts'
import { applyReport } from './apply-report.ts'
import type { Job } from './collections.ts'
import { jobData } from './job-data.ts'
import { handOut, leaveQueue } from './queue.ts'

/** Hands jobs out to a worker, with credentials for their artifacts. */
export const pollForJobs = operation<PollForJobsInput, object>({
	access: ({ actionTypeId }, call) => ({
		action: 'codepipeline:PollForJobs',
		resource: actionTypeArn(call.scope, actionTypeId ?? {}),
	}),
	async run({ actionTypeId, maxBatchSize, queryParam = {} }, call) {
		const id = actionTypeId as TypeId
		// The wording is ours, as in the next two.
		if (id.owner !== 'Custom') throw invalid('PollForJobs is only valid for action types of owner Custom')
		const type = findCustomType(call, id)
		if (!type) throw typeNotFound(id)
		const query = queryOf(type.properties.find(({ queryable }) => queryable)?.name, queryParam)
		const told: Array<object> = []
		for (const job of handOut(call, id, { query, atMost: maxBatchSize })) {
			const data = await dataOrFailure(call, job)
			if (data) told.push({ id: job.id, nonce: String(job.nonce), accountId: job.scope.account, data })
		}
		return { jobs: told }
	},
})

/** A type with a queryable property is polled by its value, one without by nothing: API reference. */
function queryOf(name: string | undefined, asked: Readonly<Record<string, string>>): string | undefined {
	const unknown = Object.keys(asked).find((key) => key !== name)
	if (unknown !== undefined) throw invalid(`'${unknown}' is not a queryable property of the action type`)
	if (name !== undefined && asked[name] === undefined) {
		throw invalid(`The queryable property '${name}' of the action type must be given in queryParam`)
	}
	return name === undefined ? undefined : asked[name]
}

/** Its data, or nothing when the action's role is gone meanwhile: then the action fails. */
async function dataOrFailure(call: Call, job: Job) {
	try {
		return jobData(call, job)
	} catch (error) {
		if (!(error instanceof ActionFailure)) throw error
		await applyReport(call, leaveQueue(call, job, 'Failed'), {
			ok: false,
			code: error.code,
			message: error.message,
		})
	}
}
