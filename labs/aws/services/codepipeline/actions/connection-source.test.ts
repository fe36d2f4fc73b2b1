import {
	CodePipelineClient,
	CreatePipelineCommand,
	ListActionExecutionsCommand,
	ListPipelineExecutionsCommand,
	type PipelineDeclaration,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { DeleteConnectionCommand } from '@aws-sdk/client-codestar-connections'
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { type Permission, policy } from '../../../people.fixture.ts'
import { ACCOUNT, openConnections } from '../../codeconnections/connections.fixture.ts'
import { openZip } from '../artifacts/zip.ts'
import { approvalAction } from '../pipeline.fixture.ts'

const USE = { Action: 'codestar-connections:UseConnection' }

const SOURCE_TYPE = {
	category: 'Source',
	owner: 'AWS',
	provider: 'CodeStarSourceConnection',
	version: '1',
} as const

/** A repository at GitHub with a commit, a connection that may be used, and a role for pipelines. */
async function openShop(...permissions: ReadonlyArray<Permission>) {
	const world = await openConnections()
	const codepipeline = new CodePipelineClient(world.root)
	const s3 = new S3Client({ ...world.root, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
	await world.iam('CreateRole', {
		RoleName: 'pipeline',
		AssumeRolePolicyDocument: JSON.stringify({
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
			],
		}),
	})
	const PolicyDocument = policy({ Action: 's3:*' }, ...(permissions.length > 0 ? permissions : [USE]))
	await world.iam('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'own', PolicyDocument })
	await world.own('CreateProviderRepository', { FullRepositoryId: 'atelier/boutique' })
	const first = await world.push({ 'src/index.js': 'export {}\n', 'README.md': '# Boutique\n' })
	const ConnectionArn = await world.connectAvailable()

	async function create(
		configuration: Record<string, string> = {},
		change: Partial<PipelineDeclaration> = {},
	): Promise<void> {
		const source = {
			name: 'Code',
			actionTypeId: SOURCE_TYPE,
			configuration: {
				...{ ConnectionArn, FullRepositoryId: 'atelier/boutique', BranchName: 'main' },
				...configuration,
			},
			outputArtifacts: [{ name: 'Code' }],
			namespace: 'CodeVariables',
		}
		const pipeline: PipelineDeclaration = {
			name: 'boutique',
			roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
			pipelineType: 'V2',
			executionMode: 'PARALLEL',
			artifactStore: { type: 'S3', location: 'artifacts' },
			stages: [
				{ name: 'Source', actions: [source] },
				{ name: 'Review', actions: [approvalAction()] },
			],
			...change,
		}
		await codepipeline.send(new CreatePipelineCommand({ pipeline }))
		await soon()
	}
	/** Lets the few seconds of a source pass. */
	async function soon(): Promise<void> {
		await world.sandbox.setClock({ jumpTo: world.sandbox.now() + 10_000 })
	}
	/** The newest try at the source action. */
	async function sourceOf() {
		const { actionExecutionDetails = [] } = await codepipeline.send(
			new ListActionExecutionsCommand({ pipelineName: 'boutique' }),
		)
		return actionExecutionDetails.find(({ actionName }) => actionName === 'Code')
	}
	async function failure() {
		const { status, output } = (await sourceOf()) ?? {}
		expect(status).toBe('Failed')
		return output?.executionResult?.errorDetails
	}
	async function artifact(): Promise<Uint8Array> {
		const { bucket, key } = (await sourceOf())?.output?.outputArtifacts?.[0]?.s3location ?? {}
		const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
		return (await Body?.transformToByteArray()) ?? new Uint8Array(0)
	}
	/** Executions so far, the newest last, with what started them. */
	async function executions() {
		const { pipelineExecutionSummaries = [] } = await codepipeline.send(
			new ListPipelineExecutionsCommand({ pipelineName: 'boutique' }),
		)
		return pipelineExecutionSummaries.toReversed()
	}
	return {
		...world,
		codepipeline,
		first,
		ConnectionArn,
		create,
		soon,
		sourceOf,
		failure,
		artifact,
		executions,
	}
}

test('the tip of a branch becomes a zip, with its commit as revision and variables', async () => {
	const { create, first, ConnectionArn, sourceOf, artifact } = await openShop()
	await create()
	expect(await sourceOf()).toMatchObject({
		status: 'Succeeded',
		output: {
			executionResult: {
				externalExecutionId: first,
				externalExecutionSummary: '{"ProviderType":"GitHub","CommitMessage":"Change"}',
				externalExecutionUrl: `https://eu-west-3.console.aws.amazon.com/codesuite/settings/connections/redirect?connectionArn=${ConnectionArn}&referenceType=COMMIT&FullRepositoryId=atelier/boutique&Commit=${first}`,
			},
			outputVariables: {
				AuthorDate: '2026-01-05T09:00:00Z',
				BranchName: 'main',
				CommitId: first,
				CommitMessage: 'Change',
				ConnectionArn,
				FullRepositoryName: 'atelier/boutique',
				ProviderType: 'GitHub',
			},
		},
	})
	const files = await openZip(await artifact())
	expect(files.map(({ path }) => path)).toEqual(['README.md', 'src/index.js'])
})

test('a full clone is handed on as a reference', async () => {
	const { create, first, ConnectionArn, artifact } = await openShop()
	await create({ OutputArtifactFormat: 'CODEBUILD_CLONE_REF' })
	expect(JSON.parse(Buffer.from(await artifact()).toString())).toEqual({
		provider: 'CodeConnections',
		connectionArn: ConnectionArn,
		fullRepositoryId: 'atelier/boutique',
		branchName: 'main',
		commitId: first,
	})
})

test('a connection that waits for its handshake, or is gone, is not available', async () => {
	const { create, connect, failure, codepipeline, client, soon } = await openShop()
	const ConnectionArn = await connect('pending')
	await create({ ConnectionArn })
	expect(await failure()).toEqual({
		code: 'ConfigurationError',
		message: `Connection ${ConnectionArn} is not available`,
	})
	await client.send(new DeleteConnectionCommand({ ConnectionArn }))
	await codepipeline.send(new StartPipelineExecutionCommand({ name: 'boutique' }))
	await soon()
	expect(await failure()).toEqual({
		code: 'ConfigurationError',
		message: `Connection not found: ${ConnectionArn}`,
	})
})

test.each([
	[{ BranchName: 'absente' }, '[GitHub] No Branch [absente] found for FullRepositoryName [atelier/boutique]'],
	[
		{ FullRepositoryId: 'atelier/Boutique' },
		'[GitHub] No Branch [main] found for FullRepositoryName [atelier/Boutique]',
	],
	[{ FullRepositoryId: 'boutique' }, '[GitHub] No Branch [main] found for FullRepositoryName [boutique]'],
	[{ OutputArtifactFormat: 'ZIP' }, 'Unknown OutputArtifactFormat: ZIP'],
])('a source that is not there fails: %o', async (configuration, message) => {
	const { create, failure } = await openShop()
	await create(configuration)
	expect(await failure()).toEqual({ code: 'ConfigurationError', message })
})

test.each([
	{ Action: 'codestar-connections:GetConnection' },
	{ Action: 'codeconnections:UseConnection' },
	{ ...USE, Condition: { StringEquals: { 'codestar-connections:BranchName': 'dev' } } },
	{ ...USE, Condition: { StringEquals: { 'codestar-connections:FullRepositoryId': 'atelier/autre' } } },
	{ ...USE, Condition: { StringEquals: { 'codestar-connections:ProviderAction': 'GitPush' } } },
])('a role without UseConnection under the prefix of the ARN cannot use it: %o', async (permission) => {
	const { create, failure, ConnectionArn } = await openShop(permission)
	await create()
	const { code, message = '' } = (await failure()) ?? {}
	expect(code).toBe('PermissionError')
	expect(message).toContain(
		`Unable to use Connection: ${ConnectionArn}. The provided role does not have sufficient permissions.`,
	)
})

test('a push to the branch starts the pipeline at that commit; one to another branch does not', async () => {
	const { create, push, executions, sourceOf, soon, ConnectionArn } = await openShop()
	await create()
	await push({ 'src/index.js': 'export default 1\n' }, 'dev')
	await soon()
	const pushed = await push({ 'src/index.js': 'export default 2\n' })
	await soon()
	const started = await executions()
	expect(started.map(({ trigger }) => trigger)).toEqual([
		expect.objectContaining({ triggerType: 'CreatePipeline' }),
		{ triggerType: 'WebhookV2', triggerDetail: ConnectionArn },
	])
	expect(started[1]?.sourceRevisions).toMatchObject([{ actionName: 'Code', revisionId: pushed }])
	expect(await sourceOf()).toMatchObject({ output: { outputVariables: { CommitId: pushed } } })
})

test('a connection that is pending hears nothing, and DetectChanges false starts nothing', async () => {
	const { create, push, executions, soon, client, ConnectionArn } = await openShop()
	await create({ DetectChanges: 'false' })
	await push({ 'a.txt': 'a' })
	await soon()
	expect(await executions()).toHaveLength(1)
	await client.send(new DeleteConnectionCommand({ ConnectionArn }))
	await push({ 'a.txt': 'b' })
	await soon()
	expect(await executions()).toHaveLength(1)
})

test('a trigger starts by branches and paths of one push, by tags, and by pull requests', async () => {
	const { create, push, executions, own, soon } = await openShop()
	const filePaths = { includes: ['services/paie/**'], excludes: ['**/*.md'] }
	await create(
		{},
		{
			triggers: [
				{
					providerType: 'CodeStarSourceConnection',
					gitConfiguration: {
						sourceActionName: 'Code',
						push: [{ branches: { includes: ['main'] }, filePaths }, { tags: { includes: ['v*'] } }],
						pullRequest: [{ events: ['OPEN', 'UPDATED', 'CLOSED'], branches: { includes: ['main'] } }],
					},
				},
			],
		},
	)
	const count = async () => {
		await soon()
		return (await executions()).length - 1
	}
	await push({ 'services/paie/README.md': '#' })
	await push({ 'services/rh/y.ts': 'y' })
	expect(await count()).toBe(0)
	const paid = await push({ 'services/paie/api/x.ts': 'x', 'services/rh/y.ts': 'z' })
	expect(await count()).toBe(1)
	const place = { FullRepositoryId: 'atelier/boutique' }
	await own('PushProviderTag', { ...place, TagName: 'essai', CommitId: paid })
	expect(await count()).toBe(1)
	await own('PushProviderTag', { ...place, TagName: 'v1', CommitId: paid })
	expect(await count()).toBe(2)
	await push({ 'services/paie/api/x.ts': 'branche' }, 'feature')
	expect(await count()).toBe(2)
	const request = { ...place, Title: 'Paie', SourceBranch: 'feature', DestinationBranch: 'main' }
	const { PullRequestId } = await own('OpenProviderPullRequest', request)
	expect(await count()).toBe(3)
	await push({ 'doc.txt': 'hors des chemins' }, 'feature')
	expect(await count()).toBe(4)
	// The merge is a push to main and closes the request: an execution for each.
	await own('MergeProviderPullRequest', { ...place, PullRequestId })
	expect(await count()).toBe(6)
	await push({ 'autre.txt': 'a' }, 'autre')
	const other = await own('OpenProviderPullRequest', {
		...request,
		SourceBranch: 'autre',
		DestinationBranch: 'feature',
	})
	expect(await count()).toBe(6)
	await own('CloseProviderPullRequest', { ...place, PullRequestId: other.PullRequestId })
	expect(await count()).toBe(6)
})
