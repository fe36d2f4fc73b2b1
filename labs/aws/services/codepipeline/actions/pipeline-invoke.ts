import type { StartPipelineExecutionOutput } from '@aws-sdk/client-codepipeline'
import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'
import { ActionFailure, type ActionProvider, type ActionRun, type Progress, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'

// Starts another pipeline and does not wait for it:
// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-PipelineInvoke.html

const REVISION_TYPES = ['COMMIT_ID', 'IMAGE_DIGEST', 'S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'] as const
const revisions = z
	.array(
		z.strictObject({
			actionName: z.string().min(1).max(100),
			revisionType: z.enum(REVISION_TYPES),
			revisionValue: z.string().min(1),
		}),
	)
	.max(50)
const variables = z
	.array(
		z.strictObject({
			name: z
				.string()
				.regex(/^[A-Za-z0-9@\-_]+$/)
				.max(128),
			value: z.string().min(1).max(1000),
		}),
	)
	.max(50)

export const pipelineInvoke: ActionProvider = {
	start: (run) => settleFailure(() => begin(run)),
	/** It is never pending. */
	resume: (run) => settleFailure(() => begin(run)),
	entityUrl: ({ PipelineName = '' }, region) =>
		`https://console.aws.amazon.com/codesuite/codepipeline/pipelines/${PipelineName}/view?region=${region}`,
}

async function begin(run: ActionRun): Promise<Progress> {
	const { call, attempt } = run
	const { PipelineName = '', SourceRevisions, Variables } = attempt.configuration
	const input = {
		name: PipelineName,
		...(SourceRevisions !== undefined && {
			sourceRevisions: read('SourceRevisions', SourceRevisions, revisions),
		}),
		...(Variables !== undefined && { variables: read('Variables', Variables, variables) }),
	}
	try {
		const { pipelineExecutionId = '' } = await call.invoke<StartPipelineExecutionOutput>(
			...([actionRole(run), 'codepipeline', 'StartPipelineExecution', input] as const),
		)
		return {
			...{ state: 'settled', status: 'Succeeded', externalExecutionId: pipelineExecutionId },
			externalExecutionUrl: `https://console.aws.amazon.com/codesuite/codepipeline/pipelines/${PipelineName}/executions/${pipelineExecutionId}/timeline?region=${call.scope.region}`,
		}
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		// The wording is ours, around that of the refusal.
		const text = `The pipeline '${PipelineName}' could not be started: ${error.message}`
		if (error.code.startsWith('AccessDenied')) throw new ActionFailure('PermissionError', text)
		throw new ActionFailure('ConfigurationError', text)
	}
}

/** A member of the configuration that is JSON in a text. */
function read<T>(name: string, text: string, schema: z.ZodType<T>): T {
	try {
		return schema.parse(JSON.parse(text))
	} catch {
		// The wording is ours.
		throw new ActionFailure(
			'ConfigurationError',
			`${name} is not a JSON array of the form that it has to have`,
		)
	}
}
