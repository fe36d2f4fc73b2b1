import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import { openWorkshop } from '#labs/aws/services/codepipeline/jobs/worker.fixture.ts'
import {
	approvalAction,
	deployAction,
	sourceAction,
} from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import { refusalOf, type Seen } from './seen.ts'

// Structures that break one rule each.

type Broken = [stages: Array<StageDeclaration>, change?: Partial<PipelineDeclaration>]

const FAR = 'us-west-2'
const CONDITION = {
	rules: [
		{
			name: 'Check',
			ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1' } as const,
			configuration: { Variable: 'a', Operator: 'EQ', Value: 'a' },
		},
	],
}

const source = stage('Source', sourceAction())
const deploy = stage('Deploy', deployAction())

function stage(name: string, ...actions: Array<ActionDeclaration>): StageDeclaration {
	return { name, actions }
}

function deployed(change: Partial<ActionDeclaration>): StageDeclaration {
	return stage('Deploy', { ...deployAction(), ...change })
}

function typed(
	category: 'Approval' | 'Build' | 'Compute' | 'Source',
	provider: string,
	owner: 'AWS' | 'ThirdParty' = 'AWS',
) {
	return { category, owner, provider, version: '1' } as const
}

function builds(EnvironmentVariables: string): ActionDeclaration {
	return {
		...deployAction(),
		actionTypeId: typed('Build', 'CodeBuild'),
		configuration: { ProjectName: 'p', EnvironmentVariables },
	}
}

function notifying(NotificationArn: string): ActionDeclaration {
	return { ...approvalAction(), configuration: { NotificationArn } }
}

const commands: ActionDeclaration = {
	...{ name: 'Run', actionTypeId: typed('Compute', 'Commands'), inputArtifacts: [{ name: 'SourceOutput' }] },
}
const gitHub: ActionDeclaration = {
	...{ name: 'Code', actionTypeId: typed('Source', 'GitHub', 'ThirdParty') },
	configuration: { Owner: 'o', Repo: 'r', Branch: 'main', OAuthToken: '****' },
	outputArtifacts: [{ name: 'SourceOutput' }],
}
const trigger = {
	providerType: 'CodeStarSourceConnection' as const,
	gitConfiguration: { sourceActionName: 'Fetch', push: [{ tags: { includes: ['v*'] } }] },
}

const BROKEN: ReadonlyArray<Broken> = [
	[[source]],
	[[source, ...Array.from({ length: 50 }, (_, index) => stage(`S${index}`, approvalAction()))]],
	[[source, { ...deploy, name: 'Source' }]],
	[[deploy, { ...deploy, name: 'Again' }]],
	[[source, { ...source, name: 'Again' }]],
	[[source, deploy, { ...source, name: 'Again' }]],
	[[source, stage('Crowd', ...Array.from({ length: 51 }, (_, index) => approvalAction(`A${index}`)))]],
	[[source, deploy], { pipelineType: 'V1', executionMode: 'QUEUED' }],
	[[source, deploy], { pipelineType: 'V1', variables: [{ name: 'x' }] }],
	[[source, deploy], { pipelineType: 'V1', triggers: [trigger] }],
	[[source, { ...deploy, onFailure: { result: 'ROLLBACK' } }], { pipelineType: 'V1' }],
	[[source, stage('Run', { ...commands, commands: ['true'] })], { pipelineType: 'V1' }],
	[[source, deploy], { variables: [{ name: 'x' }, { name: 'x' }] }],
	[[source, deploy], { triggers: [trigger] }],
	[[source, { ...deploy, onFailure: { result: 'ROLLBACK' } }], { executionMode: 'PARALLEL' }],
	[
		[
			source,
			{ ...deploy, onFailure: { result: 'RETRY', conditions: [{ ...CONDITION, result: 'ROLLBACK' }] } },
		],
	],
	[[source, deployed({ actionTypeId: typed('Approval', 'CodeBuild') })]],
	[[source, deployed({ inputArtifacts: [] })]],
	[[source, stage('Run', commands)]],
	[[source, deployed({ commands: ['true'] })]],
	[[source, deployed({ configuration: { Extract: 'true' } })]],
	[[source, stage('Deploy', deployAction({ DeploymentTargets: 'x' }))]],
	[[stage('Source', gitHub), deploy]],
	[[stage('Source', sourceAction(), { ...sourceAction(), name: 'Again' }), deploy]],
	[[source, deployed({ inputArtifacts: [{ name: 'Other' }] })]],
	[[source, deployed({ namespace: 'SourceVariables' })]],
	[[source, deployed({ region: FAR })]],
	[[source, deployed({ configuration: { Extract: 'true', Bucket: 'x' } })]],
	[[source, stage('Build', builds('A=b'))]],
	[[source, stage('Deploy', deployAction({ BucketName: '#{Nowhere.CommitId}' }))]],
	[
		[stage('Source', sourceAction({ S3ObjectKey: '#{variables.x}' })), deploy],
		{ variables: [{ name: 'x', defaultValue: 'y' }] },
	],
	[
		[source, stage('Deploy', deployAction({ BucketName: '#{variables.other}' }))],
		{ variables: [{ name: 'x', defaultValue: 'y' }] },
	],
	[[source, stage('Review', notifying('revue'))]],
	[[source, stage('Review', notifying('arn:aws:sqs:eu-west-3:111122223333:revue'))]],
	[[source, stage('Review', notifying('arn:aws:sns:us-east-1:111122223333:revue'))]],
	[
		[source, deploy],
		{ artifactStore: undefined, artifactStores: { [FAR]: { type: 'S3', location: 'x12' } } },
	],
	[[source, deploy], { roleArn: 'arn:aws:iam::111122223333:role/nobody' }],
	[[source, deployed({ roleArn: 'arn:aws:iam::111122223333:role/nobody' })]],
]

/** What CreatePipeline answers to each of them. */
export async function provokeStructures(): Promise<Array<Seen>> {
	const { createPipeline } = await openWorkshop()
	const seen: Array<Seen> = []
	for (const [stages, change] of BROKEN) seen.push(await refusalOf(createPipeline(stages, change)))
	return seen
}
