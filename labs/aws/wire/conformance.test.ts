import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { createAccount, rootOf } from '../identity/credentials.ts'
import { authorize } from '../services/iam/authorize.ts'
import { services as emulated } from '../services.ts'
import { MemoryBlobs } from '../world/blobs.ts'
import { MemoryJournal } from '../world/journal.ts'
import { WORLD_SCOPE } from '../world/kernel.ts'
import { Sandbox } from '../world/sandbox.ts'
import { loadModel } from './model.ts'
import { validated } from './validated.fixture.ts'

const ACCOUNT = '123456789012'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service`
const STARTS_AT = Date.UTC(2026, 0, 5, 9)

const services = validated(emulated.values())

/** Calls operations as the root; an answer that departs from its model throws. */
async function open() {
	let real = 0
	const host = { services, authorize, journal: new MemoryJournal(), realNow: () => real }
	const fresh = { seed: 'conformance', number: 3n, startsAt: STARTS_AT, speed: 1 }
	const sandbox = await Sandbox.open('conformance', host, new MemoryBlobs(), fresh)
	await sandbox.arrange('Account', (call) => createAccount(call, { account: ACCOUNT }), WORLD_SCOPE)
	// biome-ignore lint/suspicious/noExplicitAny: answers of every operation pass through
	async function ask(service: string, operation: string, input: object = {}): Promise<any> {
		const scope = { account: ACCOUNT, region: 'eu-west-3' }
		return sandbox.call({ principal: rootOf(ACCOUNT), scope, service, operation, input })
	}
	async function pass(seconds: number): Promise<void> {
		real += seconds * 1000
		await sandbox.advance()
	}
	return { ask, pass }
}

function policy(statement: object): string {
	return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

function action(name: string, category: string, provider: string, rest: object) {
	return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, ...rest }
}

const TRUST = policy({
	Effect: 'Allow',
	Principal: { Service: 'codepipeline.amazonaws.com', AWS: ACCOUNT },
	Action: 'sts:AssumeRole',
})

test('what the services answer on a pipeline’s way fits their models, member by member', async () => {
	const { ask, pass } = await open()
	await ask('iam', 'CreateRole', { RoleName: 'service', AssumeRolePolicyDocument: TRUST })
	const document = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })
	await ask('iam', 'PutRolePolicy', { RoleName: 'service', PolicyName: 'all', PolicyDocument: document })
	for (const name of ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies', 'ListRoleTags'])
		await ask('iam', name, { RoleName: 'service' })
	await ask('iam', 'GetRolePolicy', { RoleName: 'service', PolicyName: 'all' })
	await ask('iam', 'CreateUser', { UserName: 'camille' })
	await ask('iam', 'CreateAccessKey', { UserName: 'camille' })
	for (const name of ['GetUser', 'ListAccessKeys', 'ListUserPolicies'])
		await ask('iam', name, { UserName: 'camille' })
	for (const name of ['ListUsers', 'ListRoles', 'ListPolicies']) await ask('iam', name)
	await ask('sts', 'GetCallerIdentity')

	const CreateBucketConfiguration = { LocationConstraint: 'eu-west-3' }
	for (const Bucket of ['source', 'artifacts', 'site-web'])
		await ask('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration })
	const VersioningConfiguration = { Status: 'Enabled' }
	await ask('s3', 'PutBucketVersioning', { Bucket: 'source', VersioningConfiguration })
	const Body = zipSync({ 'index.html': strToU8('<h1>Bonjour</h1>') })
	await ask('s3', 'PutObject', { Bucket: 'source', Key: 'site.zip', Body })
	for (const name of ['GetObject', 'HeadObject']) await ask('s3', name, { Bucket: 'source', Key: 'site.zip' })
	for (const name of [
		'ListObjects',
		'ListObjectsV2',
		'ListObjectVersions',
		'GetBucketVersioning',
		'GetBucketLocation',
	])
		await ask('s3', name, { Bucket: 'source' })
	await ask('s3', 'ListBuckets')

	const pipeline = {
		name: 'site',
		roleArn: ROLE,
		artifactStore: { type: 'S3', location: 'artifacts' },
		stages: [
			{
				name: 'Source',
				actions: [
					action('Zip', 'Source', 'S3', {
						configuration: { S3Bucket: 'source', S3ObjectKey: 'site.zip', PollForSourceChanges: 'false' },
						outputArtifacts: [{ name: 'Site' }],
					}),
				],
			},
			{ name: 'Accord', actions: [action('Go', 'Approval', 'Manual', {})] },
			{
				name: 'Deploy',
				actions: [
					action('Web', 'Deploy', 'S3', {
						configuration: { BucketName: 'site-web', Extract: 'true' },
						inputArtifacts: [{ name: 'Site' }],
					}),
				],
			},
		],
	}
	await ask('codepipeline', 'CreatePipeline', { pipeline, tags: [{ key: 'equipe', value: 'web' }] })
	await pass(60)
	const state = await ask('codepipeline', 'GetPipelineState', { name: 'site' })
	const approval = { pipelineName: 'site', stageName: 'Accord', actionName: 'Go' }
	const token = state.stageStates[1].actionStates[0].latestExecution.token
	await ask('codepipeline', 'PutApprovalResult', {
		...approval,
		token,
		result: { summary: 'oui', status: 'Approved' },
	})
	await pass(60)
	const transition = { pipelineName: 'site', stageName: 'Deploy', transitionType: 'Inbound' }
	await ask('codepipeline', 'DisableStageTransition', { ...transition, reason: 'gel' })
	await ask('codepipeline', 'GetPipelineState', { name: 'site' })
	await ask('codepipeline', 'EnableStageTransition', transition)
	const { pipelineExecutionId } = await ask('codepipeline', 'StartPipelineExecution', { name: 'site' })
	await ask('codepipeline', 'GetPipelineExecution', { pipelineName: 'site', pipelineExecutionId })
	await pass(60)
	const runs = await ask('codepipeline', 'ListPipelineExecutions', { pipelineName: 'site' })
	await ask('codepipeline', 'ListActionExecutions', { pipelineName: 'site' })
	const { pipeline: written, metadata } = await ask('codepipeline', 'GetPipeline', { name: 'site' })
	await ask('codepipeline', 'UpdatePipeline', { pipeline: written })
	await ask('codepipeline', 'ListPipelines')
	await ask('codepipeline', 'ListTagsForResource', { resourceArn: metadata.pipelineArn })
	await ask('codepipeline', 'DeletePipeline', { name: 'site' })

	expect(runs.pipelineExecutionSummaries.map(({ status }: { status: string }) => status)).toEqual([
		'InProgress',
		'Succeeded',
	])
})

test('every operation in the tables is one of its model', () => {
	for (const [name, { operations }] of services) {
		const known = loadModel(name).operations
		expect(Object.keys(operations).filter((operation) => !Object.hasOwn(known, operation))).toEqual([])
	}
})
