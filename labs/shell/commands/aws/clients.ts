import type { GlobalOptions } from './command-line.ts'
import { UsageError } from './usage-error.ts'

/** Where calls go and as whom. */
export interface ClientSettings {
	endpoint: string
	region: string
	credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}

/**
 * Reads the settings from the options and the session's environment, in the
 * CLI's order. The endpoint is the host's word alone: a learner who could choose
 * it would reach whatever the server reaches.
 */
export function clientSettings(
	globals: GlobalOptions,
	env: ReadonlyMap<string, string>,
	endpoint: string,
): ClientSettings {
	if (globals.endpointUrl && globals.endpointUrl !== env.get('AWS_ENDPOINT_URL')) {
		throw new UsageError(`Could not connect to the endpoint URL: "${globals.endpointUrl}"`, 255)
	}
	if (globals.profile) throw new UsageError(`The config profile (${globals.profile}) could not be found`, 255)
	const region = globals.region ?? env.get('AWS_REGION') ?? env.get('AWS_DEFAULT_REGION')
	if (!region) {
		throw new UsageError(
			'You must specify a region. You can also configure your region by running "aws configure".',
			253,
		)
	}
	const accessKeyId = env.get('AWS_ACCESS_KEY_ID')
	const secretAccessKey = env.get('AWS_SECRET_ACCESS_KEY')
	if (!accessKeyId || !secretAccessKey) {
		throw new UsageError(
			'Unable to locate credentials. You can configure credentials by running "aws configure".',
			253,
		)
	}
	const sessionToken = env.get('AWS_SESSION_TOKEN')
	return {
		endpoint,
		region,
		credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
	}
}

/** How the terminal's calls name themselves, so that the site can tell them from a learner's own tools. */
export const TERMINAL_USER_AGENT = 'filiere-terminal'

/** CLI name → model, and the SDK that speaks it. */
export const SERVICES: Record<string, { model: string; client: string; load(): Promise<object> }> = {
	cloudtrail: {
		model: 'cloudtrail',
		client: 'CloudTrailClient',
		load: () => import('@aws-sdk/client-cloudtrail'),
	},
	cloudwatch: {
		model: 'cloudwatch',
		client: 'CloudWatchClient',
		load: () => import('@aws-sdk/client-cloudwatch'),
	},
	codebuild: {
		model: 'codebuild',
		client: 'CodeBuildClient',
		load: () => import('@aws-sdk/client-codebuild'),
	},
	codecommit: {
		model: 'codecommit',
		client: 'CodeCommitClient',
		load: () => import('@aws-sdk/client-codecommit'),
	},
	codeconnections: {
		model: 'codeconnections',
		client: 'CodeConnectionsClient',
		load: async () => (await import('./code-connections.ts')).codeConnections,
	},
	codepipeline: {
		model: 'codepipeline',
		client: 'CodePipelineClient',
		load: () => import('@aws-sdk/client-codepipeline'),
	},
	'codestar-connections': {
		model: 'codestar-connections',
		client: 'CodeStarConnectionsClient',
		load: () => import('@aws-sdk/client-codestar-connections'),
	},
	ecr: { model: 'ecr', client: 'ECRClient', load: () => import('@aws-sdk/client-ecr') },
	events: {
		model: 'events',
		client: 'EventBridgeClient',
		load: () => import('@aws-sdk/client-eventbridge'),
	},
	iam: { model: 'iam', client: 'IAMClient', load: () => import('@aws-sdk/client-iam') },
	kms: { model: 'kms', client: 'KMSClient', load: () => import('@aws-sdk/client-kms') },
	lambda: { model: 'lambda', client: 'LambdaClient', load: () => import('@aws-sdk/client-lambda') },
	logs: {
		model: 'logs',
		client: 'CloudWatchLogsClient',
		load: () => import('@aws-sdk/client-cloudwatch-logs'),
	},
	s3api: { model: 's3', client: 'S3Client', load: () => import('@aws-sdk/client-s3') },
	secretsmanager: {
		model: 'secretsmanager',
		client: 'SecretsManagerClient',
		load: () => import('@aws-sdk/client-secrets-manager'),
	},
	sns: { model: 'sns', client: 'SNSClient', load: () => import('@aws-sdk/client-sns') },
	sqs: { model: 'sqs', client: 'SQSClient', load: () => import('@aws-sdk/client-sqs') },
	ssm: { model: 'ssm', client: 'SSMClient', load: () => import('@aws-sdk/client-ssm') },
	stepfunctions: { model: 'stepfunctions', client: 'SFNClient', load: () => import('@aws-sdk/client-sfn') },
	sts: { model: 'sts', client: 'STSClient', load: () => import('@aws-sdk/client-sts') },
}

/** Sends one operation through the SDK; answers its output, or throws the SDK's error. */
export async function send(
	service: string,
	operation: string,
	input: object,
	settings: ClientSettings,
): Promise<Record<string, unknown>> {
	const known = SERVICES[service]
	if (!known) throw new UsageError(`aws: error: argument command: Invalid choice: '${service}'`)
	const sdk = (await known.load()) as Record<
		string,
		new (
			argument: object,
		) => { send?(command: object): unknown }
	>
	const Client = sdk[known.client]
	const Command = sdk[`${operation}Command`]
	if (!Client || !Command) throw new UsageError(`${service} ${operation} is not known to this CLI`)
	const client = new Client({
		...settings,
		forcePathStyle: true,
		maxAttempts: 1,
		followRegionRedirects: false,
		customUserAgent: TERMINAL_USER_AGENT,
	})
	return (await client.send?.(new Command(input))) as Record<string, unknown>
}
