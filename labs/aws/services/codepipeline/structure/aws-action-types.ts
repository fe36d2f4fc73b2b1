import type { ActionCategory, ActionConfigurationProperty } from '@aws-sdk/client-codepipeline'
import { type ActionType, type Counts, optional, required } from './action-type.ts'

// The action types of owner AWS. Counts and keys: user guide, reference-action-artifacts and the page of each
// action; required keys as cdk-preflight measured them; addresses from the API reference of ListActionTypes.

type More = Pick<ActionType, 'open' | 'settings' | 'v2Only'>

function aws(
	category: ActionCategory,
	provider: string,
	inputs: Counts,
	outputs: Counts,
	properties: ReadonlyArray<ActionConfigurationProperty>,
	more: More = {},
): ActionType {
	return { category, owner: 'AWS', provider, version: '1', inputs, outputs, properties, ...more }
}

const SOURCE: readonly [Counts, Counts] = [
	[0, 0],
	[1, 1],
]
const DEPLOY: readonly [Counts, Counts] = [
	[1, 1],
	[0, 0],
]
const CONSOLE = 'https://console.aws.amazon.com'
const CODEBUILD = [
	...required('ProjectName'),
	...optional(
		'PrimarySource',
		'BatchEnabled',
		'BuildspecOverride',
		'CombineArtifacts',
		'EnvironmentVariables',
	),
]
const TOLERANCE = optional(
	'FailureTolerancePercentage',
	'FailureToleranceCount',
	'MaxConcurrentPercentage',
	'MaxConcurrentCount',
	'CallAs',
)
const IMAGES = [1, 2, 3, 4].flatMap((n) => optional(`Image${n}ArtifactName`, `Image${n}ContainerName`))

const SOURCES = [
	aws(
		'Source',
		'S3',
		...SOURCE,
		[
			...required('S3Bucket', 'S3ObjectKey'),
			...optional('PollForSourceChanges', 'AllowOverrideForS3ObjectKey'),
		],
		{ settings: { entityUrlTemplate: `${CONSOLE}/s3/home?#` } },
	),
	aws('Source', 'CodeCommit', ...SOURCE, [
		...required('RepositoryName', 'BranchName'),
		...optional('PollForSourceChanges', 'OutputArtifactFormat'),
	]),
	aws('Source', 'ECR', ...SOURCE, [...required('RepositoryName'), ...optional('ImageTag')]),
	aws('Source', 'CodeStarSourceConnection', ...SOURCE, [
		...required('ConnectionArn', 'FullRepositoryId', 'BranchName'),
		...optional('OutputArtifactFormat', 'DetectChanges'),
	]),
]

const BUILDS_AND_TESTS = [
	aws('Build', 'CodeBuild', [1, 5], [0, 5], CODEBUILD),
	aws(
		'Build',
		'ECRBuildAndPublish',
		...DEPLOY,
		[...required('ECRRepositoryName'), ...optional('DockerFilePath', 'ImageTags', 'RegistryType')],
		{ v2Only: true },
	),
	aws('Test', 'CodeBuild', [1, 5], [0, 5], CODEBUILD),
	aws('Test', 'DeviceFarm', ...DEPLOY, required('ProjectId', 'DevicePoolArn', 'AppType', 'App', 'TestType'), {
		open: true,
	}),
]

const DEPLOYMENTS = [
	aws('Deploy', 'S3', ...DEPLOY, [
		...required('BucketName', 'Extract'),
		...optional('ObjectKey', 'KMSEncryptionKeyARN', 'CannedACL', 'CacheControl'),
	]),
	aws('Deploy', 'AppConfig', ...DEPLOY, [
		...required('Application', 'Environment', 'ConfigurationProfile', 'InputArtifactConfigurationPath'),
		...optional('DeploymentStrategy'),
	]),
	aws(
		'Deploy',
		'CloudFormation',
		[0, 10],
		[0, 1],
		[
			...required('ActionMode', 'StackName'),
			...optional('Capabilities', 'ChangeSetName', 'RoleArn', 'TemplatePath', 'TemplateConfiguration'),
			...optional('OutputFileName', 'ParameterOverrides'),
		],
	),
	aws(
		'Deploy',
		'CloudFormationStackSet',
		[1, 3],
		[0, 0],
		[
			...required('StackSetName', 'TemplatePath'),
			...optional('Description', 'Parameters', 'Capabilities', 'PermissionModel', 'AdministrationRoleArn'),
			...optional('ExecutionRoleName', 'OrganizationsAutoDeployment', 'DeploymentTargets', 'Regions'),
			...TOLERANCE,
		],
		{ open: true },
	),
	aws(
		'Deploy',
		'CloudFormationStackInstances',
		[0, 2],
		[0, 0],
		[
			...required('StackSetName', 'Regions'),
			...optional('DeploymentTargets', 'ParameterOverrides'),
			...TOLERANCE,
		],
		{ open: true },
	),
	aws('Deploy', 'CodeDeploy', ...DEPLOY, required('ApplicationName', 'DeploymentGroupName'), {
		settings: {
			entityUrlTemplate: `${CONSOLE}/codedeploy/home?#/applications/{Config:ApplicationName}/deployment-groups/{Config:DeploymentGroupName}`,
			executionUrlTemplate: `${CONSOLE}/codedeploy/home?#/deployments/{ExternalExecutionId}`,
		},
	}),
	aws(
		'Deploy',
		'CodeDeployToECS',
		[1, 5],
		[0, 0],
		[
			...required('ApplicationName', 'DeploymentGroupName'),
			...required('TaskDefinitionTemplateArtifact', 'AppSpecTemplateArtifact'),
			...optional('AppSpecTemplatePath', 'TaskDefinitionTemplatePath'),
			...IMAGES,
		],
	),
	aws(
		'Deploy',
		'EC2',
		...DEPLOY,
		[
			...required('InstanceTagKey', 'InstanceType'),
			...optional('InstanceTagValue', 'TargetDirectory', 'DeploySpec', 'PreScript', 'PostScript'),
			...optional('MaxBatch', 'MaxError', 'TargetGroupNameList'),
		],
		{ v2Only: true },
	),
	aws('Deploy', 'ECS', ...DEPLOY, [
		...required('ClusterName', 'ServiceName'),
		...optional('FileName', 'DeploymentTimeout'),
	]),
	aws(
		'Deploy',
		'EKS',
		...DEPLOY,
		[
			...required('ClusterName'),
			...optional('HelmReleaseName', 'HelmChartLocation', 'HelmValuesFiles', 'ManifestFiles'),
		],
		{ v2Only: true, open: true },
	),
	aws('Deploy', 'ElasticBeanstalk', ...DEPLOY, required('ApplicationName', 'EnvironmentName'), {
		settings: {
			entityUrlTemplate: `${CONSOLE}/elasticbeanstalk/r/application/{Config:ApplicationName}`,
			executionUrlTemplate: `${CONSOLE}/elasticbeanstalk/r/application/{Config:ApplicationName}`,
		},
	}),
	aws(
		'Deploy',
		'Lambda',
		[0, 1],
		[0, 0],
		[
			...required('FunctionName'),
			...optional('FunctionAlias', 'PublishedTargetVersion', 'DeployStrategy', 'Alarms'),
		],
		{ v2Only: true, open: true },
	),
	aws('Deploy', 'ServiceCatalog', ...DEPLOY, [
		...required('ProductId'),
		...optional('ConfigurationFilePath', 'TemplateFilePath', 'ProductType'),
		...optional('ProductVersionName', 'ProductVersionDescription'),
	]),
]

const OTHERS = [
	aws('Approval', 'Manual', [0, 0], [0, 0], optional('NotificationArn', 'ExternalEntityLink', 'CustomData')),
	aws('Invoke', 'Lambda', [0, 5], [0, 5], [...required('FunctionName'), ...optional('UserParameters')]),
	aws(
		'Invoke',
		'StepFunctions',
		[0, 1],
		[0, 1],
		[...required('StateMachineArn'), ...optional('ExecutionNamePrefix', 'InputType', 'Input')],
	),
	aws(
		'Invoke',
		'CodePipeline',
		[0, 0],
		[0, 0],
		[...required('PipelineName'), ...optional('SourceRevisions', 'Variables')],
		{ v2Only: true },
	),
	aws(
		'Invoke',
		'InspectorScan',
		[1, 1],
		[1, 1],
		[
			...required('InspectorRunMode'),
			...optional('ECRRepositoryName', 'ImageTag', 'CriticalThreshold', 'HighThreshold'),
			...optional('MediumThreshold', 'LowThreshold'),
		],
	),
	aws('Compute', 'Commands', [1, 10], [0, 1], [], { v2Only: true, open: true }),
]

export const AWS_ACTION_TYPES: ReadonlyArray<ActionType> = [
	...SOURCES,
	...BUILDS_AND_TESTS,
	...DEPLOYMENTS,
	...OTHERS,
]
