// How IAM names services: by the prefix of their actions, and in words.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html

const NAMES: Readonly<Record<string, string>> = {
	'access-analyzer': 'AWS IAM Access Analyzer',
	appconfig: 'AWS AppConfig',
	autoscaling: 'Amazon EC2 Auto Scaling',
	cloudformation: 'AWS CloudFormation',
	cloudtrail: 'AWS CloudTrail',
	cloudwatch: 'Amazon CloudWatch',
	codeartifact: 'AWS CodeArtifact',
	codebuild: 'AWS CodeBuild',
	codecommit: 'AWS CodeCommit',
	codeconnections: 'AWS CodeConnections',
	codedeploy: 'AWS CodeDeploy',
	codepipeline: 'AWS CodePipeline',
	'codestar-connections': 'AWS CodeStar Connections',
	'codestar-notifications': 'AWS CodeStar Notifications',
	devicefarm: 'AWS Device Farm',
	dynamodb: 'Amazon DynamoDB',
	ec2: 'Amazon EC2',
	ecr: 'Amazon Elastic Container Registry',
	ecs: 'Amazon Elastic Container Service',
	eks: 'Amazon Elastic Kubernetes Service',
	elasticbeanstalk: 'AWS Elastic Beanstalk',
	elasticloadbalancing: 'AWS Elastic Load Balancing',
	events: 'Amazon EventBridge',
	iam: 'AWS Identity and Access Management (IAM)',
	'inspector-scan': 'Amazon Inspector Scan',
	kms: 'AWS Key Management Service',
	lambda: 'AWS Lambda',
	logs: 'Amazon CloudWatch Logs',
	s3: 'Amazon S3',
	scheduler: 'Amazon EventBridge Scheduler',
	secretsmanager: 'AWS Secrets Manager',
	servicecatalog: 'AWS Service Catalog',
	sns: 'Amazon SNS',
	sqs: 'Amazon SQS',
	ssm: 'AWS Systems Manager',
	states: 'AWS Step Functions',
	sts: 'AWS Security Token Service',
}

/** Models whose name is not the prefix of their actions. */
const NAMESPACES: Readonly<Record<string, string>> = {
	elbv2: 'elasticloadbalancing',
	stepfunctions: 'states',
}

/** The namespaces that a policy of `*` is taken to reach. */
export const namespaces: ReadonlyArray<string> = Object.keys(NAMES)

/** A service in words; by its namespace alone when it is not known here. */
export function serviceNameOf(namespace: string): string {
	return (Object.hasOwn(NAMES, namespace) ? NAMES[namespace] : undefined) ?? namespace
}

/** The namespace of a service, by the name of its model. */
export function namespaceOf(model: string): string {
	return NAMESPACES[model] ?? model
}

/** The name of a namespace's model. */
export function modelOf(namespace: string): string {
	const [model = namespace] = Object.entries(NAMESPACES).find(([, known]) => known === namespace) ?? []
	return model
}
