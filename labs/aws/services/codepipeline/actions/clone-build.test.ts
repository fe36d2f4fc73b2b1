import { CodeCommitClient, CreateRepositoryCommand, PutFileCommand } from '@aws-sdk/client-codecommit'
import {
	CodePipelineClient,
	CreatePipelineCommand,
	GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, expect, test } from 'vitest'
import { openBuildHost } from '#labs/guest/build-host.fixture.ts'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { rootOf } from '../../../identity/credentials.ts'
import { type Permission, policy } from '../../../people.fixture.ts'
import { dueSteps, WORLD_SCOPE } from '../../../world/kernel.ts'
import { openBuilds } from '../../codebuild/codebuild.fixture.ts'

// From a repository to a build, with git's history or without.

const host = openBuildHost()
afterAll(host.close)

const BUILDSPEC = `
version: 0.2
env:
  exported-variables: [HEAD_OF]
phases:
  build:
    commands:
      - export HEAD_OF="$(cat .git/HEAD || echo none)"
`

type Builds = Awaited<ReturnType<typeof openBuilds>>

/** Where a pipeline's code comes from: its provider, and how a repository is made there. */
interface Origin {
	provider: 'CodeCommit' | 'CodeStarSourceConnection'
	make(people: Builds): Promise<Record<string, string>>
}

const CODECOMMIT: Origin = {
	provider: 'CodeCommit',
	async make({ root }) {
		const codecommit = new CodeCommitClient(root)
		await codecommit.send(new CreateRepositoryCommand({ repositoryName: 'shop' }))
		const file = { filePath: 'buildspec.yml', fileContent: Buffer.from(BUILDSPEC), name: 'Ada' }
		await codecommit.send(new PutFileCommand({ repositoryName: 'shop', branchName: 'main', ...file }))
		return { RepositoryName: 'shop', PollForSourceChanges: 'false' }
	},
}

const GITHUB: Origin = {
	provider: 'CodeStarSourceConnection',
	async make({ sandbox }) {
		const scope = { account: ACCOUNT, region: 'eu-west-3' }
		const ask = (operation: string, input: object) =>
			sandbox.call({
				...{ principal: rootOf(ACCOUNT), scope, service: 'codeconnections' },
				...{ operation, input },
			}) as Promise<{ ConnectionArn: string }>
		const FullRepositoryId = 'atelier/shop'
		await ask('CreateProviderRepository', { FullRepositoryId })
		await ask('PushProviderFiles', {
			FullRepositoryId,
			BranchName: 'main',
			Files: { 'buildspec.yml': BUILDSPEC },
		})
		const { ConnectionArn } = await ask('CreateConnection', { ConnectionName: 'git', ProviderType: 'GitHub' })
		await ask('UpdateConnectionInstallation', { ConnectionArn })
		return { ConnectionArn, FullRepositoryId }
	},
}

/** Runs a pipeline from a repository to a build, and answers how the build ended. */
async function runPipeline(
	{ provider, make }: Origin,
	OutputArtifactFormat: string,
	...rights: ReadonlyArray<Permission>
) {
	const people = await openBuilds(host.work, [{ Action: ['s3:*', 'logs:*'] }, ...rights])
	const configuration = await make(people)
	await people.iam('CreateRole', {
		RoleName: 'pipeline',
		AssumeRolePolicyDocument: JSON.stringify({
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
			],
		}),
	})
	const PolicyDocument = policy({ Action: ['s3:*', 'codebuild:*', 'codecommit:*', 'codeconnections:*'] })
	await people.iam('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'own', PolicyDocument })
	await people.s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
	await people.createProject({ source: { type: 'CODEPIPELINE' }, artifacts: { type: 'CODEPIPELINE' } })
	const typeOf = (category: 'Source' | 'Build', provider: string) =>
		({ category, owner: 'AWS', provider, version: '1' }) as const
	const fetched = {
		name: 'Fetch',
		actionTypeId: typeOf('Source', provider),
		configuration: { ...configuration, BranchName: 'main', OutputArtifactFormat },
		outputArtifacts: [{ name: 'Code' }],
	}
	const built = {
		name: 'Build',
		actionTypeId: typeOf('Build', 'CodeBuild'),
		configuration: { ProjectName: 'shop' },
		inputArtifacts: [{ name: 'Code' }],
	}
	const pipeline = {
		name: 'boutique',
		roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
		artifactStore: { type: 'S3', location: 'artifacts' },
		stages: [
			{ name: 'Source', actions: [fetched] },
			{ name: 'Build', actions: [built] },
		],
	} as const
	const codepipeline = new CodePipelineClient(people.root)
	await codepipeline.send(new CreatePipelineCommand({ pipeline: structuredClone(pipeline) as never }))
	for (let due = true; due; ) {
		await people.sandbox.settle()
		const [next] = people.sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
		if (next) await people.sandbox.setClock({ jumpTo: next.at })
		due = next !== undefined
	}
	const { stageStates } = await codepipeline.send(new GetPipelineStateCommand({ name: 'boutique' }))
	const ended = stageStates?.[1]?.actionStates?.[0]?.latestExecution
	return { ended, record: await people.find(ended?.externalExecutionId ?? '') }
}

const ORIGINS = [
	[CODECOMMIT, { Action: 'codecommit:GitPull' }],
	[GITHUB, { Action: 'codeconnections:UseConnection' }],
] as const

test.each(ORIGINS)(
	'a reference is cloned under the build’s role, with its history: $provider',
	async (origin, right) => {
		const { ended, record } = await runPipeline(origin, 'CODEBUILD_CLONE_REF', right)
		expect(ended?.status).toBe('Succeeded')
		expect(record.exportedEnvironmentVariables).toEqual([{ name: 'HEAD_OF', value: 'ref: refs/heads/main' }])
	},
)

test.each(ORIGINS)('a zip has no history: $provider', async (origin) => {
	const { record } = await runPipeline(origin, 'CODE_ZIP')
	expect(record.exportedEnvironmentVariables).toEqual([{ name: 'HEAD_OF', value: 'none' }])
})

test.each(ORIGINS)('a build whose role may not pull has no source: $provider', async (origin) => {
	const { ended, record } = await runPipeline(origin, 'CODEBUILD_CLONE_REF')
	expect(ended?.status).toBe('Failed')
	const phase = record.phases?.find(({ phaseType }) => phaseType === 'DOWNLOAD_SOURCE')
	expect(phase?.contexts?.[0]).toMatchObject({
		statusCode: 'CLIENT_ERROR',
		message: expect.stringContaining('authorization failed for primary source and source version'),
	})
})
