import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { type ActionExecution, actionExecutions, ruleExecutions } from '../collections.ts'
import type { TypeId } from '../structure/action-type.ts'
import { type Job, jobQueue, jobs, queueId, queueName } from './collections.ts'

/**
 * A job that was handed out and not acknowledged is handed out again after this
 * virtual time, milliseconds. AWS's time is not published.
 */
const HIDDEN_FOR = 60_000

export type NewJob = Omit<Job, 'id' | 'status' | 'nonce' | 'queuedAt'>

/** Puts a job where workers find it. */
export function enqueue(call: Call, job: NewJob): Job {
	const queued: Job = { ...job, id: call.ids.uuid(), status: 'Queued', nonce: 0, queuedAt: call.now }
	call.world.put(jobQueue, WORLD_SCOPE, queueId(queued), { job: queued.id })
	if (job.timeoutSeconds !== undefined) {
		call.schedule(call.now + job.timeoutSeconds * 1000, jobSubject('timeout', queued.id), job.scope)
	}
	return putJob(call, queued)
}

/** What the clock is asked for about a job, in its pipeline's scope. */
export function jobSubject(what: 'timeout' | 'report', id: string): string {
	return `job|${what}|${id}`
}

export function putJob(call: Call, job: Job): Job {
	return call.world.put(jobs, WORLD_SCOPE, job.id, job)
}

/** The try at an action that a job is for, or undefined when its pipeline is gone. */
export function attemptOf(call: Call, job: Job): Readonly<ActionExecution> | undefined {
	return call.world.get(actionExecutions, job.scope, job.attempt)
}

/** What a job is for, an action or a rule, or undefined when its pipeline is gone. */
export function workOf(call: Call, job: Job): Readonly<{ status?: string }> | undefined {
	return job.check === undefined ? attemptOf(call, job) : call.world.get(ruleExecutions, job.scope, job.check)
}

/** The job as it stands: one whose action was stopped, abandoned or cancelled is over. */
export function currentJob(call: Call, id: string): Readonly<Job> | undefined {
	const job = call.world.get(jobs, WORLD_SCOPE, id)
	if (!job || !isOpen(job) || workOf(call, job)?.status === 'InProgress') return job
	return { ...job, status: 'Failed' }
}

export function isOpen({ status }: Job): boolean {
	return status === 'Queued' || status === 'Dispatched' || status === 'InProgress'
}

/** Takes a job off the queue, with the status that it has from now on. */
export function leaveQueue(call: Call, job: Job, status: Job['status']): Job {
	call.world.delete(jobQueue, WORLD_SCOPE, queueId(job))
	return putJob(call, { ...job, status })
}

/** Hands out the oldest jobs of a type that no other worker has, each with a new nonce. */
export function handOut(
	call: Call,
	id: TypeId,
	{ query, atMost = Number.POSITIVE_INFINITY }: { query?: string; atMost?: number },
): Array<Job> {
	const prefix = queueName(call.scope, id)
	const taken: Array<Job> = []
	for (const { job: jobId } of call.world.list(jobQueue, WORLD_SCOPE, { prefix })) {
		if (taken.length >= atMost) break
		const job = currentJob(call, jobId)
		if (!job) continue
		if (!isOpen(job)) leaveQueue(call, job, job.status)
		else if (isFree(call, job) && (query === undefined || job.query === query)) {
			taken.push(putJob(call, { ...job, status: 'Dispatched', nonce: job.nonce + 1, handedOutAt: call.now }))
		}
	}
	return taken
}

function isFree(call: Call, { handedOutAt }: Job): boolean {
	return handedOutAt === undefined || call.now - handedOutAt >= HIDDEN_FOR
}

/** Forgets the jobs of a pipeline that is deleted. */
export function deleteJobs(call: Call, pipeline: string): void {
	for (const job of call.world.list(jobs, WORLD_SCOPE)) {
		const { account, region } = job.scope
		if (job.pipeline !== pipeline || account !== call.scope.account || region !== call.scope.region) continue
		call.world.delete(jobQueue, WORLD_SCOPE, queueId(job))
		call.world.delete(jobs, WORLD_SCOPE, job.id)
	}
}
