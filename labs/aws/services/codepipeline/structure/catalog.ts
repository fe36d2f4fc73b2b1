import type { ActionCategory } from '@aws-sdk/client-codepipeline'

/** What AWS knows of an action type before anything runs. */
export interface ActionType {
	category: ActionCategory
	owner: string
	provider: string
	/** Least and most input artifacts. */
	inputs: readonly [number, number]
	outputs: readonly [number, number]
	required: ReadonlyArray<string>
	/** Other keys of the configuration; undefined where the list is not established. */
	optional?: ReadonlyArray<string>
	v2Only?: true
}

type Counts = readonly [number, number]

function aws(
	category: ActionCategory,
	provider: string,
	inputs: Counts,
	outputs: Counts,
	required: ReadonlyArray<string> = [],
	more: Pick<ActionType, 'optional' | 'v2Only'> = {},
): ActionType {
	return { category, owner: 'AWS', provider, inputs, outputs, required, ...more }
}

const V2 = { v2Only: true } as const

/**
 * Every action type that AWS lists for owners AWS. Counts and keys: user guide,
 * reference-action-artifacts and the page of each action; required keys as
 * cdk-preflight measured them.
 */
export const ACTION_TYPES: ReadonlyArray<ActionType> = [
	aws('Source', 'S3', [0, 0], [1, 1], ['S3Bucket', 'S3ObjectKey'], {
		optional: ['PollForSourceChanges', 'AllowOverrideForS3ObjectKey'],
	}),
	aws('Source', 'CodeCommit', [0, 0], [1, 1], ['RepositoryName', 'BranchName']),
	aws('Source', 'ECR', [0, 0], [1, 1], ['RepositoryName']),
	aws(
		'Source',
		'CodeStarSourceConnection',
		[0, 0],
		[1, 1],
		['ConnectionArn', 'FullRepositoryId', 'BranchName'],
	),
	aws('Build', 'CodeBuild', [1, 5], [0, 5], ['ProjectName']),
	aws('Build', 'ECRBuildAndPublish', [1, 1], [0, 1], [], V2),
	aws('Test', 'CodeBuild', [1, 5], [0, 5], ['ProjectName']),
	aws('Test', 'DeviceFarm', [1, 1], [0, 0]),
	aws('Deploy', 'S3', [1, 1], [0, 0], ['BucketName', 'Extract'], {
		optional: ['ObjectKey', 'KMSEncryptionKeyARN', 'CannedACL', 'CacheControl'],
	}),
	aws('Deploy', 'AppConfig', [1, 1], [0, 0]),
	aws('Deploy', 'CloudFormation', [0, 10], [0, 1], ['ActionMode', 'StackName']),
	aws('Deploy', 'CloudFormationStackSet', [1, 10], [0, 1]),
	aws('Deploy', 'CloudFormationStackInstances', [0, 10], [0, 1]),
	aws('Deploy', 'CodeDeploy', [1, 1], [0, 0], ['ApplicationName', 'DeploymentGroupName']),
	aws('Deploy', 'CodeDeployToECS', [1, 5], [0, 0]),
	aws('Deploy', 'EC2', [1, 1], [0, 0], [], V2),
	aws('Deploy', 'ECS', [1, 1], [0, 0], ['ClusterName', 'ServiceName']),
	aws('Deploy', 'EKS', [1, 1], [0, 0], [], V2),
	aws('Deploy', 'ElasticBeanstalk', [1, 1], [0, 0], ['ApplicationName', 'EnvironmentName']),
	aws('Deploy', 'Lambda', [1, 1], [0, 0], [], V2),
	aws('Deploy', 'ServiceCatalog', [1, 1], [0, 0]),
	aws('Approval', 'Manual', [0, 0], [0, 0], [], {
		optional: ['NotificationArn', 'ExternalEntityLink', 'CustomData'],
	}),
	aws('Invoke', 'Lambda', [0, 5], [0, 5], ['FunctionName']),
	aws('Invoke', 'StepFunctions', [0, 1], [0, 1], ['StateMachineArn']),
	aws('Invoke', 'CodePipeline', [0, 0], [0, 0], ['PipelineName'], V2),
	aws('Invoke', 'InspectorScan', [1, 1], [1, 1]),
	aws('Compute', 'Commands', [1, 10], [0, 1], [], V2),
]

const BY_NAME = new Map(ACTION_TYPES.map((type) => [`${type.category}/${type.owner}/${type.provider}`, type]))

/** The action type of that category, owner and provider, or undefined when AWS has none. */
export function findActionType(id: {
	category?: string
	owner?: string
	provider?: string
	version?: string
}): ActionType | undefined {
	if (id.version !== '1') return
	return BY_NAME.get(`${id.category}/${id.owner}/${id.provider}`)
}
