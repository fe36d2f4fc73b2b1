import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { AwsError } from '#labs/aws/aws-error.ts'
import { createAccount, rootOf } from '#labs/aws/identity/credentials.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { validated } from '#labs/aws/wire/validated.fixture.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'

/** The course's own account, and its second. */
export const ACCOUNT = '111111111111'
const REGION = 'eu-west-3'
const STARTS_AT = Date.UTC(2026, 10, 25, 8)

export interface AwsAccounts {
	sandbox: Sandbox
	/** One call as the root of an account. Throws AwsError when it is refused. */
	call(service: string, operation: string, input: object, place?: Place): Promise<unknown>
	/** Adds accounts that are not there yet. */
	open(...accounts: Array<string>): Promise<void>
	/** Adds a role that CodePipeline and its account may assume, and that may do anything. */
	createRole(arn: string): Promise<void>
	createBucket(name: string, place?: Place): Promise<void>
}

export interface Place {
	account?: string
	region?: string
}

/** An emulated world with the course's account; its clock only moves when it is asked to. */
export async function openAccounts(): Promise<AwsAccounts> {
	const host = {
		services: validated(services.values()),
		authorize,
		journal: new MemoryJournal(),
		realNow: () => 0,
	}
	const fresh = { seed: 'content', number: 1n, startsAt: STARTS_AT, speed: 0 }
	const sandbox = await Sandbox.open('content', host, new MemoryBlobs(), fresh)
	const opened = new Set<string>()

	async function open(...accounts: Array<string>) {
		for (const account of new Set(accounts)) {
			if (opened.has(account)) continue
			opened.add(account)
			await sandbox.arrange('OpenAccount', (call) => createAccount(call, { account }), WORLD_SCOPE)
		}
	}

	async function call(service: string, operation: string, input: object, place: Place = {}) {
		const { account = ACCOUNT, region = REGION } = place
		const principal = rootOf(account)
		return sandbox.call({ principal, scope: { account, region }, service, operation, input })
	}

	async function createRole(arn: string) {
		const [, , , , account = ACCOUNT, resource = ''] = arn.split(':')
		const [, ...path] = resource.split('/')
		const RoleName = path.pop() ?? ''
		const Path = path.length > 0 ? `/${path.join('/')}/` : '/'
		await open(account)
		const Principal = { Service: 'codepipeline.amazonaws.com', AWS: [...opened] }
		const AssumeRolePolicyDocument = policyOf({ Principal, Action: 'sts:AssumeRole' })
		await unlessThere('EntityAlreadyExists', () =>
			call('iam', 'CreateRole', { RoleName, Path, AssumeRolePolicyDocument }, { account }),
		)
		const PolicyDocument = policyOf({ Action: '*', Resource: '*' })
		await call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'all', PolicyDocument }, { account })
	}

	async function createBucket(Bucket: string, { account = ACCOUNT, region = REGION }: Place = {}) {
		const configuration =
			region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }
		await unlessThere('BucketAlreadyOwnedByYou', () =>
			call('s3', 'CreateBucket', { Bucket, ...configuration }, { account, region }),
		)
		const VersioningConfiguration = { Status: 'Enabled' }
		await call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration }, { account, region })
	}

	await open(ACCOUNT)
	return { sandbox, call, open, createRole, createBucket }
}

async function unlessThere(code: string, create: () => Promise<unknown>) {
	try {
		await create()
	} catch (error) {
		if (!(error instanceof AwsError) || error.code !== code) throw error
	}
}

function policyOf(statement: object): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
}

/** Lays out the roles and buckets that a structure names. */
export async function arrangeFor(accounts: AwsAccounts, pipeline: PipelineDeclaration): Promise<void> {
	const actions = (pipeline.stages ?? []).flatMap((stage) => stage.actions ?? [])
	const roles = [pipeline.roleArn, ...actions.map((action) => action.roleArn)]
	for (const arn of new Set(roles)) if (arn) await accounts.createRole(arn)

	const stores = Object.entries(pipeline.artifactStores ?? {})
	if (pipeline.artifactStore) stores.push([REGION, pipeline.artifactStore])
	const account = accountOf(pipeline)
	await accounts.open(account)
	for (const [region, { location }] of stores)
		if (location) await accounts.createBucket(location, { account, region })
	for (const action of actions) await createCustomType(accounts, action, { account })
	for (const { configuration = {}, region } of actions) {
		for (const bucket of [configuration.S3Bucket, configuration.BucketName])
			if (bucket && /^[a-z0-9.-]+$/.test(bucket)) await accounts.createBucket(bucket, { account, region })
	}
}

/** The account of a pipeline is that of its role. */
export function accountOf({ roleArn }: PipelineDeclaration): string {
	return /^arn:aws:iam::(\d{12}):/.exec(roleArn ?? '')?.[1] ?? ACCOUNT
}

/** Whether the emulator takes action types of one's own; those that a structure names are then created. */
export const takesCustomTypes = 'CreateCustomActionType' in (services.get('codepipeline')?.operations ?? {})

async function createCustomType(
	{ call }: AwsAccounts,
	{ actionTypeId, configuration = {} }: ActionDeclaration,
	place: Place,
) {
	if (actionTypeId?.owner !== 'Custom' || !takesCustomTypes) return
	const { category, provider, version } = actionTypeId
	const configurationProperties = Object.keys(configuration).map((name) => ({
		name,
		required: false,
		key: true,
		secret: false,
	}))
	const artifacts = { minimumCount: 0, maximumCount: 5 }
	await unlessThere('InvalidStructureException', () =>
		call(
			'codepipeline',
			'CreateCustomActionType',
			{
				category,
				provider,
				version,
				configurationProperties,
				inputArtifactDetails: artifacts,
				outputArtifactDetails: artifacts,
			},
			place,
		),
	)
}
