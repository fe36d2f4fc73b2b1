import { loadModel } from '../../aws/wire/model.ts'

/** The packages of the SDK that a function finds, by the end of their names: their client, and the model of their service. */
const PACKAGES: Readonly<Record<string, { client: string; model: string }>> = {
	cloudformation: { client: 'CloudFormationClient', model: 'cloudformation' },
	cloudtrail: { client: 'CloudTrailClient', model: 'cloudtrail' },
	cloudwatch: { client: 'CloudWatchClient', model: 'cloudwatch' },
	'cloudwatch-logs': { client: 'CloudWatchLogsClient', model: 'logs' },
	codebuild: { client: 'CodeBuildClient', model: 'codebuild' },
	codecommit: { client: 'CodeCommitClient', model: 'codecommit' },
	codedeploy: { client: 'CodeDeployClient', model: 'codedeploy' },
	codepipeline: { client: 'CodePipelineClient', model: 'codepipeline' },
	'codestar-connections': { client: 'CodeStarConnectionsClient', model: 'codestar-connections' },
	ecr: { client: 'ECRClient', model: 'ecr' },
	ecs: { client: 'ECSClient', model: 'ecs' },
	eventbridge: { client: 'EventBridgeClient', model: 'events' },
	iam: { client: 'IAMClient', model: 'iam' },
	kms: { client: 'KMSClient', model: 'kms' },
	lambda: { client: 'LambdaClient', model: 'lambda' },
	s3: { client: 'S3Client', model: 's3' },
	scheduler: { client: 'SchedulerClient', model: 'scheduler' },
	'secrets-manager': { client: 'SecretsManagerClient', model: 'secretsmanager' },
	sfn: { client: 'SFNClient', model: 'stepfunctions' },
	sns: { client: 'SNSClient', model: 'sns' },
	sqs: { client: 'SQSClient', model: 'sqs' },
	ssm: { client: 'SSMClient', model: 'ssm' },
	sts: { client: 'STSClient', model: 'sts' },
}
const PREFIX = '@aws-sdk/client-'

/** What a package exports: its client, its operations and its errors. */
export interface SdkNames {
	client: string
	operations: ReadonlyArray<string>
	errors: ReadonlyArray<string>
}

/** Whether a program asks for a package of the SDK that Lambda's runtime brings and the emulator knows. */
export function isSdkPackage(request: string): boolean {
	return request.startsWith(PREFIX) && Object.hasOwn(PACKAGES, request.slice(PREFIX.length))
}

/** The names in such a package. Throws for any other. */
export function sdkNames(request: string): SdkNames {
	const known = isSdkPackage(request) ? PACKAGES[request.slice(PREFIX.length)] : undefined
	if (!known) throw new Error(`Cannot find module '${request}'`)
	const { operations, shapes } = loadModel(known.model)
	const errors = Object.entries(shapes).flatMap(([shape, { exception }]) => (exception ? [shape] : []))
	return { client: known.client, operations: Object.keys(operations), errors }
}
