import { parseArn } from '../../arn.ts'
import type { InnerCall } from '../../world/journal.ts'

/** What an event is about, as LookupEvents tells it. */
export interface EventResource {
	ResourceType: string
	ResourceName: string
}

/** Types by the service of an ARN and the word that its resource begins with; a name alone has none. */
const TYPES: Readonly<Record<string, string>> = {
	'cloudtrail:trail': 'AWS::CloudTrail::Trail',
	'cloudwatch:alarm': 'AWS::CloudWatch::Alarm',
	'codebuild:project': 'AWS::CodeBuild::Project',
	'codecommit:': 'AWS::CodeCommit::Repository',
	'codepipeline:': 'AWS::CodePipeline::Pipeline',
	'ecr:repository': 'AWS::ECR::Repository',
	'events:rule': 'AWS::Events::Rule',
	'iam:policy': 'AWS::IAM::Policy',
	'iam:role': 'AWS::IAM::Role',
	'iam:user': 'AWS::IAM::User',
	'kms:key': 'AWS::KMS::Key',
	'lambda:function': 'AWS::Lambda::Function',
	'logs:log-group': 'AWS::Logs::LogGroup',
	's3:': 'AWS::S3::Bucket',
	'secretsmanager:secret': 'AWS::SecretsManager::Secret',
	'sns:': 'AWS::SNS::Topic',
	'sqs:': 'AWS::SQS::Queue',
	'ssm:parameter': 'AWS::SSM::Parameter',
}

/** The resources that a call was decided on, each once. AWS derives them from the request of each event. */
export function resourcesOf({ decisions }: Pick<InnerCall, 'decisions'>): Array<EventResource> {
	const found = new Map<string, EventResource>()
	for (const { resource } of decisions) {
		const arn = parseArn(resource)
		if (!arn) continue
		const [word = '', ...rest] = arn.resource.split(/[:/]/)
		const typed = TYPES[`${arn.service}:${word}`]
		const ResourceType = typed ?? TYPES[`${arn.service}:`]
		const ResourceName = typed ? nameOf(arn.service, rest, arn.resource) : word
		if (ResourceType && ResourceName !== '')
			found.set(`${ResourceType}|${ResourceName}`, { ResourceType, ResourceName })
	}
	return [...found.values()]
}

/** A role's or a user's name comes behind its path, a log group's name may have slashes. */
function nameOf(service: string, rest: ReadonlyArray<string>, resource: string): string {
	if (service === 'iam') return rest.at(-1) ?? ''
	if (service === 'logs') return resource.replace(/^log-group:/, '').replace(/:.*$/, '')
	return rest[0] ?? ''
}
