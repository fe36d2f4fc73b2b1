import { createAccount, createRootKey, rootOf } from '../../identity/credentials.ts'
import { authorize } from '../../services/iam/authorize.ts'
import { services as emulated } from '../../services.ts'
import { MemoryBlobs } from '../../world/blobs.ts'
import { MemoryJournal } from '../../world/journal.ts'
import { WORLD_SCOPE } from '../../world/kernel.ts'
import { Sandbox } from '../../world/sandbox.ts'
import { validated } from '../validated.fixture.ts'
import type { Vocabulary } from './fuzz-inputs.fixture.ts'

// The worlds of the fuzz tests: one of everything that calls can be about.

const ACCOUNT = '111122223333'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service`
const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/store`
export const services = validated(emulated.values())

/** What a client signs with. */
export interface Key {
	accessKeyId: string
	secretAccessKey: string
	sessionToken?: string
}

function policy(...Statement: Array<object>): string {
	return JSON.stringify({ Version: '2012-10-17', Statement })
}

const DOCUMENT = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })
const TRUST = policy({
	Effect: 'Allow',
	Principal: { AWS: ACCOUNT, Service: 'codepipeline.amazonaws.com' },
	Action: ['sts:AssumeRole', 'sts:TagSession'],
})
const action = (name: string, category: string, provider: string, rest: object = {}) => ({
	name,
	actionTypeId: { category, owner: 'AWS', provider, version: '1' },
	...rest,
})
const PIPELINE = {
	name: 'site',
	roleArn: ROLE,
	artifactStore: { type: 'S3', location: 'artifacts' },
	stages: [
		{
			name: 'Source',
			actions: [
				action('Fetch', 'Source', 'S3', {
					configuration: { S3Bucket: 'depot', S3ObjectKey: 'a.txt', PollForSourceChanges: 'false' },
					outputArtifacts: [{ name: 'Site' }],
				}),
			],
		},
		{ name: 'Accord', actions: [action('Go', 'Approval', 'Manual')] },
	],
}

/** A world with one account and the key of its root. */
async function openSandbox(name: string, number: bigint) {
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => 0 }
	const fresh = { seed: name, number, startsAt: Date.UTC(2026, 10, 25, 9), speed: 0 }
	const sandbox = await Sandbox.open(name, host, new MemoryBlobs(), fresh)
	let key: Key = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'Account',
		(call) => {
			createAccount(call, { account: ACCOUNT })
			key = { ...createRootKey(call, ACCOUNT) }
		},
		WORLD_SCOPE,
	)
	return { sandbox, key }
}

/** Another learner's world: same account, other keys. */
export function openOther() {
	return openSandbox('other', 6n)
}

/** A world in which most calls find what they ask for, the keys that speak in it, and its words. */
export async function openWorld() {
	const { sandbox, key } = await openSandbox('fuzz', 5n)
	// biome-ignore lint/suspicious/noExplicitAny: answers of every operation pass through
	const ask = (service: string, operation: string, input: object): Promise<any> => {
		const scope = { account: ACCOUNT, region: 'eu-west-3' }
		return sandbox.call({ principal: rootOf(ACCOUNT), scope, service, operation, input })
	}
	await ask('iam', 'CreateRole', { RoleName: 'service', AssumeRolePolicyDocument: TRUST })
	await ask('iam', 'PutRolePolicy', { RoleName: 'service', PolicyName: 'inline', PolicyDocument: DOCUMENT })
	await ask('iam', 'CreatePolicy', { PolicyName: 'store', PolicyDocument: DOCUMENT })
	await ask('iam', 'CreateGroup', { GroupName: 'equipe' })
	await ask('iam', 'CreateInstanceProfile', { InstanceProfileName: 'serveurs' })
	await ask('iam', 'CreateOpenIDConnectProvider', { Url: 'https://example.com' })
	await ask('iam', 'CreateUser', { UserName: 'camille' })
	const reading = policy({
		Effect: 'Allow',
		Action: ['iam:List*', 's3:Get*', 'codepipeline:Get*', 'sts:*'],
		Resource: '*',
	})
	await ask('iam', 'PutUserPolicy', { UserName: 'camille', PolicyName: 'inline', PolicyDocument: reading })
	const { AccessKey } = await ask('iam', 'CreateAccessKey', { UserName: 'camille' })
	const user = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey }
	const { Credentials } = await ask('sts', 'GetSessionToken', { DurationSeconds: 3600 })
	const session = {
		accessKeyId: Credentials.AccessKeyId,
		secretAccessKey: Credentials.SecretAccessKey,
		sessionToken: Credentials.SessionToken,
	}
	for (const Bucket of ['depot', 'artifacts', 'vide']) {
		await ask('s3', 'CreateBucket', {
			Bucket,
			CreateBucketConfiguration: { LocationConstraint: 'eu-west-3' },
		})
	}
	const VersioningConfiguration = { Status: 'Enabled' }
	await ask('s3', 'PutBucketVersioning', { Bucket: 'depot', VersioningConfiguration })
	const { VersionId } = await ask('s3', 'PutObject', {
		Bucket: 'depot',
		Key: 'a.txt',
		Body: Buffer.from('un'),
	})
	const { UploadId } = await ask('s3', 'CreateMultipartUpload', { Bucket: 'depot', Key: 'grand' })
	await ask('codepipeline', 'CreatePipeline', { pipeline: PIPELINE })
	await sandbox.setClock({ jumpTo: sandbox.now() + 60_000 })
	const { stageStates } = await ask('codepipeline', 'GetPipelineState', { name: 'site' })
	const executionId = stageStates[1].latestExecution.pipelineExecutionId
	const words: Vocabulary = {
		UserName: ['camille', 'nobody'],
		RoleName: ['service', 'nobody'],
		GroupName: ['equipe', 'nobody'],
		PolicyName: ['inline', 'store'],
		PolicyArn: [POLICY_ARN, 'arn:aws:iam::aws:policy/PowerUserAccess'],
		PermissionsBoundary: [POLICY_ARN],
		PolicyDocument: [DOCUMENT, TRUST],
		AssumeRolePolicyDocument: [TRUST, DOCUMENT],
		PolicySourceArn: [ROLE, `arn:aws:iam::${ACCOUNT}:user/camille`],
		InstanceProfileName: ['serveurs', 'nobody'],
		OpenIDConnectProviderArn: [`arn:aws:iam::${ACCOUNT}:oidc-provider/example.com`],
		Url: ['https://example.com', 'https://example.org'],
		AWSServiceName: ['ecs.amazonaws.com'],
		ActionName: ['s3:GetObject', 'iam:ListUsers', '*'],
		ResourceArn: ['*', 'arn:aws:s3:::depot/a.txt'],
		Path: ['/', '/a/'],
		PathPrefix: ['/', '/a/'],
		AccessKeyId: [user.accessKeyId, key.accessKeyId],
		VersionId: [VersionId, 'v1', 'null'],
		RoleArn: [ROLE, `arn:aws:iam::${ACCOUNT}:role/nobody`],
		RoleSessionName: ['essai'],
		Bucket: ['depot', 'vide', 'absent-00', 'nouveau-00'],
		Key: ['a.txt', 'b/c.txt', 'grand'],
		CopySource: ['depot/a.txt', `depot/a.txt?versionId=${VersionId}`],
		UploadId: [UploadId, 'x'],
		PartNumber: [1, 2],
		CreateBucketConfiguration: [{ LocationConstraint: 'eu-west-3' }],
		VersioningConfiguration: [{ Status: 'Enabled' }, { Status: 'Suspended' }],
		Policy: [
			DOCUMENT,
			policy({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::depot/*' }),
		],
		name: ['site', 'absent'],
		pipelineName: ['site', 'absent'],
		pipeline: [PIPELINE, { ...PIPELINE, name: 'autre' }],
		stageName: ['Source', 'Accord'],
		actionName: ['Fetch', 'Go'],
		pipelineExecutionId: [executionId],
		token: [stageStates[1].actionStates[0].latestExecution.token],
		resourceArn: [`arn:aws:codepipeline:eu-west-3:${ACCOUNT}:site`],
	}
	return { sandbox, keys: { root: key, user, session }, words }
}
