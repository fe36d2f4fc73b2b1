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

/** Runs a pipeline from a repository to a build, and answers how the build ended. */
async function runPipeline(OutputArtifactFormat: string, ...rights: ReadonlyArray<Permission>) {
	const people = await openBuilds(host.work, [{ Action: ['s3:*', 'logs:*'] }, ...rights])
	const codecommit = new CodeCommitClient(people.root)
	await codecommit.send(new CreateRepositoryCommand({ repositoryName: 'shop' }))
	const file = { filePath: 'buildspec.yml', fileContent: Buffer.from(BUILDSPEC), name: 'Ada' }
	await codecommit.send(new PutFileCommand({ repositoryName: 'shop', branchName: 'main', ...file }))
	await people.iam('CreateRole', {
		RoleName: 'pipeline',
		AssumeRolePolicyDocument: JSON.stringify({
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
			],
		}),
	})
	const PolicyDocument = policy({ Action: ['s3:*', 'codebuild:*', 'codecommit:*'] })
	await people.iam('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'own', PolicyDocument })
	await people.s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
	await people.createProject({ source: { type: 'CODEPIPELINE' }, artifacts: { type: 'CODEPIPELINE' } })
	const typeOf = (category: 'Source' | 'Build', provider: string) =>
		({ category, owner: 'AWS', provider, version: '1' }) as const
	const fetched = {
		name: 'Fetch',
		actionTypeId: typeOf('Source', 'CodeCommit'),
		configuration: {
			RepositoryName: 'shop',
			BranchName: 'main',
			PollForSourceChanges: 'false',
			OutputArtifactFormat,
		},
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

test('a reference is cloned under the build’s role, with its history', async () => {
	const { ended, record } = await runPipeline('CODEBUILD_CLONE_REF', { Action: 'codecommit:GitPull' })
	expect(ended?.status).toBe('Succeeded')
	expect(record.exportedEnvironmentVariables).toEqual([{ name: 'HEAD_OF', value: 'ref: refs/heads/main' }])
})

test('a zip has no history', async () => {
	const { record } = await runPipeline('CODE_ZIP')
	expect(record.exportedEnvironmentVariables).toEqual([{ name: 'HEAD_OF', value: 'none' }])
})

test('a build whose role may not pull has no source', async () => {
	const { ended, record } = await runPipeline('CODEBUILD_CLONE_REF')
	expect(ended?.status).toBe('Failed')
	const phase = record.phases?.find(({ phaseType }) => phaseType === 'DOWNLOAD_SOURCE')
	expect(phase?.contexts?.[0]).toMatchObject({
		statusCode: 'CLIENT_ERROR',
		message: expect.stringContaining('authorization failed for primary source and source version'),
	})
})
