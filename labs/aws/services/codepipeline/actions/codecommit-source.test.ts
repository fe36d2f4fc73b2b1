import type {
	GetPipelineStateOutput,
	ListActionExecutionsOutput,
	ListPipelineExecutionsOutput,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { rootOf } from '../../../identity/credentials.ts'
import { openZip } from '../artifacts/zip.ts'
import { ACCOUNT, approvalAction, SCOPE, siteDemo, type World } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const S3 = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetBucketVersioning', 's3:PutObject', 's3:ListBucket']
const CODECOMMIT = ['GetBranch', 'GetCommit', 'UploadArchive', 'GetUploadArchiveStatus', 'GetRepository']

function codecommit<Output = Record<string, string>>(world: World, operation: string, input: object) {
	const principal = rootOf(ACCOUNT)
	return world.sandbox.call({
		principal,
		scope: SCOPE,
		service: 'codecommit',
		operation,
		input,
	}) as Promise<Output>
}

/** A world whose repository has one commit, and a role that may do all but what is left out. */
async function openRepository({ without = '' } = {}) {
	const world = await openWorld()
	await codecommit(world, 'CreateRepository', { repositoryName: 'site' })
	const first = await commit(world, 'index.html', 'un')
	const allowed = CODECOMMIT.filter((action) => action !== without).map((action) => `codecommit:${action}`)
	await world.allow(...S3, ...allowed)
	return { world, first }
}

async function commit(world: World, filePath: string, text: string, parentCommitId?: string) {
	const { commitId } = await codecommit<{ commitId: string }>(world, 'PutFile', {
		...{ repositoryName: 'site', branchName: 'main', filePath, parentCommitId },
		...{ fileContent: Buffer.from(text), commitMessage: `Write ${filePath}`, name: 'Ada' },
	})
	return commitId
}

function pipelineOf(configuration: Record<string, string> = {}) {
	const source = {
		name: 'Fetch',
		actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' } as const,
		configuration: {
			RepositoryName: 'site',
			BranchName: 'main',
			PollForSourceChanges: 'false',
			...configuration,
		},
		outputArtifacts: [{ name: 'SourceOutput' }],
		namespace: 'SourceVariables',
	}
	return siteDemo({
		stages: [
			{ name: 'Source', actions: [source] },
			{ name: 'Review', actions: [approvalAction()] },
		],
	})
}

async function sourceOf(world: World) {
	const { actionExecutionDetails = [] } = await world.pipeline<ListActionExecutionsOutput>(
		'ListActionExecutions',
		{
			pipelineName: 'site-demo',
		},
	)
	return actionExecutionDetails.find(({ actionName }) => actionName === 'Fetch')
}

async function artifactOf(world: World): Promise<Uint8Array> {
	const source = await sourceOf(world)
	const { bucket, key } = source?.output?.outputArtifacts?.[0]?.s3location ?? {}
	const { Body } = await world.s3('GetObject', { Bucket: bucket, Key: key })
	return Body ?? new Uint8Array(0)
}

test('the tip of a branch becomes a zip, with its commit as revision and variables', async () => {
	const { world, first } = await openRepository()
	const second = await commit(world, 'css/site.css', 'body{}', first)
	await world.pipeline('CreatePipeline', { pipeline: pipelineOf() })
	await world.pass(5)
	const source = await sourceOf(world)
	expect(source).toMatchObject({
		status: 'Succeeded',
		output: {
			executionResult: { externalExecutionId: second, externalExecutionSummary: 'Write css/site.css' },
			outputVariables: {
				AuthorDate: '2026-01-05T09:00:00Z',
				BranchName: 'main',
				CommitId: second,
				CommitMessage: 'Write css/site.css',
				CommitterDate: '2026-01-05T09:00:00Z',
				RepositoryName: 'site',
			},
		},
	})
	const files = await openZip(await artifactOf(world))
	expect(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
		['css/site.css', 'body{}'],
		['index.html', 'un'],
	])
	const { stageStates } = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', {
		name: 'site-demo',
	})
	expect(stageStates?.[0]?.actionStates?.[0]).toMatchObject({
		currentRevision: { revisionId: second },
		revisionUrl: `https://eu-west-3.console.aws.amazon.com/codesuite/codecommit/repositories/site/commit/${second}?region=eu-west-3`,
	})
})

test('a start may name the commit to take', async () => {
	const { world, first } = await openRepository()
	await commit(world, 'index.html', 'deux', first)
	await world.pipeline('CreatePipeline', { pipeline: pipelineOf() })
	await world.pass(5)
	await world.pipeline('StartPipelineExecution', {
		name: 'site-demo',
		sourceRevisions: [{ actionName: 'Fetch', revisionType: 'COMMIT_ID', revisionValue: first }],
	})
	await world.pass(5)
	expect(await sourceOf(world)).toMatchObject({ output: { outputVariables: { CommitId: first } } })
	const [file] = await openZip(await artifactOf(world))
	expect(Buffer.from(file?.bytes ?? []).toString()).toBe('un')
})

test('a full clone is handed on as a reference', async () => {
	const { world, first } = await openRepository()
	await world.pipeline('CreatePipeline', {
		pipeline: pipelineOf({ OutputArtifactFormat: 'CODEBUILD_CLONE_REF' }),
	})
	await world.pass(5)
	expect(JSON.parse(Buffer.from(await artifactOf(world)).toString())).toEqual({
		provider: 'CodeCommit',
		repositoryArn: `arn:aws:codecommit:eu-west-3:${ACCOUNT}:site`,
		repositoryName: 'site',
		cloneUrlHttp: 'http://localhost:4566/v1/repos/site',
		branchName: 'main',
		commitId: first,
	})
})

test.for([
	['GetBranch', {}],
	['GetCommit', {}],
	['UploadArchive', {}],
	['GetUploadArchiveStatus', {}],
	['GetRepository', { OutputArtifactFormat: 'CODEBUILD_CLONE_REF' }],
] as const)('without codecommit:%s the action fails in AWS’s words', async ([without, configuration]) => {
	const { world } = await openRepository({ without })
	await world.pipeline('CreatePipeline', { pipeline: pipelineOf({ ...configuration }) })
	await world.pass(5)
	const source = await sourceOf(world)
	expect(source?.output?.executionResult?.errorDetails).toEqual({
		code: 'PermissionError',
		message: expect.stringMatching(
			new RegExp(
				`^Could not access the CodeCommit repository site\\. Make sure that the pipeline IAM role has sufficient permissions to access the repository\\..*codecommit:${without} `,
			),
		),
	})
})

test.for([
	[
		{ BranchName: 'absent' },
		'GetBranch failed for the CodeCommit repository site: BranchDoesNotExistException: The specified branch does not exist.',
	],
	[
		{ RepositoryName: 'absent' },
		'GetBranch failed for the CodeCommit repository absent: RepositoryDoesNotExistException: absent does not exist',
	],
	[{ OutputArtifactFormat: 'TAR' }, 'Unknown OutputArtifactFormat: TAR'],
] as const)('%o fails the action', async ([configuration, message]) => {
	const { world } = await openRepository()
	await world.pipeline('CreatePipeline', { pipeline: pipelineOf({ ...configuration }) })
	await world.pass(5)
	const source = await sourceOf(world)
	expect(source?.output?.executionResult?.errorDetails).toEqual({ code: 'ConfigurationError', message })
})

async function triggersOf(world: World) {
	const { pipelineExecutionSummaries = [] } = await world.pipeline<ListPipelineExecutionsOutput>(
		'ListPipelineExecutions',
		{ pipelineName: 'site-demo' },
	)
	return pipelineExecutionSummaries.map(({ trigger }) => trigger?.triggerType)
}

test('a source that does not say otherwise is polled, and a push starts an execution at the next minute', async () => {
	const { world, first } = await openRepository()
	await world.pipeline('CreatePipeline', { pipeline: pipelineOf({ PollForSourceChanges: 'true' }) })
	await world.pass(60)
	await commit(world, 'index.html', 'deux', first)
	await codecommit(world, 'CreateBranch', { repositoryName: 'site', branchName: 'other', commitId: first })
	await world.pass(60)
	expect(await triggersOf(world)).toEqual(['PollForSourceChanges', 'CreatePipeline'])
})

test('a source that is not polled starts nothing by itself', async () => {
	const { world, first } = await openRepository()
	await world.pipeline('CreatePipeline', { pipeline: pipelineOf() })
	await commit(world, 'index.html', 'deux', first)
	await world.pass(120)
	expect(await triggersOf(world)).toEqual(['CreatePipeline'])
})
