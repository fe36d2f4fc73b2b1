import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { approvalAction, deployAction, siteDemo, sourceAction } from '../pipeline.fixture.ts'
import { assertStructure, withDefaults } from './structure.ts'

const source = { name: 'Source', actions: [sourceAction()] }
const deploy = { name: 'Deploy', actions: [deployAction()] }
const structure = 'InvalidStructureException'
const stage = 'InvalidStageDeclarationException'
const action = 'InvalidActionDeclarationException'

function approved(NotificationArn: string) {
	return { name: 'Review', actions: [{ ...approvalAction(), configuration: { NotificationArn } }] }
}

function codeBuild(category: 'Build' | 'Approval', EnvironmentVariables = '[]') {
	return {
		...deployAction(),
		actionTypeId: { category, owner: 'AWS', provider: 'CodeBuild', version: '1' } as const,
		configuration: { ProjectName: 'p', EnvironmentVariables },
	}
}

function commandsAction() {
	return {
		...{ ...deployAction(), name: 'Run', configuration: {} },
		actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' } as const,
	}
}

const REFUSED: Array<[code: string, message: string, change: Partial<PipelineDeclaration>]> = [
	[
		structure,
		'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline',
		{ stages: [source] },
	],
	[
		structure,
		'Pipeline has too many stages. There can only be up to 50 stages in a pipeline',
		{ stages: Array.from({ length: 51 }, (_, index) => ({ ...deploy, name: `S${index}` })) },
	],
	[stage, "Stage name 'Source' is used more than once", { stages: [source, { ...deploy, name: 'Source' }] }],
	[
		structure,
		'Pipeline should start with a stage that only contains source actions',
		{ stages: [deploy, { ...deploy, name: 'B' }] },
	],
	[
		structure,
		'Pipeline should contain at least 1 action whose category is not Source',
		{ stages: [source, { ...source, name: 'B' }] },
	],
	[
		structure,
		'Source actions can only be included in the first stage of the pipeline',
		{ stages: [source, deploy, { ...source, name: 'B' }] },
	],
	[
		structure,
		'QUEUED or PARALLEL mode can only be used with V2 pipelines',
		{ pipelineType: 'V1', executionMode: 'QUEUED' },
	],
	[
		structure,
		'Pipeline variable can only be used with V2 pipelines',
		{ pipelineType: 'V1', variables: [{ name: 'x' }] },
	],
	[
		structure,
		'Variable names must be unique. The following variable name is already in use: x',
		{ variables: [{ name: 'x' }, { name: 'x' }] },
	],
	[
		stage,
		'Stage level conditions can only be used with V2 pipelines.',
		{ pipelineType: 'V1', stages: [source, { ...deploy, onFailure: { result: 'ROLLBACK' } }] },
	],
	[
		action,
		"ActionType (Category: 'Approval', Provider: 'CodeBuild', Owner: 'AWS', Version: '1') in action 'Publish' is not available in region 'EU_WEST_3'",
		{ stages: [source, { name: 'B', actions: [codeBuild('Approval')] }] },
	],
	[
		action,
		"Action configuration for action 'Publish' is missing required configuration 'BucketName'",
		{ stages: [source, { name: 'D', actions: [deployAction({ BucketName: '' })] }] },
	],
	[
		action,
		"Action configuration for action 'Publish' is missing required configuration 'ObjectKey'",
		{ stages: [source, { name: 'D', actions: [deployAction({ Extract: 'false' })] }] },
	],
	[
		action,
		"Action configuration for action 'Publish' contains unknown configuration 'Bucket'",
		{ stages: [source, { name: 'D', actions: [deployAction({ Bucket: 'x' })] }] },
	],
	[
		action,
		'Action Publish declares 0 input artifacts which is less than the minimum count (1)',
		{ stages: [source, { name: 'D', actions: [{ ...deployAction(), inputArtifacts: [] }] }] },
	],
	[
		action,
		'Input Artifact Bundle Other in action Publish is not declared as Output Artifact Bundle in any of the preceding actions',
		{
			stages: [source, { name: 'D', actions: [{ ...deployAction(), inputArtifacts: [{ name: 'Other' }] }] }],
		},
	],
	[
		stage,
		"Pipeline stage 'D' has too many actions. There can only be up to 50 actions in a pipeline stage",
		{
			stages: [
				source,
				{
					name: 'D',
					actions: Array.from({ length: 51 }, (_, index) => ({ ...deployAction(), name: `A${index}` })),
				},
			],
		},
	],
	[
		action,
		'Output Artifact Bundle name must be unique within the pipeline. SourceOutput has been used more than once.',
		{
			stages: [{ name: 'Source', actions: [sourceAction(), { ...sourceAction(), name: 'Again' }] }, deploy],
		},
	],
	[
		action,
		'Namespaces must be unique across the pipeline definition. The following occur more than once in the pipeline. StageName=[D], ActionName=[Publish], Namespace=[SourceVariables]',
		{ stages: [source, { name: 'D', actions: [{ ...deployAction(), namespace: 'SourceVariables' }] }] },
	],
	[
		action,
		"Namespace 'SourceOutput' in action 'Publish' is reserved or the name of an artifact",
		{ stages: [source, { name: 'D', actions: [{ ...deployAction(), namespace: 'SourceOutput' }] }] },
	],
	[
		action,
		'Action Run must have a non-empty commands field',
		{ stages: [source, { name: 'R', actions: [commandsAction()] }] },
	],
	[
		action,
		'The following action cannot contain a commands field: Publish. To use the commands field, use a compute action.',
		{ stages: [source, { name: 'D', actions: [{ ...deployAction(), commands: ['true'] }] }] },
	],
	[
		stage,
		'Stage level conditions can only be used with V2 pipelines.',
		{ pipelineType: 'V1', stages: [source, { ...deploy, onFailure: { result: 'RETRY' } }] },
	],
	[
		action,
		"Action configuration for action 'Publish' contains unknown configuration 'Bucket'",
		{ stages: [source, { name: 'D', actions: [deployAction({ Bucket: 'x', BucketName: '' })] }] },
	],
	[
		action,
		'EnvironmentVariables specified in action config does not match expected format, the expected format is JSON array adhering to the following format: [{"name": "string", "value": "string", "type": "string"}]',
		{ stages: [source, { name: 'B', actions: [codeBuild('Build', 'NODE_ENV=production')] }] },
	],
	[
		action,
		'EnvironmentVariables specified in action config does not match expected format, the expected format is JSON array adhering to the following format: [{"name": "string", "value": "string", "type": "string"}]',
		{ stages: [source, { name: 'B', actions: [codeBuild('Build', '{"name":"A","value":"b"}')] }] },
	],
	[
		action,
		'Valid format for a pipeline execution variable reference is a namespace and a key separated by a period (.). The following pipeline execution variables are referencing a namespace that does not exist.\nStageName=[D], ActionName=[Publish], ActionConfigurationKey=[BucketName], VariableReferenceText=[Nowhere.CommitId]',
		{ stages: [source, { name: 'D', actions: [deployAction({ BucketName: 'x-#{Nowhere.CommitId}' })] }] },
	],
	[
		action,
		'Valid format for a pipeline execution variable reference is a namespace and a key separated by a period (.). The following pipeline execution variables are referencing a namespace that does not exist.\nStageName=[D], ActionName=[Publish], ActionConfigurationKey=[BucketName], VariableReferenceText=[variables.CIBLE]',
		{ stages: [source, { name: 'D', actions: [deployAction({ BucketName: '#{variables.CIBLE}' })] }] },
	],
	[
		structure,
		'Variables at the pipeline level cannot be used in source actions.\nStageName=[Source], ActionName=[Fetch], ActionConfigurationKey=[S3ObjectKey], VariableReferenceText=[variables.CIBLE]',
		{
			variables: [{ name: 'CIBLE' }],
			stages: [{ name: 'Source', actions: [sourceAction({ S3ObjectKey: '#{variables.CIBLE}' })] }, deploy],
		},
	],
	[
		structure,
		"The referenced variables haven't been declared.\n",
		{
			variables: [{ name: 'CIBLE' }],
			stages: [source, { name: 'D', actions: [deployAction({ BucketName: '#{variables.Cible}' })] }],
		},
	],
	[
		action,
		'The ARN revue you specified for sending notifications for the approval action Approve contains a format error.',
		{ stages: [source, approved('revue')] },
	],
	[
		action,
		'The ARN arn:aws:sqs:eu-west-3:111122223333:revue has been specified for sending notifications for the approval action Approve, but the AWS service for this ARN cannot be used to send approval requests.',
		{ stages: [source, approved('arn:aws:sqs:eu-west-3:111122223333:revue')] },
	],
	[
		action,
		'The ARN arn:aws:sns:us-east-1:111122223333:revue has been specified for sending notifications for the approval action Approve, but the ARN is not in the same region as the pipeline.',
		{ stages: [source, approved('arn:aws:sns:us-east-1:111122223333:revue')] },
	],
	[structure, 'Pipeline should have an artifactStore or an artifactStores map', { artifactStore: undefined }],
]

test.for(REFUSED)('%s: %s', ([code, message, change]) => {
	const declaration = siteDemo(change)
	expect(() => assertStructure(declaration, 'eu-west-3')).toThrow(
		expect.objectContaining({ code, message, status: 400 }),
	)
})

test('a structure that keeps every rule passes, and gets what AWS fills in', () => {
	const review = { name: 'Review', actions: [approvalAction()] }
	const declaration = siteDemo({ stages: [source, review, deploy], pipelineType: undefined })
	expect(() => assertStructure(declaration, 'eu-west-3')).not.toThrow()
	expect(withDefaults(declaration, 3)).toMatchObject({
		version: 3,
		stages: [
			{},
			{ actions: [{ runOrder: 1, inputArtifacts: [], outputArtifacts: [], configuration: {} }] },
			{},
		],
	})
})

test('a structure may refer to its namespaces and to the execution, and notify a topic of its Region', () => {
	const CustomData = '#{SourceVariables.VersionId} in #{codepipeline.PipelineExecutionId}'
	const NotificationArn = 'arn:aws:sns:eu-west-3:111122223333:revue'
	const review = {
		name: 'Review',
		actions: [{ ...approvalAction(), configuration: { CustomData, NotificationArn } }],
	}
	expect(() => assertStructure(siteDemo({ stages: [source, review, deploy] }), 'eu-west-3')).not.toThrow()
})
