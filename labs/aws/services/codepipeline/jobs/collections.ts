import type { ActionTypeId, JobStatus } from '@aws-sdk/client-codepipeline'
import { collection, type Scope } from '../../../world/world.ts'
import type { ArtifactLocation } from '../collections.ts'
import { type TypeId, typeKey } from '../structure/action-type.ts'

/** One piece of work on one try at an action. A worker that goes on later gets another job. */
export interface Job {
	id: string
	/** Account and Region of the pipeline. */
	scope: Scope
	pipeline: string
	/** Document of the action execution that it is for; empty for a rule's. */
	attempt: string
	/** Document of the check of a rule that it is for, in place of an action. */
	check?: string
	/** The call of the function that does it. */
	invocation?: string
	actionTypeId: TypeId
	status: JobStatus
	/** How often it was handed out; who acknowledges must show the last number. */
	nonce: number
	handedOutAt?: number
	queuedAt: number
	/** Where the worker puts the output artifacts. */
	outputs: ReadonlyArray<{ name: string } & ArtifactLocation>
	/** What the worker left at its last report on this try. */
	continuationToken?: string
	/** Value of the configuration's queryable property. */
	query?: string
	/** How long this job may take, when its type says so. */
	timeoutSeconds?: number
	/** A result that waits to be taken up in the pipeline's own account. */
	report?: Report
}

/** What a worker reported. */
export type Report =
	| {
			ok: true
			/** Left to go on with; the action is not over. */
			continuationToken?: string
			details?: ReportedDetails
			revision?: ReportedRevision
			variables?: Readonly<Record<string, string>>
	  }
	| { ok: false; code: string; message: string; details?: ReportedDetails }

export interface ReportedDetails {
	summary?: string
	externalExecutionId?: string
	percentComplete?: number
}

export interface ReportedRevision {
	revisionId: string
	changeId: string
	summary?: string
	/** Epoch milliseconds. */
	createdAt?: number
}

/** The pair that lets a third party at the jobs of one account. */
export interface ThirdPartyClient {
	clientId: string
	clientToken: string
}

/** Id: the job's. */
export const jobs = collection<Job>('codepipeline', 'jobs', 'world')
/** Jobs that nobody has acknowledged, oldest first. Id: `queueName|time|job`. */
export const jobQueue = collection<{ job: string }>('codepipeline', 'job-queue', 'world')
/** Id: `account|category/ThirdParty/provider/version`. */
export const thirdPartyClients = collection<ThirdPartyClient>('codepipeline', 'clients', 'world')

/** Who polls for a type: an account for its own, a third party for all who use it. */
export function queueName({ account, region }: Scope, id: TypeId): string {
	return `${id.owner === 'Custom' ? account : ''}|${region}|${typeKey(id)}|`
}

export function queueId(job: Job): string {
	const since = String(job.queuedAt).padStart(15, '0')
	return `${queueName(job.scope, job.actionTypeId)}${since}|${job.id}`
}

export function clientKey(account: string, id: Partial<ActionTypeId>): string {
	return `${account}|${typeKey(id)}`
}
