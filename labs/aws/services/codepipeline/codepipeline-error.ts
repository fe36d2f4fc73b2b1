import { AwsError } from '../../aws-error.ts'

// All errors of CodePipeline are HTTP 400. Texts marked « ours » are not known from AWS.

export function pipelineNotFound(scope: { account: string; region: string }, name: string): AwsError {
	const message = `Account '${scope.account}' does not have a pipeline with name '${name}'`
	return new AwsError('PipelineNotFoundException', message)
}

/** What StartPipelineExecution answers instead: https://github.com/aws-samples/aws-serverless-saas-workshop/issues/51 */
export function pipelineToStartNotFound({ account }: { account: string }, name: string): AwsError {
	const message = `Pipeline with name ${name} does not exist in account ${account}.`
	return new AwsError('PipelineNotFoundException', message)
}

/** What UpdatePipeline and the tag operations answer instead. */
export function resourceNotFound({ account }: { account: string }, name: string): AwsError {
	const message = `The account with id '${account}' does not include a pipeline with the name '${name}'`
	return new AwsError('ResourceNotFoundException', message)
}

export function executionNotFound(id: string): AwsError {
	// Ours.
	return new AwsError(
		'PipelineExecutionNotFoundException',
		`Pipeline execution with ID '${id}' does not exist`,
	)
}

export function stageNotFound(stage: string, pipeline: string): AwsError {
	// Ours.
	return new AwsError(
		'StageNotFoundException',
		`Pipeline '${pipeline}' does not have a stage with name '${stage}'`,
	)
}

/** The model's documentation of the error. */
export function notLatest(): AwsError {
	return new AwsError(
		'NotLatestPipelineExecutionException',
		'The stage has failed in a later run of the pipeline and the pipelineExecutionId associated with the request is out of date.',
	)
}

export function invalidStructure(message: string): AwsError {
	return new AwsError('InvalidStructureException', message)
}

export function invalidStage(message: string): AwsError {
	return new AwsError('InvalidStageDeclarationException', message)
}

export function invalidAction(message: string): AwsError {
	return new AwsError('InvalidActionDeclarationException', message)
}

export function invalid(message: string): AwsError {
	return new AwsError('ValidationException', message)
}
