import type { FailureDetails, PutJobSuccessResultInput } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import { invalid } from '../codepipeline-error.ts'
import type { Job, Report, ReportedRevision } from './collections.ts'

/** Output variables of one action together: user guide, limits. */
const VARIABLES_BYTES_AT_MOST = 122_880

/** Refuses a result for a job that nobody works on, or no longer. The wording is ours. */
export function assertInProgress({ id, status }: Job): void {
	if (status === 'InProgress') return
	throw new AwsError(
		'InvalidJobStateException',
		`A result can only be given for a job that is InProgress: job '${id}' is ${status}`,
	)
}

/** A worker's success, or AWS's refusal. The wording of both is ours. */
export function readSuccess(input: Omit<PutJobSuccessResultInput, 'jobId'>): Report {
	const { continuationToken, currentRevision, executionDetails, outputVariables } = input
	if (outputVariables && continuationToken !== undefined) {
		throw invalid('outputVariables can be included only when there is no continuation token')
	}
	const size = Object.entries(outputVariables ?? {})
		.flat()
		.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
	if (size > VARIABLES_BYTES_AT_MOST) {
		throw new AwsError(
			'OutputVariablesSizeExceededException',
			`The output variables hold ${size} bytes, more than ${VARIABLES_BYTES_AT_MOST}`,
		)
	}
	return {
		ok: true,
		...(continuationToken !== undefined && { continuationToken }),
		...(executionDetails && { details: { ...executionDetails } }),
		...(currentRevision && { revision: readRevision(currentRevision) }),
		...(outputVariables && { variables: { ...outputVariables } }),
	}
}

function readRevision({
	revision = '',
	changeIdentifier = '',
	created,
	revisionSummary,
}: NonNullable<PutJobSuccessResultInput['currentRevision']>): ReportedRevision {
	return {
		revisionId: revision,
		changeId: changeIdentifier,
		...(revisionSummary !== undefined && { summary: revisionSummary }),
		...(created && { createdAt: created.getTime() }),
	}
}

/** A worker's failure. */
export function readFailure({ type, message, externalExecutionId }: FailureDetails): Report {
	return {
		ok: false,
		code: type ?? 'JobFailed',
		message: message ?? '',
		...(externalExecutionId !== undefined && { details: { externalExecutionId } }),
	}
}
